"""The Markdown suites of the rules, and the bad and good blocks of their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support import markdown, running, suites
from tests.support.markdown import Case

from layerlint.rules import load

SUITES = sorted(Path(__file__).parent.glob("*.md"))
ENGINE_RULES = {"LAY900", "LAY903"}


def of_suites() -> Iterator[Case]:
    for path in SUITES:
        yield from markdown.parse(path.stem, path.read_text(encoding="utf-8"))


def of_pages() -> Iterator[Case]:
    for item in load():
        for case in markdown.parse(f"page of {item.rule.code}", item.page, item.rule.profile):
            case.uses_usual_files = not any(path.startswith("app/") and path.count("/") > 1 for path in case.modules)
            case.suite = f"page-of-{item.rule.slug}"
            yield case


CASES = [case for case in (*of_suites(), *of_pages()) if case.runs_here]
IDS = [case.id for case in CASES]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All cases, each a project of its own."""
    return suites.write_all(CASES, tmp_path_factory.mktemp("suites"))


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_case(case: Case, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / case.folder)
    suites.run(case, root)


def test_flake8_and_command_line_agree_on_all_cases(root: Path) -> None:
    found = running.diagnostics(root, *sorted({case.folder for case in CASES}))
    by_command_line = Counter(rows(item for item in found if item["code"] not in suites.COMMAND_LINE))
    result = running.flake8(root, "--jobs", "1", "--format", "%(path)s|%(row)d|%(col)d|%(code)s %(text)s", ".")
    assert not result.err
    by_flake8 = Counter(line.removeprefix("./") for line in result.out.splitlines())
    assert by_flake8 == by_command_line
    assert by_flake8.total() > 100


def rows(diagnostics: Iterable[dict[str, Any]]) -> Iterator[str]:
    for item in diagnostics:
        yield f"{item['path']}|{item['line']}|{item['column']}|{item['code']} {item['message']}"


def test_every_rule_has_a_suite_and_a_page_with_bad_and_good() -> None:
    by_slug = {item.rule.slug: item for item in load() if item.rule.code not in ENGINE_RULES}
    assert by_slug.keys() == {path.stem for path in SUITES}
    for slug, item in by_slug.items():
        cases = {case.name: case for case in CASES if case.suite == f"page-of-{slug}"}
        assert item.rule.code in {found.code for found in cases["Bad"].expected}, slug
        assert cases["Good"].expected == [], slug


@pytest.mark.parametrize("path", SUITES, ids=[path.stem for path in SUITES])
def test_suite_finds_and_keeps_silent(path: Path) -> None:
    code = next(item.rule.code for item in load() if item.rule.slug == path.stem)
    cases = markdown.parse(path.stem, path.read_text(encoding="utf-8"))
    names = [case.name for case in cases]
    assert len(set(names)) == len(names)
    assert any(code in {found.code for found in case.expected} for case in cases)
    assert any(not case.expected for case in cases)
