"""One line a finding, as compilers print them."""

from __future__ import annotations

from layerlint.engine import Report
from layerlint.output.characters import one_line
from layerlint.output.look import Look


def render(report: Report, look: Look) -> str:
    """`path:line:column: code message`."""
    return "".join(
        f"{look.place(item.path, item.location.line, item.location.column + 1)} {look.code(item.code, item.name)} "
        f"{one_line(item.message)}\n"
        for item in report.diagnostics
    )
