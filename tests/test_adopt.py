"""docs/adopt.md takes a legacy project from nothing to a gate, in an environment of its own, and shows what it prints."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from docs import walkthrough

from tests.support import installing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is missing"),
    pytest.mark.skipif(shutil.which("bash") is None, reason="bash is missing"),
]


def test_the_page(tmp_path: Path, wheel: Path) -> None:
    page = walkthrough.PAGE.read_text(encoding="utf-8")
    environment = tmp_path / "environment"
    installing.check(installing.call(tmp_path, sys.executable, "-m", "venv", str(environment)))
    constraint = tmp_path / "constraint.txt"
    constraint.write_text(f"layerlint @ {wheel.as_uri()}\n")
    programs = next(folder for folder in (environment / "bin", environment / "Scripts") if folder.is_dir())
    variables = {
        "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
        "VIRTUAL_ENV": str(environment),
        "PIP_CONSTRAINT": str(constraint),
        "PIP_QUIET": "1",
    }
    project = walkthrough.legacy(tmp_path)
    assert walkthrough.walked(page, project, variables, install=True) == page
    assert walkthrough.run("git status --porcelain; layerlint check; echo $?", project, variables).splitlines()[-1] == "0"
    assert (project / "layerlint-baseline.json").is_file()


def test_the_page_shows_what_matters() -> None:
    steps = [*walkthrough.steps(walkthrough.PAGE.read_text(encoding="utf-8"))]
    assert [step.installs for step in steps][:2] == [True, False]
    assert "exit status 1" in "".join(step.shown or "" for step in steps)
    assert any("no findings" in (step.shown or "") for step in steps)
