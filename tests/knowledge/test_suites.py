"""The Markdown suites of the knowledge tables: what a library's calls do, seen through the rules that report it.

A case selects `LAY101`, database access in handlers, unless it chooses its rules.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support import markdown, suites
from tests.support.markdown import Case

from layerlint.knowledge import builtin_libraries

SUITES = sorted(Path(__file__).parent.glob("*.md"))


def of_suites() -> list[Case]:
    found = [case for path in SUITES for case in markdown.parse(path.stem, path.read_text(encoding="utf-8")) if case.runs_here]
    for case in found:
        case.select = case.select or ("LAY101",)
    return found


CASES = of_suites()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All cases, each a project of its own."""
    return suites.write_all(CASES, tmp_path_factory.mktemp("knowledge"))


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / case.folder)
    suites.run(case, root)


@pytest.mark.parametrize("path", SUITES, ids=[path.stem for path in SUITES])
def test_suite_belongs_to_a_table_finds_and_keeps_silent(path: Path) -> None:
    assert path.stem in {library.name for library in builtin_libraries()}
    text = path.read_text(encoding="utf-8")
    cases = markdown.parse(path.stem, text)
    assert len({case.name for case in cases}) == len(cases)
    assert any(case.expected for case in cases)
    handlers = re.findall(r"^(?: *@|    (?:async )?def (?:on_)?(?:get|post|put|patch|delete)\b)", text, re.M)
    assert len(handlers) > sum(len(case.expected) > 0 for case in cases)


def test_tables_are_literal_and_name_what_they_were_read_from() -> None:
    for library in builtin_libraries():
        assert library.read_from, library.name
        assert library.packages, library.name
