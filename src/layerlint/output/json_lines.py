"""JSON lines: a finding a line, each as in `json`, for programs that read as they go."""

from __future__ import annotations

import json

from layerlint.engine import Report
from layerlint.output.json import finding


def render(report: Report) -> str:
    """One object a line."""
    return "".join(json.dumps(finding(item), ensure_ascii=False) + "\n" for item in report.diagnostics)
