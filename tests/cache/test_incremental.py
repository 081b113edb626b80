"""What is found beside the memory of earlier runs is what is found without, whatever was edited in between."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.corpus import EVERYTHING, ROOT
from tests.support.edits import Edits
from tests.support.effort import examples

from layerlint.engine import Options, Report, check, incremental, open_projects

APPLICATIONS = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
NUMBERS = st.integers(0, 2**32)
RUNS = st.lists(st.lists(NUMBERS, min_size=1, max_size=3), min_size=4, max_size=8)
_number = count()


def report(folder: Path, cache: Path | None = None) -> Report:
    """What a run finds, with a memory of its own or without one."""
    options = Options(overrides=EVERYTHING, cache=cache is not None, cache_dir=cache)
    return check(open_projects([folder], options, lambda line: None))


def compare(application: Path, folder: Path, runs: Iterable[Iterable[int]]) -> None:
    """Make the edits in a copy of an application, and compare after the edits of each run."""
    copy = folder / f"{application.name}-{next(_number)}"
    shutil.copytree(application, copy / "code", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    (copy / "code/.git").mkdir()
    edits, made = Edits(copy / "code"), []
    report(copy / "code", copy / "cache")
    for numbers in runs:
        made += [edits.make(number) for number in numbers]
        remembered, found = report(copy / "code", copy / "cache"), report(copy / "code")
        assert remembered == found, made
    shutil.rmtree(copy)


@pytest.fixture(params=["usual", "never from scratch"])
def bounds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small projects are soon checked from scratch: without that, more is left to what is remembered."""
    if request.param != "usual":
        monkeypatch.setattr(incremental, "_MOST", 1)


@pytest.mark.usefixtures("bounds")
@pytest.mark.parametrize("application", APPLICATIONS, ids=[path.name for path in APPLICATIONS])
@examples(3)
@given(runs=RUNS)
def test_edits(application: Path, tmp_path: Path, runs: list[list[int]]) -> None:
    compare(application, tmp_path, runs)
