"""What fixes do to real code bases: every file must parse, no comment be lost, a second run change nothing, no finding be new.

    python -m benchmarks.fixes --folder FOLDER                       safe fixes, to copies of the code bases in the folder
    python -m benchmarks.fixes --folder FOLDER --unsafe --show       all fixes, with their diffs
    python -m benchmarks.fixes --folder FOLDER --plant 200           with so many mutable defaults planted into each code base

`--folder` holds code bases, one a folder; without it those of benchmarks/code_bases.tsv are fetched, as by benchmarks.accuracy.
They are copied and never run. `--checker` is a Python that has flake8 and flake8-bugbear: its findings (F and B) must not grow
either.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tokenize
from collections import Counter
from pathlib import Path

from benchmarks.accuracy import code_bases

HERE = Path(__file__).parent
COPIED = ("*.py", "*.pyi", "*.toml", "*.cfg", "*.ini")
SUPPRESSION = re.compile(r"noqa|layerlint:")
PLANTED = ("[]", "{}", "[1, 2]", "{'a': []}", "set()", "dict(a=1)", "[name for name in 'ab']")


def copied(source: Path, target: Path) -> Path:
    """A copy of what layerlint reads of a code base."""

    def unwanted(folder: str, names: list[str]) -> list[str]:
        where = Path(folder)
        skipped = {"node_modules", ".git", ".venv"}
        return [n for n in names if n in skipped or not ((where / n).is_dir() or any(Path(n).match(glob) for glob in COPIED))]

    shutil.copytree(source, target, ignore=unwanted, symlinks=True)
    return target


def files(folder: Path) -> dict[str, bytes]:
    """All Python files that are no links, by path."""
    paths = (path for path in sorted(folder.rglob("*.py")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def layerlint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`layerlint check`, every rule on."""
    command = [sys.executable, "-m", "layerlint", "check", "--isolated", "--profile", "strict", "--no-cache", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False)


def own_findings(folder: Path) -> Counter[str]:
    """What layerlint finds, without lines."""
    done = layerlint(folder, "--output-format", "json", "--min-confidence", "possible")
    if done.returncode not in (0, 1):
        sys.exit(f"{folder}: {done.stderr}")
    found = json.loads(done.stdout)["diagnostics"]
    return Counter(f"{item['path']} {item['code']} {item['symbol']} {item['message']}" for item in found)


def other_findings(folder: Path, checker: str) -> Counter[str]:
    """The findings of pyflakes and bugbear, without lines."""
    command = [checker, "-m", "flake8", "--isolated", "--select", "F,B", "--format", "%(path)s %(code)s %(text)s", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{folder}: {done.stderr}")
    return Counter(re.sub(r"from line \d+", "from line N", line) for line in done.stdout.splitlines())


def comments(data: bytes) -> Counter[str]:
    """The comments of a file that is Python."""
    try:
        return Counter(item.string for item in tokenize.tokenize(io.BytesIO(data).readline) if item.type == tokenize.COMMENT)
    except (tokenize.TokenError, SyntaxError):
        return Counter()


def parses(data: bytes) -> bool:
    """Whether a file is Python."""
    try:
        ast.parse(data)
    except (SyntaxError, ValueError):
        return False
    return True


def plant(folder: Path, count: int, seed: int) -> int:
    """Put mutable defaults in the place of other ones, drawn at random; how many there are."""
    drawn = random.Random(seed)
    places = []
    for path, data in files(folder).items():
        if not data.isascii() or not parses(data):
            continue
        for node in ast.walk(ast.parse(data)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                places += [
                    (path, item)
                    for item in [*node.args.defaults, *node.args.kw_defaults]
                    if isinstance(item, ast.Constant) and item.lineno == item.end_lineno
                ]
    chosen = drawn.sample(places, min(count, len(places)))
    for path, node in sorted(chosen, key=lambda item: (item[0], -item[1].lineno, -item[1].col_offset)):
        lines = (folder / path).read_bytes().splitlines(keepends=True)
        line = lines[node.lineno - 1]
        lines[node.lineno - 1] = line[: node.col_offset] + drawn.choice(PLANTED).encode() + line[node.end_col_offset :]
        (folder / path).write_bytes(b"".join(lines))
    return len(chosen)


def measured(source: Path, given: argparse.Namespace) -> tuple[str, list[str]]:
    """A row of the table for one code base, and what went wrong."""
    options = ["--unsafe-fixes"] if given.unsafe else ["--fix"]
    with tempfile.TemporaryDirectory() as name:
        folder = copied(source, Path(name) / source.name)
        planted = plant(folder, given.plant, given.seed) if given.plant else 0
        before, own, other = files(folder), own_findings(folder), Counter[str]()
        if given.checker:
            other = other_findings(folder, given.checker)
        if given.show:
            print(layerlint(folder, "--diff", *options).stdout)
        done = layerlint(folder, *options)
        after = files(folder)
        changed = [path for path in after if after[path] != before.get(path)]
        wrong = [f"{path} doesn't parse" for path in changed if parses(before[path]) and not parses(after[path])]
        for path in changed:
            lost = comments(before[path]) - comments(after[path])
            wrong += [f"{path} lost {text}" for text in lost if not SUPPRESSION.search(text)]
        wrong += [f"new: {text}" for text in own_findings(folder) - own]
        if given.checker:
            wrong += [f"new: {text}" for text in other_findings(folder, given.checker) - other]
        layerlint(folder, *options)
        wrong += [f"{path} changes again" for path, data in files(folder).items() if data != after[path]]
    told = next((line for line in done.stderr.splitlines() if line.startswith("fixed ")), "")
    refused = [line for line in done.stderr.splitlines() if " is not fixed: " in line]
    for line in refused:
        print(f"  {source.name}: {line}")
    by_rule = re.search(r"\((.*)\)", told)
    planted_cell = [str(planted)] if given.plant else []
    cells = [source.name, *planted_cell, len(before), by_rule[1] if by_rule else "-", len(changed), len(refused), len(wrong)]
    row = "| " + " | ".join(map(str, cells)) + " |"
    return row, wrong


def main() -> int:
    """Measure, print a table, and tell what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--mirror", type=Path)
    parser.add_argument("--only", nargs="*", default=[], metavar="CODE_BASE")
    parser.add_argument("--unsafe", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--plant", type=int, default=0, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checker", metavar="PYTHON")
    given = parser.parse_args()
    if given.folder is not None:
        sources = sorted(path for path in given.folder.iterdir() if path.is_dir())
    else:
        sources = [item.fetched(HERE / ".code_bases", given.mirror) for item in code_bases()]
    rows, problems = [], []
    for source in sources:
        if not given.only or source.name in given.only:
            row, wrong = measured(source, given)
            rows.append(row)
            problems += [f"{source.name}: {text}" for text in wrong]
            print(row, flush=True)
    planted = "planted | " if given.plant else ""
    print(f"\n| code base | {planted}files | fixed | files changed | refused | wrong |")
    print("|---|" + "--:|" * (5 + bool(given.plant)))
    print("\n".join(rows))
    for text in problems:
        print(text)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
