"""docs/output.md: every format is in it, and its command lines work as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from tests.support.running import run

from layerlint.cli.outputs import FORMATS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(sh|yaml)\n(.*?)^```", PAGE, re.M | re.S)
LINES = sorted({line.strip() for _, text in FENCES for line in re.findall(r"layerlint check[^|\n]*", text)})


def test_every_format_is_told() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \| ", PAGE.split("\n## ")[0], re.M) == list(FORMATS)


def test_every_sample_of_ci_is_yaml() -> None:
    assert all(yaml.safe_load(text) for kind, text in FENCES if kind == "yaml")


@pytest.mark.parametrize("line", LINES)
def test_every_command_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    project = shutil.copytree(ROOT / "examples" / "tangled_flask", tmp_path / "project")
    command = [word.replace("$GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md")) for word in shlex.split(line)]
    result = run(project, *command[1:])
    assert result.status == (0 if "--exit-zero" in command else 1), result.err
    for word, following in pairwise(command):
        if word == "--output-file":
            assert (project / following).stat().st_size > 100
