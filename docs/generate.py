"""Write what the documentation takes from the code: a page a rule, and the marked parts of README.md and docs/*.md.

A marked part stands between `<!-- generated: WHAT -->` and `<!-- end -->`, where WHAT is `rules`, `libraries`, `signs`,
`accuracy`, `inputs of the action`, `inputs of the component`, or a command, whose output it shows. The
commands of docs/adopt.md are run, too, in a project made for it. With `--check` nothing is written: every file that differs is
told, and the status is 1.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import walkthrough

from layerlint.judgement import SCALES, Sign
from layerlint.knowledge import builtin_libraries
from layerlint.output import pages
from layerlint.rules import load

ROOT = Path(__file__).resolve().parent.parent
MARKED = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
PAGES = ROOT / "docs" / "rules"
PART = re.compile(r"(<!-- generated: (.+?) -->\n).*?(<!-- end -->)", re.S)


def output(command: str) -> str:
    """What a `layerlint` command prints, findings and summary, as a fenced block."""
    environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS")}
    environment |= {"LAYERLINT_DOCS": "", "GITHUB_SHA": "", "CI_COMMIT_SHA": "", "SOURCE_DATE_EPOCH": "1767225600"}
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, 1):
        sys.exit(f"{command}: {done.stdout}")
    return f"```console\n$ {command}\n{done.stdout.rstrip()}\n```\n"


def libraries() -> str:
    """The libraries that layerlint knows, and the versions that its tables were read from."""
    rows = "".join(f"| {library.name} | {library.read_from} |\n" for library in builtin_libraries())
    return "| table | read from |\n|---|---|\n" + rows


def signs() -> str:
    """The signs of business logic, family by family, and how much each weighs in which layer."""
    layers = list(SCALES)
    head = "| sign | " + " | ".join(layers) + " |\n|---|" + "---|" * len(layers) + "\n"
    found = ""
    for family in dict.fromkeys(sign.family for sign in Sign):
        rows = [
            f"| {sign.meaning} | " + " | ".join(str(SCALES[layer].get(sign, "")) for layer in layers) + " |\n"
            for sign in Sign
            if sign.family is family
        ]
        found += f"### {family.capitalize()}\n\n{head}{''.join(rows)}\n"
    return found.rstrip() + "\n"


def accuracy() -> str:
    """The code bases, then for each rule the findings in each of them, how many were judged, and how many were right."""
    names = [row[0] for row in table("code_bases")]
    found = {(rule, name): int(count) for rule, name, count in table("counts")}
    judged = {rule: (f"{right} of {total}", f"{later} of {again}") for rule, total, right, again, later in table("judged")}
    bases = "".join(
        f"| [{row[0]}](https://github.com/{row[1]}/tree/{row[2]}) | {row[3]} | `{row[2][:10]}` |\n" for row in table("code_bases")
    )
    text = f"| code base | framework | commit |\n|---|---|---|\n{bases}\n"
    text += "| rule | findings | first sample | last sample | in |\n|---|--:|--:|--:|---|\n"
    for item in load():
        code = item.rule.code
        by_name = {name: found[code, name] for name in names if (code, name) in found}
        first, last = (part.replace("- of -", "") for part in judged.get(code, ("", "")))
        where = ", ".join(f"{name} {count}" for name, count in by_name.items())
        text += f"| {code} {item.rule.slug} | {sum(by_name.values())} | {first} | {last} | {where} |\n"
    return text


def inputs(path: str) -> str:
    """The inputs of an action or a component, with their defaults."""
    import yaml

    document = next(yaml.safe_load_all((ROOT / path).read_text(encoding="utf-8")))
    given = document["inputs"] if "inputs" in document else document["spec"]["inputs"]
    rows = ""
    for name, told in given.items():
        default = str(told["default"]).lower() if isinstance(told["default"], bool) else told["default"]
        rows += f"| `{name}` | {told['description']} | {f'`{default}`' if default else ''} |\n"
    return "| input | what | default |\n|---|---|---|\n" + rows


def table(name: str) -> list[list[str]]:
    """The rows of a table of measurements."""
    lines = (ROOT / "benchmarks" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def part(what: str) -> str:
    """The content of one marked part."""
    if what == "rules":
        return pages.table(load())
    if what in ("signs", "accuracy"):
        return signs() if what == "signs" else accuracy()
    if what.startswith("inputs of "):
        return inputs({"action": "action.yml", "component": "templates/layerlint.yml"}[what.rpartition(" ")[2]])
    return libraries() if what == "libraries" else output(what)


def generated() -> dict[Path, str]:
    """Every generated file and what it should hold."""
    found = {PAGES / f"{item.rule.slug}.md": pages.page(item) for item in load()}
    for path in MARKED:
        found[path] = PART.sub(lambda match: match[1] + part(match[2]) + match[3], path.read_text(encoding="utf-8"))
    found[walkthrough.PAGE] = walked(found[walkthrough.PAGE])
    return found


def walked(page: str) -> str:
    """docs/adopt.md with what its commands print, run by the layerlint that runs here."""
    if shutil.which("git") is None or shutil.which("bash") is None:
        return page
    variables = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT / "src"),
        "LAYERLINT_DOCS": "",
    }
    with tempfile.TemporaryDirectory() as name:
        return walkthrough.walked(page, walkthrough.legacy(Path(name)), variables, install=False)


def main(arguments: list[str]) -> int:
    """Write, or with `--check` compare."""
    if arguments not in ([], ["--check"]):
        sys.exit("usage: python docs/generate.py [--check]")
    wanted = generated()
    stale = [path for path in sorted(PAGES.glob("*.md")) if path not in wanted]
    drifted = [path for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if arguments:
        for path in (*drifted, *stale):
            print(f"{path.relative_to(ROOT).as_posix()} is out of date: run `python docs/generate.py`")
        return 1 if drifted or stale else 0
    PAGES.mkdir(exist_ok=True)
    for path in drifted:
        path.write_text(wanted[path], encoding="utf-8")
    for path in stale:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
