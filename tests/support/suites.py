"""Running the cases of Markdown suites: the findings, and what every case checks unasked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from layerlint.engine import Options, Selected, check, open_projects
from layerlint.rules import load
from tests.support import fixes, plugin
from tests.support.markdown import Case
from tests.support.running import Found

COMMAND_LINE = {item.rule.code for item in load() if item.rule.command_line_only}


def write_all(cases: list[Case], folder: Path) -> Path:
    """Write all cases below a folder, each a project of its own, and give the folder back."""
    for case in cases:
        case.write(folder / case.folder)
    return folder


def opened(folder: Path) -> Selected:
    """The one project in a folder."""
    (selected,) = open_projects([folder], Options(), pytest.fail)
    return selected


def run(case: Case, root: Path) -> None:
    """Check a case that was written below `root`; the working folder must be the case's own."""
    folder = root / case.folder
    selected = opened(folder)
    modules = selected.analysis.project.modules
    before = {key: ast.dump(facts.tree, include_attributes=True) for key in selected.keys if (facts := modules.facts(key))}
    assert before.keys() == set(selected.keys)
    report = check([selected])
    found = sorted(Found(item.path, item.location.line, item.code) for item in report.diagnostics)
    assert found == case.expected, "\n".join(f"{d.path}:{d.location.line} {d.code} {d.message}" for d in report.diagnostics)
    assert {key: ast.dump(modules.facts(key).tree, include_attributes=True) for key in before} == before
    for item in report.diagnostics:
        assert_obeys(item.message)
    rows = {(d.path, d.location.line, d.location.column, f"{d.code} {d.message}") for d in report.diagnostics}
    assert set(by_plugin(folder, selected.keys)) == {row for row in rows if row[3].partition(" ")[0] not in COMMAND_LINE}
    if case.fixed or any(item.fix is not None for item in report.diagnostics):
        fixes.run(case, opened)


def assert_obeys(message: str) -> None:
    """A message keeps the house's form."""
    assert len(message) <= 100
    assert not message.endswith(".") or message.endswith("...")
    assert message[0].islower()
    assert message == " ".join(message.split())


def by_plugin(folder: Path, keys: list[str]) -> Iterator[tuple[str, int, int, str]]:
    """What the flake8 plugin finds in the modules of a project."""
    plugin.start()
    for key in keys:
        for row in plugin.rows(folder / key):
            yield key, *row
