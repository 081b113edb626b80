"""How grave each format calls a finding: that goes by how sure it is."""

from __future__ import annotations

from layerlint.model import Confidence

GITHUB = {Confidence.CERTAIN: "error", Confidence.LIKELY: "warning", Confidence.POSSIBLE: "notice"}
GITLAB = {Confidence.CERTAIN: "major", Confidence.LIKELY: "minor", Confidence.POSSIBLE: "info"}
RDJSON = {Confidence.CERTAIN: "ERROR", Confidence.LIKELY: "WARNING", Confidence.POSSIBLE: "INFO"}
SARIF = {Confidence.CERTAIN: "error", Confidence.LIKELY: "warning", Confidence.POSSIBLE: "note"}
