"""The hook for pre-commit, tried with the real thing on a clone of this repository."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support import files, installing, usual

CLEAN = """\
from fastapi import APIRouter, Depends

from app.dependencies import get_user_service
from app.schemas import UserOut
from app.services import UserService

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/{user_id}", response_model=UserOut)
def read_user(user_id: int, users: UserService = Depends(get_user_service)):
    return users.get(user_id)
"""
FAULTY = """\
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User
from app.schemas import UserOut

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/{user_id}", response_model=UserOut)
def read_user(user_id: int, db: Session = Depends(get_db)):
    return db.get(User, user_id)
"""

FIXABLE = CLEAN + "\n\ndef sizes(first, found=[]):\n    return [*found, first]\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is missing"),
    pytest.mark.skipif(find_spec("pre_commit") is None, reason="pre-commit is missing"),
]


def call(folder: Path, *command: str) -> CompletedProcess[str]:
    return installing.call(folder, *command, variables={"PRE_COMMIT_HOME": str(folder.parent / "cache")})


def pre_commit(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return call(folder, sys.executable, "-m", "pre_commit", *arguments)


def repository(folder: Path, config: str) -> Path:
    """A repository whose commits run hooks."""
    folder.mkdir()
    files.write(folder, {**usual.FILES, "app/routers.py": CLEAN, ".pre-commit-config.yaml": config})
    call(folder, "git", "init", "-q")
    call(folder, "git", "add", "-A")
    call(folder, "git", "commit", "-q", "-m", "first")
    return folder


def commit(folder: Path, router: str) -> CompletedProcess[str]:
    (folder / "app/routers.py").write_text(router)
    call(folder, "git", "add", "-A")
    return call(folder, "git", "commit", "-m", "change")


def head(folder: Path) -> str:
    return call(folder, "git", "rev-parse", "HEAD").stdout.strip()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, clone: Path) -> Path:
    """A repository whose commits run the hook of the clone."""
    hooks = f"repos:\n- repo: {clone}\n  rev: {head(clone)}\n  hooks:\n  - id: layerlint\n"
    return repository(tmp_path_factory.mktemp("user") / "project", hooks)


def test_try_repo(clone: Path, project: Path) -> None:
    def try_repo(router: str, hook: str = "layerlint") -> CompletedProcess[str]:
        (project / "app/routers.py").write_text(router)
        return pre_commit(project, "try-repo", str(clone), hook, "--verbose", "--all-files")

    good = try_repo(CLEAN)
    assert good.returncode == 0, good.stdout + good.stderr
    assert "Passed" in good.stdout
    bad = try_repo(FAULTY)
    assert bad.returncode == 1
    assert "app/routers.py:13:12: LAY101" in bad.stdout
    mended = try_repo(FIXABLE, "layerlint-fix")
    assert mended.returncode == 1
    assert "files were modified by this hook" in mended.stdout
    text = (project / "app/routers.py").read_text()
    assert "found=None" in text
    assert try_repo(text, "layerlint-fix").returncode == 0
    (project / "app/routers.py").write_text(CLEAN)


def test_commits(project: Path) -> None:
    installing.check(pre_commit(project, "install"))
    before = head(project)
    bad = commit(project, FAULTY)
    assert bad.returncode != 0
    assert "LAY101" in bad.stdout + bad.stderr
    assert head(project) == before
    good = commit(project, CLEAN + "\n\nSIZE = 20\n")
    assert good.returncode == 0, good.stdout + good.stderr
    assert head(project) != before


def test_commits_by_way_of_flake8(tmp_path: Path, wheel: Path) -> None:
    """As README.md has it, but for flake8's own repository, which a local hook stands for."""
    hook = "  - id: flake8\n    name: flake8\n    entry: flake8 --select LAY\n    language: python\n    types: [python]\n"
    hooks = f"repos:\n- repo: local\n  hooks:\n{hook}    additional_dependencies: ['flake8', 'layerlint @ {wheel.as_uri()}']\n"
    project = repository(tmp_path / "project", hooks)
    installing.check(pre_commit(project, "install"))
    before = head(project)
    bad = commit(project, FAULTY)
    assert bad.returncode != 0
    assert "app/routers.py:13:12: LAY101" in bad.stdout + bad.stderr
    assert head(project) == before
    good = commit(project, CLEAN + "\n\nSIZE = 20\n")
    assert good.returncode == 0, good.stdout + good.stderr
    assert head(project) != before
