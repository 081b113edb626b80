"""GitLab's code quality report, which becomes the merge request's widget and marks in its diff."""

from __future__ import annotations

import json

from layerlint.engine import Report
from layerlint.output import severity
from layerlint.output.fingerprints import fingerprinted


def render(report: Report) -> str:
    """A list of findings. GitLab shows the description alone, so the code stands in it; it drops equal fingerprints."""
    found = [
        {
            "type": "issue",
            "check_name": item.code,
            "description": f"{item.code} {item.message}",
            "fingerprint": fingerprint,
            "severity": severity.GITLAB[item.confidence],
            "location": {"path": item.path, "lines": {"begin": item.location.line, "end": item.location.end_line}},
        }
        for item, fingerprint in fingerprinted(report)
    ]
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
