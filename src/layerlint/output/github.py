"""GitHub's workflow commands, which become annotations of a pull request."""

from __future__ import annotations

from layerlint.engine import Report
from layerlint.model import Diagnostic
from layerlint.output import severity


def render(report: Report) -> str:
    """One line a finding: `::error`, or `::warning` and `::notice` for less sure ones."""
    return "".join(_annotation(item) + "\n" for item in report.diagnostics)


def _annotation(item: Diagnostic) -> str:
    where = item.location
    properties = {"title": f"layerlint {item.code}", "file": item.path, "line": str(where.line)}
    if where.end_line == where.line:
        properties |= {"col": str(where.column + 1), "endLine": str(where.end_line), "endColumn": str(where.end_column + 1)}
    else:
        properties |= {"endLine": str(where.end_line)}
    listed = ",".join(f"{name}={_escaped_property(value)}" for name, value in properties.items())
    text = f"{item.path}:{where.line}:{where.column + 1}: {item.code} {item.message}"
    return f"::{severity.GITHUB[item.confidence]} {listed}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
