"""JSON, version 1, whose findings `json-lines` prints too: other tools depend on it; fields are added, never renamed."""

from __future__ import annotations

import json
from typing import Any

from layerlint.engine import Report, Selected
from layerlint.facts import Scope
from layerlint.layers import Classifier
from layerlint.model import Diagnostic


def render(report: Report) -> str:
    """The document of `check --output-format json`."""
    document = {
        "version": 1,
        "diagnostics": [finding(item) for item in report.diagnostics],
        "summary": {
            "files": report.files,
            "reported": len(report.diagnostics),
            "unreadable": report.unreadable,
            "unclassified": report.unclassified,
            "known": report.known,
            "by_rule": dict(sorted(report.by_rule.items())),
            "by_layer": dict(sorted(report.by_layer.items())),
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def finding(item: Diagnostic) -> dict[str, Any]:
    """One finding."""
    return {
        "code": item.code,
        "name": item.name,
        "message": item.message,
        "path": item.path,
        "line": item.location.line,
        "column": item.location.column + 1,
        "end_line": item.location.end_line,
        "end_column": item.location.end_column + 1,
        "symbol": item.symbol,
        "layer": item.layer,
        "confidence": str(item.confidence),
        "help": item.help,
        "trail": [{"path": step.path, "line": step.line, "message": step.message} for step in item.trail],
        "fix": {"applicability": str(item.fix.applicability), "message": item.fix.message} if item.fix is not None else None,
    }


def render_layers(projects: list[Selected]) -> str:
    """The document of `layers --output-format json`."""
    modules = []
    for selected in projects:
        analysis = selected.analysis
        for key in selected.keys:
            verdict = analysis.verdict(key)
            facts = analysis.project.modules.facts(key)
            modules.append(
                {
                    "path": selected.shown(key),
                    "module": analysis.project.modules.tree.name(key),
                    "layer": verdict.layer,
                    "layers": list(verdict.layers),
                    "confidence": str(verdict.confidence),
                    "evidence": [
                        {"kind": item.kind, "weight": item.weight, "line": item.line, "message": item.message}
                        for item in verdict.evidence
                    ],
                    "definitions": [
                        _definition(scope, analysis.classifier) for scope in (facts.definitions if facts is not None else ())
                    ],
                }
            )
    return json.dumps({"version": 1, "modules": modules}, indent=2, ensure_ascii=False) + "\n"


def _definition(scope: Scope, classifier: Classifier) -> dict[str, Any]:
    verdict = classifier.definition(scope)
    kind = "class" if scope.is_class else "method" if scope.owner is not None else "function"
    return {
        "name": scope.qualname,
        "kind": kind,
        "line": scope.line,
        "layer": verdict.layer,
        "confidence": str(verdict.confidence),
    }
