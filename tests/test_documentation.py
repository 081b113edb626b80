"""The documentation says what the code says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from layerlint.rules import LoadedRule, load
from tests.support import running

ROOT = Path(__file__).parents[1]


def test_nothing_generated_is_out_of_date() -> None:
    done = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("item", load(), ids=lambda item: item.rule.code)
def test_the_command_prints_the_page(item: LoadedRule) -> None:
    page = (ROOT / "docs" / "rules" / f"{item.rule.slug}.md").read_text(encoding="utf-8")
    for name in (item.rule.code, item.rule.slug):
        assert running.run(ROOT, "rule", name).out == page


def test_all_pages_at_once() -> None:
    whole = running.run(ROOT, "rule", "--all").out
    assert [item.rule.code for item in load() if item.page.split("\n", 1)[0] not in whole] == []


def test_every_rule_stands_in_the_table() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line for line in readme.split("\n") if line.startswith("| [LAY")]
    assert [row.split("]", 1)[0].removeprefix("| [") for row in rows] == [item.rule.code for item in load()]
