"""The traps that real code sets, each as a small project."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import markdown, suites
from tests.support.markdown import Case

CASES = [
    case
    for path in sorted(Path(__file__).parent.glob("*.md"))
    for case in markdown.parse(path.stem, path.read_text(encoding="utf-8"))
    if case.runs_here
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All cases, each a project of its own."""
    return suites.write_all(CASES, tmp_path_factory.mktemp("traps"))


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / case.folder)
    suites.run(case, root)
