"""SARIF 2.1.0, for GitHub's code scanning and every other viewer of it."""

from __future__ import annotations

import json
import os
from importlib import metadata
from typing import Any
from urllib.parse import quote

from layerlint.engine import Report
from layerlint.model import Confidence, Diagnostic, Location
from layerlint.output import links, pages, severity
from layerlint.output.fingerprints import fingerprinted
from layerlint.rules import LoadedRule, load

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ABOUT_THE_RUN = frozenset({"LAY900", "LAY903"})
_ROOT = "SRCROOT"


def render(report: Report) -> str:
    """The log: one run, whose rules are those that were broken."""
    rules = [item for item in load() if item.rule.code in report.by_rule]
    index = {item.rule.code: number for number, item in enumerate(rules)}
    driver = {
        "name": "layerlint",
        **_version(),
        **_address("informationUri", links.documentation()),
        "rules": [_rule(item) for item in rules],
    }
    notifications = [_notification(item, index) for item in report.diagnostics if item.code in _ABOUT_THE_RUN]
    run = {
        "tool": {"driver": driver},
        "invocations": [
            {
                "executionSuccessful": not report.has_internal_error,
                **({"toolExecutionNotifications": notifications} if notifications else {}),
            }
        ],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the folder that layerlint was run in"}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, fingerprint, index) for item, fingerprint in fingerprinted(report)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(item: LoadedRule) -> dict[str, Any]:
    rule = item.rule
    why = item.page.partition("\n## ")[2].partition("\n")[2].partition("\n## ")[0].strip()
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": pages.summary(item)},
        "fullDescription": {"text": f"{pages.summary(item)} {' '.join(why.split())}".strip()},
        "help": {"text": pages.page(item), "markdown": pages.page(item)},
        **_address("helpUri", links.rule_page(rule.slug)),
        "defaultConfiguration": {"level": severity.SARIF[Confidence.CERTAIN]},
        "properties": {
            "tags": ["layering", str(rule.profile)],
            "precision": "medium" if rule.judged else "high",
            "problem.severity": "warning" if rule.judged else "error",
        },
    }


def _result(item: Diagnostic, fingerprint: str, index: dict[str, int]) -> dict[str, Any]:
    # `fixes` belongs here, once a fix is known as a region and the text for it.
    result: dict[str, Any] = {
        "ruleId": item.code,
        "ruleIndex": index[item.code],
        "level": severity.SARIF[item.confidence],
        "message": {"text": item.message},
        "locations": [_location(item)],
        "partialFingerprints": {"layerlint/v1": fingerprint},
        "properties": {"confidence": str(item.confidence), "layer": item.layer},
    }
    if item.trail:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": {"artifactLocation": _artifact(step.path), "region": {"startLine": step.line}},
                "message": {"text": step.message},
            }
            for number, step in enumerate(item.trail, 1)
        ]
    return result


def _notification(item: Diagnostic, index: dict[str, int]) -> dict[str, Any]:
    return {
        "associatedRule": {"id": item.code, "index": index[item.code]},
        "level": severity.SARIF[item.confidence],
        "message": {"text": item.message},
        "locations": [_location(item)],
    }


def _location(item: Diagnostic) -> dict[str, Any]:
    physical = {"artifactLocation": _artifact(item.path), "region": _region(item.location)}
    named = {"logicalLocations": [{"fullyQualifiedName": item.symbol}]} if item.symbol else {}
    return {"physicalLocation": physical, **named}


def _region(where: Location) -> dict[str, int]:
    return {
        "startLine": where.line,
        "startColumn": where.column + 1,
        "endLine": where.end_line,
        "endColumn": where.end_column + 1,
    }


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _ROOT}


def _version() -> dict[str, str]:
    try:
        return {"semanticVersion": metadata.version("layerlint")}
    except metadata.PackageNotFoundError:
        return {}


def _address(name: str, url: str | None) -> dict[str, str]:
    return {name: url} if url else {}
