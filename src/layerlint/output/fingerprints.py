"""What a finding is known by from run to run: its entry in a baseline, numbered where it occurs more than once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator

from layerlint.engine import Report
from layerlint.engine.baseline import Key, key_of
from layerlint.model import Diagnostic


def fingerprinted(report: Report) -> Iterator[tuple[Diagnostic, str]]:
    """The findings with a fingerprint each, no two of which are equal; lines and columns play no part in them."""
    seen: Counter[Key] = Counter()
    for item in report.diagnostics:
        key = key_of(item, report.baseline_paths.get(item.path, item.path))
        seen[key] += 1
        yield item, hashlib.sha256(json.dumps([*key, seen[key]]).encode()).hexdigest()[:32]
