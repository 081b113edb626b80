"""How many findings each rule has in real code bases, and samples of them to be judged by hand.

    python -m benchmarks.accuracy                          count, and tell what differs from benchmarks/counts.tsv
    python -m benchmarks.accuracy --write                  count, and write that file
    python -m benchmarks.accuracy --sample LAY101          show 30 findings of a rule, drawn at random from all code bases

The code bases and their commits stand in benchmarks/code_bases.tsv; they are cloned from GitHub into `--folder`, or from bare
copies `OWNER+NAME` below `--mirror`. They are read, never run. What was judged stands in benchmarks/judged.tsv.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
COUNTS = HERE / "counts.tsv"
SAMPLE = 30


class CodeBase(NamedTuple):
    """A public repository at a commit."""

    name: str
    repository: str
    commit: str
    framework: str

    def fetched(self, folder: Path, mirror: Path | None) -> Path:
        """Where its files are, cloned if they aren't there yet."""
        path = folder / self.name
        if not path.is_dir():
            source = f"https://github.com/{self.repository}" if mirror is None else str(mirror / self.repository.replace("/", "+"))
            for command in (
                ["git", "init", "--quiet", str(path)],
                ["git", "-C", str(path), "fetch", "--quiet", "--depth", "1", source, self.commit],
                ["git", "-C", str(path), "checkout", "--quiet", "FETCH_HEAD"],
            ):
                subprocess.run(command, check=True)
        return path


def code_bases() -> list[CodeBase]:
    """The code bases that are measured."""
    return [CodeBase(*row) for row in rows(HERE / "code_bases.tsv")]


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a table, without its head."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def findings(path: Path) -> list[dict[str, Any]]:
    """What the strict profile finds, as the JSON of `layerlint check` has it."""
    command = [sys.executable, "-m", "layerlint", "check", "--isolated", "--profile", "strict", "--output-format", "json"]
    done = subprocess.run(command, cwd=path, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{path}: {done.stderr.decode()}")
    found: list[dict[str, Any]] = json.loads(done.stdout)["diagnostics"]
    return found


def counted(folder: Path, mirror: Path | None) -> str:
    """The table of counts: rule, code base, findings."""
    lines = []
    for item in code_bases():
        by_rule = Counter(finding["code"] for finding in findings(item.fetched(folder, mirror)))
        lines += [f"{code}\t{item.name}\t{count}" for code, count in by_rule.items()]
    return "# rule\tcode base\tfindings\n" + "".join(f"{line}\n" for line in sorted(lines))


def show_sample(rule: str, folder: Path, mirror: Path | None, only: list[str], size: int, seed: int) -> None:
    """Print findings of a rule, drawn at random, with the source around them."""
    found = [
        (item, path, finding)
        for item in code_bases()
        if not only or item.name in only
        for path in [item.fetched(folder, mirror)]
        for finding in findings(path)
        if finding["code"] == rule
    ]
    drawn = random.Random(seed).sample(found, min(size, len(found)))
    print(f"{rule}: {len(found)} findings, {len(drawn)} shown")
    for item, path, finding in drawn:
        print(f"\n{item.name} {finding['path']}:{finding['line']} {finding['message']} [{finding['confidence']}]")
        for step in finding["trail"]:
            print(f"    {step['path']}:{step['line']} {step['message']}")
        lines = (path / finding["path"]).read_text(encoding="utf-8", errors="replace").split("\n")
        first = max(0, finding["line"] - 4)
        for number, line in enumerate(lines[first : finding["line"] + 10], first + 1):
            print(f"{number:6}{'>' if number == finding['line'] else ' '} {line}")


def main() -> int:
    """Count, write or show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=HERE / ".code_bases")
    parser.add_argument("--mirror", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--sample", metavar="RULE")
    parser.add_argument("--only", nargs="*", default=[], metavar="CODE_BASE")
    parser.add_argument("--size", type=int, default=SAMPLE)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.sample:
        show_sample(given.sample, given.folder, given.mirror, given.only, given.size, given.seed)
        return 0
    table = counted(given.folder, given.mirror)
    if given.write:
        COUNTS.write_text(table, encoding="utf-8")
        return 0
    before = set(COUNTS.read_text(encoding="utf-8").splitlines())
    now = set(table.splitlines())
    for line in sorted(before ^ now):
        print("now " if line in now else "before ", line, sep="")
    print(f"{len(before & now)} counts are as in {COUNTS.name}, {len(before ^ now)} lines differ")
    return 0 if before == now else 1


if __name__ == "__main__":
    sys.exit(main())
