"""flake8 takes results from the same cache as the command line: they stay the same, and are made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support import plugin, running

_TANGLED = Path(__file__).parents[1] / "examples" / "tangled_fastapi"
_FORMAT = ("--select", "LAY", "--format", "%(path)s:%(row)d:%(col)d %(code)s %(text)s")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    target = tmp_path / "project"
    shutil.copytree(_TANGLED, target, ignore=shutil.ignore_patterns(".layerlint_cache", "__pycache__"))
    return target


def rows(project: Path, *arguments: str) -> list[str]:
    result = running.flake8(project, *_FORMAT, *arguments)
    assert result.err == ""
    return sorted(result.out.splitlines())


@pytest.mark.parametrize("arguments", [["-j", "1", "."], ["-j", "2", "."], ["-j", "2", "app"]])
def test_cold_and_warm_are_the_same(project: Path, arguments: list[str]) -> None:
    bare = rows(project, "--layerlint-no-cache", *arguments)
    assert bare
    assert not (project / ".layerlint_cache").exists()
    assert rows(project, *arguments) == bare
    assert (project / ".layerlint_cache").is_dir()
    assert rows(project, *arguments) == bare


def test_processes_that_start_anew_share_the_cache(project: Path) -> None:
    bare = rows(project, "--layerlint-no-cache", ".")
    for _ in range(2):
        result = running.spawn(project, "flake8", *_FORMAT, "-j", "2", ".")
        assert sorted(result.out.splitlines()) == bare


def test_the_command_line_and_flake8_leave_the_same_for_each_other(project: Path) -> None:
    bare = rows(project, "--layerlint-no-cache", ".")
    before = running.run(project, "check", "--no-cache", "--output-format", "json")
    assert rows(project, ".") == bare
    assert running.run(project, "check", "--output-format", "json").out == before.out
    assert rows(project, ".") == bare


def test_a_buffer_counts_and_leaves_no_trace(project: Path) -> None:
    path = project / "app" / "main.py"
    text = path.read_text() + "\n\ndef added(items=[]):\n    return items\n"
    plugin.start(filenames=[str(path)])
    saved = plugin.rows(path)
    plugin.start(filenames=[str(path)])
    (new,) = [row for row in plugin.rows(path, text) if row not in saved]
    assert (new[0], new[2][:6]) == (text.count("\n") - 1, "LAY001")
    plugin.start(filenames=[str(path)])
    assert plugin.rows(path) == saved


def test_a_file_that_others_lean_on_is_edited_in_a_server(project: Path) -> None:
    """One process, which calls flake8 again and again, as an editor's server does."""
    changed = sorted((project / "app").rglob("*.py"))
    for path in changed:
        plugin.start(filenames=[str(path)])
        plugin.rows(path)
    for path in changed[:4]:
        path.write_text("# a comment on top\n" + path.read_text())
        for other in changed:
            plugin.start(filenames=[str(other)])
            warm = plugin.rows(other)
            plugin.start(filenames=[str(other)], layerlint_no_cache=True)
            assert plugin.rows(other) == warm
