"""How cost grows: generated projects of several sizes, checked cold."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import generated
from benchmarks.environment import Environment
from benchmarks.measuring import Step, Taken, measure
from benchmarks.subject import CACHE, CHECK, HERE

SIZES = (1_000, 10_000, 100_000, 1_000_000)


class Growth(NamedTuple):
    """What one size took."""

    wanted: int
    files: int
    lines: int
    parse: Taken
    check: Taken
    start: float

    @property
    def milliseconds(self) -> float:
        """CPU time that 1,000 lines take, without what layerlint takes to start."""
        return (self.check.cpu - self.start) / self.lines * 1e6


def grown(
    sizes: Sequence[int], environments: dict[str, Environment], work: Path, rounds: int, bound: float, tell: Callable[[str], None]
) -> list[Growth]:
    """Measure each size, all of them in turn."""
    check = [str(environments["layerlint"].python), *CHECK]
    tiny = work / "one_line"
    tiny.mkdir(parents=True, exist_ok=True)
    tiny.joinpath("pyproject.toml").write_text("", encoding="utf-8")
    tiny.joinpath("one.py").write_text("one = 1\n", encoding="utf-8")
    start = Step("start", check, tiny, before=_forgetting(tiny), times=3)
    steps: list[Step] = [start]
    made: list[tuple[int, generated.Project, Step, Step]] = []
    for size in sizes:
        folder = work / str(size)
        shutil.rmtree(folder, ignore_errors=True)
        project = generated.project(size)
        project.write(folder)
        listed = work / f"{size}.txt"
        listed.write_text("".join(f"{folder / path}\n" for path in project.modules), encoding="utf-8")
        parse = Step(f"{size} parse", [str(environments["plain"].python), str(HERE / "parse.py"), str(listed)], folder)
        checked = Step(f"{size} check", check, folder, before=_forgetting(folder))
        made.append((size, project, parse, checked))
        steps += [parse, checked]
    measure(steps, rounds, bound, tell)
    return [
        Growth(size, len(project.modules), project.lines, parse.median, checked.median, start.median.cpu)
        for size, project, parse, checked in made
        if parse.median and checked.median and start.median
    ]


def _forgetting(folder: Path) -> Callable[[], None]:
    return lambda: shutil.rmtree(folder / CACHE, ignore_errors=True)
