"""What layerlint costs beside its peers, in one table, every figure measured in this run.

    python -m benchmarks                                      everything, over all applications
    python -m benchmarks --growth                             how cost grows besides
    python -m benchmarks --only layerlint --applications ckan --repeat 3      a part, in two minutes
    python -m benchmarks --here --only layerlint --code FOLDER   with this Python and what is installed, over any folder
    python -m benchmarks --write                              put the tables into README.md

How it is measured stands in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import applications, environment, growth, tables
from benchmarks.applications import Application
from benchmarks.environment import ROOT
from benchmarks.measuring import measure
from benchmarks.subject import GROUPS, PEERS, Subject

README = ROOT / "README.md"
PART = re.compile(r"(<!-- measured -->\n).*?(<!-- end -->)", re.S)
BOUND = 300.0


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [pin.name for pin in applications.pins()]
    parser.add_argument("--folder", type=Path, help="keep environments and applications there (default: a temporary folder)")
    parser.add_argument("--only", type=_listed(GROUPS), default=list(GROUPS), metavar="GROUPS", help=f"some of {', '.join(GROUPS)}")
    parser.add_argument(
        "--applications", type=_listed(names), default=names, metavar="NAMES", help=f"some of {', '.join(names)}, or none"
    )
    parser.add_argument("--code", type=Path, action="append", default=[], metavar="FOLDER", help="a copy of that folder besides")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="rounds of which the median is taken")
    parser.add_argument("--timeout", type=float, default=BOUND, metavar="SECONDS", help="how long a run may last")
    parser.add_argument("--growth", action="store_true", help="measure generated projects besides")
    parser.add_argument("--sizes", type=_sizes, default=list(growth.SIZES), metavar="LINES", help="of the generated projects")
    parser.add_argument("--here", action="store_true", help="build no environment: take this Python and what is installed")
    parser.add_argument("--write", action="store_true", help="write the tables into README.md")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",")]


def _listed(known: Sequence[str]) -> Callable[[str], list[str]]:
    def parse(text: str) -> list[str]:
        chosen = [name for name in text.split(",") if name not in ("", "none")]
        for name in chosen:
            if name not in known:
                raise argparse.ArgumentTypeError(f"`{name}` is none of {', '.join(known)}")
        return chosen

    return parse


@contextlib.contextmanager
def kept(folder: Path | None) -> Iterator[Path]:
    """The folder to work in."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
    else:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)


def copied(code: Path, folder: Path) -> Application:
    """The Python files of a folder, copied."""
    name = code.resolve().name
    target = folder / "code" / name
    shutil.rmtree(target, ignore_errors=True)
    for path in sorted(code.rglob("*.py")):
        copy = target / path.relative_to(code)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    target.joinpath("pyproject.toml").write_text(f'[project]\nname = "{name}"\nversion = "1"\n', encoding="utf-8")
    return Application(name, "given", target)


def tell(line: str) -> None:
    """Progress, aside from the table."""
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    """Measure, print, write."""
    given = options()
    load = os.getloadavg()[0]
    with kept(given.folder) as folder:
        peers = bool(set(given.only) & set(PEERS))
        tell("environments")
        if not given.here:
            # What it names would come before what is installed.
            os.environ.pop("PYTHONPATH", None)
        environments = environment.here() if given.here else environment.built(folder / "environments", peers)
        codes = [copied(code, folder) for code in given.code]
        codes += [applications.unpacked(pin, folder) for pin in applications.pins() if pin.name in given.applications]
        workers = "--workers" in environments["layerlint"].help("layerlint", "check")
        subjects = []
        for code in codes:
            tell(code.title)
            subject = Subject(code, environments, given.only, folder / "configurations", workers)
            measure(subject.steps, given.repeat, given.timeout, tell)
            subjects.append(subject)
        grown = (
            growth.grown(given.sizes, environments, folder / "generated", given.repeat, given.timeout, tell) if given.growth else []
        )
        text = tables.whole(subjects, grown, given.repeat, load)
    print(text)
    if given.write:
        before = README.read_text(encoding="utf-8")
        README.write_text(PART.sub(lambda found: f"{found[1]}{text}{found[2]}", before), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
