"""What layerlint promises of its cost, in units of `ast.parse` of the same files, and what was measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from benchmarks import subject as names
from benchmarks.imports import Edits
from benchmarks.measuring import Taken
from benchmarks.subject import Subject

Median = Callable[[str], Taken]


class Target(NamedTuple):
    """A bound, and how what it bounds comes from the medians; a KeyError is a step that wasn't measured."""

    what: str
    bound: float
    unit: str
    of: Callable[[Subject, Median], float]


def _parse(median: Median) -> Taken:
    return median(names.PARSE)


def _wall_over(step: str, free: float) -> Callable[[Subject, Median], float]:
    """Wall time in units of `ast.parse`, without the seconds that are free."""
    return lambda _, median: (median(step).wall - free) / _parse(median).wall


def _user_over(step: str, bare: str) -> Callable[[Subject, Median], float]:
    return lambda _, median: (median(step).user - median(bare).user) / _parse(median).user


def _widely(step: str, importers: Callable[[Edits], int]) -> Callable[[Subject, Median], float]:
    """Wall time after an edit, if a hundred modules import what was edited."""

    def value(subject: Subject, median: Median) -> float:
        if subject.edits is None or importers(subject.edits) < 100:
            raise KeyError(step)
        return _wall_over(step, 0.1)(subject, median)

    return value


TARGETS = (
    Target("cold: CPU", 2.0, "x", lambda _, median: median(names.COLD).cpu / _parse(median).cpu),
    Target("cold: wall", 1.3, "x", _wall_over(names.COLD, 0)),
    Target("cold: peak memory a 1,000 files", 400, "MB", lambda item, median: median(names.COLD).memory / len(item.files) * 1000),
    Target("nothing changed: wall less 0.1 s", 0.15, "x", _wall_over(names.WARM, 0.1)),
    Target("a leaf edited: wall less 0.15 s", 0.15, "x", _wall_over(names.LEAF, 0.15)),
    Target(
        "a comment above what >= 100 import: wall less 0.1 s",
        0.3,
        "x",
        _widely(names.COMMENT, lambda edits: edits.comment_importers),
    ),
    Target(
        "a function of what >= 100 import: wall less 0.1 s",
        0.3,
        "x",
        _widely(names.BODY, lambda edits: edits.body_importers),
    ),
    Target("flake8, cold: user time that the plugin adds", 3.0, "x", _user_over(names.BARE_COLD, names.BARE)),
    Target("flake8, warm: user time that the plugin adds", 0.5, "x", _user_over(names.BARE_WARM, names.BARE)),
    Target(
        "flake8, one file of 300 lines, warm: wall that the plugin adds",
        60,
        "ms",
        lambda _, median: 1000 * (median(names.SINGLE_WARM).wall - median(names.SINGLE_BARE).wall),
    ),
)


def measured(target: Target, subject: Subject) -> float | None:
    """What was measured, None where something of it wasn't."""

    def median(name: str) -> Taken:
        step = subject.step(name)
        if step is None or step.median is None:
            raise KeyError(name)
        return step.median

    try:
        return target.of(subject, median)
    except KeyError:
        return None
