"""The findings of each file below its name."""

from __future__ import annotations

from itertools import groupby

from layerlint.engine import Report
from layerlint.model import Diagnostic
from layerlint.output.characters import one_line
from layerlint.output.look import Look


def render(report: Report, look: Look) -> str:
    """A block a file."""
    blocks = [_block(path, [*found], look) for path, found in groupby(report.diagnostics, lambda item: item.path)]
    return "\n".join(blocks)


def _block(path: str, found: list[Diagnostic], look: Look) -> str:
    places = [f"{item.location.line}:{item.location.column + 1}" for item in found]
    width = max(map(len, places))
    rows = "".join(
        f"  {look.style(place, 'dim')}{' ' * (width - len(place))}  {look.code(item.code, item.name)}  {one_line(item.message)}\n"
        for place, item in zip(places, found, strict=True)
    )
    return f"{look.place(path)}\n{rows}"
