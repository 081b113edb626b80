"""Fresh processes, interleaved: what each run took, and the median of several."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

CHILD = Path(__file__).with_name("child.py")
SLOW = 60.0
# What tells of an error, whatever the status: no run that broke counts as a fast one.
BROKEN = re.compile(r"Traceback \(most recent call last\)|\S+: (LAY900|F0002)\b")


class Taken(NamedTuple):
    """What a command took: seconds and megabytes."""

    user: float
    system: float
    wall: float
    memory: float

    @property
    def cpu(self) -> float:
        """User and system time of the whole tree of processes."""
        return self.user + self.system


class Failed(Exception):
    """A command that didn't do its work."""


def _nothing() -> None:
    pass


@dataclass
class Step:
    """A command that is measured, and what is done before and after each of its runs."""

    name: str
    command: Sequence[str]
    folder: Path
    statuses: Sequence[int] = (0,)
    before: Callable[[], None] = _nothing
    after: Callable[[], None] = _nothing
    times: int = 1
    runs: list[Taken] = field(default_factory=list)
    failure: str = ""

    @property
    def median(self) -> Taken | None:
        """The median of each figure."""
        return Taken(*map(statistics.median, zip(*self.runs, strict=True))) if self.runs and not self.failure else None

    @property
    def spread(self) -> float:
        """How far the runs lie apart, as a part of the median."""
        values = [run.cpu for run in self.runs]
        return (max(values) - min(values)) / statistics.median(values)


def run(step: Step, bound: float) -> Taken:
    """One run of a command."""
    with tempfile.TemporaryDirectory() as name:
        result = Path(name, "result.json")
        said = Path(name, "said")
        with said.open("wb") as output:
            subprocess.run(
                [sys.executable, "-I", "-S", str(CHILD), str(result), str(bound), *step.command],
                cwd=step.folder,
                env=_environment(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=True,
            )
        told = json.loads(result.read_text(encoding="utf-8"))
        text = said.read_text(encoding="utf-8", errors="replace").replace(f"{step.folder}{os.sep}", "")
        lines = text.strip().splitlines()
        broken = next((line for line in lines if BROKEN.match(line)), None)
    if not told["in_time"]:
        raise Failed(f"not done within {bound:.0f} s")
    if told["status"] not in step.statuses:
        raise Failed(f"status {told['status']}: {lines[-1][:160] if lines else 'without a word'}")
    if broken is not None:
        raise Failed((lines[-1] if broken.startswith("Traceback") else broken)[:160])
    return Taken(told["user"], told["system"], told["wall"], told["memory"])


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    left = {name: value for name, value in given.items() if name not in ("FORCE_COLOR", "VIRTUAL_ENV")}
    return left | {"PYTHONWARNINGS": "ignore", "NO_COLOR": "1"}


def measure(steps: Sequence[Step], rounds: int, bound: float, tell: Callable[[str], None]) -> None:
    """Run all steps in turn, so many times; one that fails is left alone from then on, one that is slow runs once."""
    for number in range(1, rounds + 1):
        for step in steps:
            if step.failure or (step.runs and step.runs[0].wall > SLOW):
                continue
            for _ in range(step.times):
                try:
                    step.before()
                    step.runs.append(run(step, bound))
                except Failed as failure:
                    step.failure = str(failure)
                    break
                finally:
                    step.after()
            tell(f"round {number} {step.name}: {step.failure or f'{step.runs[-1].cpu:.2f} s'}")
