"""JUnit's XML, for CI servers that show tests: a suite a file, a failed case a finding, one passed case when there is none.

It holds to the schema of Ant's reports and to that of Jenkins' xUnit plugin, both.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from itertools import groupby
from xml.etree import ElementTree

from layerlint.engine import Report
from layerlint.model import Diagnostic
from layerlint.output.characters import one_line

_BROKEN = frozenset({"LAY900", "LAY903"})


def render(report: Report) -> str:
    """The document. Cases are named without lines, so that a server knows them again in the next run."""
    root = ElementTree.Element("testsuites")
    now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())))
    for path, found in groupby(report.diagnostics, lambda item: item.path):
        _suite(root, one_line(path), [*found], now)
    if not report.diagnostics:
        _suite(root, "layerlint", [], now)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(root: ElementTree.Element, name: str, found: list[Diagnostic], now: str) -> None:
    broken = sum(item.code in _BROKEN for item in found)
    attributes = {
        "id": str(len(root)),
        "name": name,
        "package": "layerlint",
        "tests": str(len(found) or 1),
        "failures": str(len(found) - broken),
        "errors": str(broken),
        "timestamp": now,
        "hostname": "localhost",
        "time": "0",
    }
    suite = ElementTree.SubElement(root, "testsuite", attributes)
    ElementTree.SubElement(suite, "properties")
    module = name.removesuffix(".py").lstrip("./").replace("/", ".")
    if not found:
        ElementTree.SubElement(suite, "testcase", {"name": "no findings", "classname": module, "time": "0"})
    seen: Counter[str] = Counter()
    for item in found:
        case = f"{item.code} {item.name}" + (f" in {item.symbol}" if item.symbol else "")
        seen[case] += 1
        numbered = case if seen[case] == 1 else f"{case} ({seen[case]})"
        element = ElementTree.SubElement(suite, "testcase", {"name": one_line(numbered), "classname": module, "time": "0"})
        kind = "error" if item.code in _BROKEN else "failure"
        failure = ElementTree.SubElement(element, kind, {"type": item.code, "message": one_line(item.message)})
        failure.text = _told(item)
    ElementTree.SubElement(suite, "system-out")
    ElementTree.SubElement(suite, "system-err")


def _told(item: Diagnostic) -> str:
    where = f"{item.path}:{item.location.line}:{item.location.column + 1}: {item.code} {item.message}"
    trail = [f"    {step.message}  ({step.path}:{step.line})" for step in item.trail]
    return "\n".join(map(one_line, (where, *trail, f"    help: {item.help}")))
