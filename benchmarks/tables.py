"""Tables in Markdown, aligned so that a terminal shows them, too."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import date

from benchmarks import subject as names
from benchmarks.growth import Growth
from benchmarks.measuring import Taken
from benchmarks.subject import Subject
from benchmarks.targets import TARGETS, measured


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are figures."""
    widths = [max(len(row[number]) for row in (head, *rows)) for number in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        first, *others = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        return f"| {first.strip().ljust(widths[0])} | " + " | ".join(others) + " |\n"

    rule = "|" + "-" * (widths[0] + 2) + "|" + "|".join("-" * (width + 1) + ":" for width in widths[1:]) + "|\n"
    return line(head) + rule + "".join(map(line, rows))


def machine() -> str:
    """What kind of machine it is: nothing that tells which."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def whole(subjects: Sequence[Subject], growth: Sequence[Growth], rounds: int, load: float = 0.0) -> str:
    """Everything that was measured; the load is the machine's before that, where it tells one."""
    text = f"{date.today():%Y-%m-%d}; {machine()}; {rounds} round{'s'[: rounds - 1]}; load {load:.1f} before the first.\n"
    if subjects:
        text += f"\n{_costs(subjects)}\n{''.join(f'- {note}{chr(10)}' for note in _notes(subjects, rounds))}\n{_targets(subjects)}"
    if growth:
        text += f"\n{_growth(growth)}"
    return text


def _costs(subjects: Sequence[Subject]) -> str:
    head = ["run"]
    for item in subjects:
        head += [f"{item.application.title}: CPU s", "x", "wall s", "x", "MB"]
    steps = dict.fromkeys(step.name for item in subjects for step in item.steps)
    return table(head, [[name, *(cell for item in subjects for cell in _cells(item, name))] for name in steps])


def _cells(item: Subject, name: str) -> list[str]:
    step, parse = item.step(name), item.step(names.PARSE)
    if step is None:
        return [""] * 5
    taken = step.median
    if taken is None or parse is None or parse.median is None:
        return ["failed", "", "", "", ""]
    unit: Taken = parse.median
    return [
        _seconds(taken.cpu),
        f"{taken.cpu / unit.cpu:.2f}",
        _seconds(taken.wall),
        f"{taken.wall / unit.wall:.2f}",
        f"{taken.memory:.0f}",
    ]


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def _notes(subjects: Sequence[Subject], rounds: int) -> Iterator[str]:
    yield "CPU: user and system time of all processes of a run. x: in units of `ast.parse` of the same files. MB: peak memory."
    for item in subjects:
        title = item.application.title
        yield f"{title}: {item.application.framework}; {len(item.files):,} files, {item.lines:,} lines."
        if item.edits is not None:
            edits = item.edits
            paths = [edit.path.relative_to(item.application.folder) for edit in (edits.leaf, edits.comment, edits.body)]
            yield f"{title}: {paths[0]} is a leaf, {edits.comment_importers} import {paths[1]}, {edits.body_importers} {paths[2]}."
        for step in item.steps:
            if step.failure:
                yield f"{title}: {step.name} failed: {step.failure}"
            elif len(step.runs) < rounds:
                yield f"{title}: {step.name} ran once, for it is slow."
        if item.uncached:
            yield f"{title}: layerlint left no cache, so that each of its runs is a cold one."
        parse = item.step(names.PARSE)
        if parse is not None and len(parse.runs) > 1:
            yield f"{title}: the runs of `ast.parse` lie {parse.spread:.0%} apart."


def _targets(subjects: Sequence[Subject]) -> str:
    head = ["target", "at most"]
    for item in subjects:
        head += [item.application.title, "holds"]
    rows = []
    for target in TARGETS:
        row = [target.what, f"{target.bound:g} {target.unit}"]
        for item in subjects:
            value = measured(target, item)
            row += ["", ""] if value is None else [_figure(value, target.unit), "yes" if value <= target.bound else "no"]
        rows.append(row)
    return table(head, rows)


def _figure(value: float, unit: str) -> str:
    return f"{value:.2f} {unit}" if unit == "x" else f"{value:.0f} {unit}"


def _growth(growth: Sequence[Growth]) -> str:
    head = ["generated", "files", "lines", "CPU s", "CPU ms a 1,000 lines", "x", "wall s", "peak MB", "MB a 1,000 files"]
    rows = [
        [
            "layerlint, cold",
            f"{item.files:,}",
            f"{item.lines:,}",
            _seconds(item.check.cpu),
            f"{item.milliseconds:.2f}",
            f"{item.check.cpu / item.parse.cpu:.2f}",
            _seconds(item.check.wall),
            f"{item.check.memory:.0f}",
            f"{item.check.memory / item.files * 1000:.0f}",
        ]
        for item in growth
    ]
    text = table(head, rows)
    large = [item for item in growth if item.wanted >= 10_000]
    if len(large) > 1:
        most = max(item.milliseconds for item in large) / large[0].milliseconds - 1
        text += (
            f"\nA line costs at most {most:.1%} more than in the project of {large[0].wanted:,} lines, start-up"
            f" ({large[0].start:.2f} s) apart; linear within 15 %: {'yes' if most <= 0.15 else 'no'}.\n"
        )
    return text
