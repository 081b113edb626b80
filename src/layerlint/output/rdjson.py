"""The format of reviewdog, which comments on the lines of a review. Its columns count bytes of UTF-8."""

from __future__ import annotations

import json
from typing import Any

from layerlint.engine import Report
from layerlint.model import Diagnostic
from layerlint.output import links, severity
from layerlint.output.source_lines import SourceLines


def render(report: Report) -> str:
    """The document."""
    sources = SourceLines()
    source = {"name": "layerlint"} | _address(links.documentation())
    document = {"source": source, "diagnostics": [_diagnostic(item, sources) for item in report.diagnostics]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _diagnostic(item: Diagnostic, sources: SourceLines) -> dict[str, Any]:
    # `suggestions` belongs here, once a fix is known as a range and the text for it.
    where = item.location
    found: dict[str, Any] = {
        "message": item.message,
        "location": {
            "path": item.path,
            "range": {
                "start": {"line": where.line, "column": sources.bytes_before(item.path, where.line, where.column) + 1},
                "end": {"line": where.end_line, "column": sources.bytes_before(item.path, where.end_line, where.end_column) + 1},
            },
        },
        "severity": severity.RDJSON[item.confidence],
        "code": {"value": item.code} | _address(links.rule_page(item.name)),
    }
    if item.trail:
        found["related_locations"] = [
            {"message": step.message, "location": {"path": step.path, "range": {"start": {"line": step.line}}}}
            for step in item.trail
        ]
    return found


def _address(url: str | None) -> dict[str, str]:
    return {"url": url} if url else {}
