"""`--changed-since REV`: what came since, with the repository left as it is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support import files, running

FAULTS = "def f(a=[], b={}): ...\n"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    files.write(tmp_path, {"back/a.py": FAULTS, "back/b.py": "x = 1\n", ".gitattributes": "back export-ignore\n"})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    return tmp_path


def test_only_what_came_since(repository: Path) -> None:
    assert running.codes(repository) == ["LAY001"] * 2
    assert running.codes(repository, "--changed-since", "HEAD") == []
    (repository / "back/a.py").write_text("import os\n\n" + FAULTS + "def g(a=[]): ...\n")
    (repository / "back/c.py").write_text(FAULTS)
    before = git(repository, "status", "--porcelain")
    found = [(item.path, item.line) for item in running.findings(repository, "--changed-since", "HEAD")]
    assert found == [("back/a.py", 4), ("back/c.py", 1), ("back/c.py", 1)]
    assert [item.path for item in running.findings(repository / "back", "--changed-since", "HEAD", "a.py")] == ["a.py"]
    assert git(repository, "status", "--porcelain") == before
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "two")
    assert running.codes(repository, "--changed-since", "HEAD") == []
    assert len(running.codes(repository, "--changed-since", "HEAD~1")) == 3


def test_options_hold_for_both(repository: Path) -> None:
    (repository / "back/c.py").write_text(FAULTS)
    assert running.codes(repository, "--changed-since", "HEAD", "--select", "LAY1") == []
    assert running.codes(repository, "--changed-since", "HEAD", "--select", "LAY001") == ["LAY001"] * 2


def test_a_given_configuration_holds_for_both(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (repository / "back/layerlint.toml").write_text('ignore = ["LAY001"]\n')
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "settings")
    assert running.codes(repository, "--isolated", "--changed-since", "HEAD") == []
    other = tmp_path_factory.mktemp("other") / "layerlint.toml"
    other.write_text('select = ["LAY001"]\n')
    (repository / "strict.toml").write_text("per-file-ignores = { 'back/c.py' = ['LAY001'] }\n")
    (repository / "back/c.py").write_text(FAULTS)
    assert running.codes(repository, "--config", str(other), "--changed-since", "HEAD") == ["LAY001"] * 2
    assert running.codes(repository, "--config", "strict.toml", "--changed-since", "HEAD") == []


def test_no_such_revision(repository: Path) -> None:
    result = running.run(repository, "check", "--changed-since", "nowhere")
    assert (result.status, result.err) == (2, "layerlint: no such revision: nowhere\n")


def test_no_repository(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": FAULTS})
    result = running.run(tmp_path, "check", "--changed-since", "HEAD")
    assert result.status == 2
    assert "not a git repository" in result.err


def test_a_moved_file_adds_nothing(repository: Path) -> None:
    git(repository, "mv", "back/a.py", "back/renamed.py")
    assert running.codes(repository, "--changed-since", "HEAD") == []
    with (repository / "back/renamed.py").open("a") as stream:
        stream.write("def g(a=[]): ...\n")
    assert running.codes(repository, "--changed-since", "HEAD") == ["LAY001"]
