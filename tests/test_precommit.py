"""The hook for pre-commit, tried with the real thing on a clone of this repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import files, usual

ROOT = Path(__file__).parents[1]
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

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is missing"),
]


def call(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    identity = {f"GIT_{role}_{field}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    environment = {**kept, **identity, "GIT_CONFIG_GLOBAL": os.devnull, "PRE_COMMIT_HOME": str(folder.parent / "cache")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository, with its uncommitted changes."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    folder = tmp_path_factory.mktemp("hook") / "layerlint"
    assert call(ROOT, "git", "clone", "-q", "--no-hardlinks", str(ROOT), str(folder)).returncode == 0
    changed = call(ROOT, "git", "ls-files", "-z", "-m", "-o", "--exclude-standard").stdout.split("\0")
    for name in filter(None, changed):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
        else:
            (folder / name).unlink(missing_ok=True)
    call(folder, "git", "add", "-A")
    call(folder, "git", "commit", "-q", "--no-verify", "--allow-empty", "-m", "as it stands")
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, hook: Path) -> Path:
    """A repository whose commits run the hook of the clone."""
    folder = tmp_path_factory.mktemp("user") / "project"
    folder.mkdir()
    revision = call(hook, "git", "rev-parse", "HEAD").stdout.strip()
    config = f"repos:\n- repo: {hook}\n  rev: {revision}\n  hooks:\n  - id: layerlint\n"
    files.write(folder, {**usual.FILES, "app/routers.py": CLEAN, ".pre-commit-config.yaml": config})
    call(folder, "git", "init", "-q")
    call(folder, "git", "add", "-A")
    call(folder, "git", "commit", "-q", "-m", "first")
    return folder


def test_try_repo(hook: Path, project: Path) -> None:
    def try_repo(router: str) -> subprocess.CompletedProcess[str]:
        (project / "app/routers.py").write_text(router)
        return call(project, sys.executable, "-m", "pre_commit", "try-repo", str(hook), "layerlint", "--verbose", "--all-files")

    good = try_repo(CLEAN)
    assert good.returncode == 0, good.stdout + good.stderr
    assert "Passed" in good.stdout
    bad = try_repo(FAULTY)
    assert bad.returncode == 1
    assert "app/routers.py:13:12: LAY101" in bad.stdout
    (project / "app/routers.py").write_text(CLEAN)


def test_commits(project: Path) -> None:
    def commit(router: str) -> subprocess.CompletedProcess[str]:
        (project / "app/routers.py").write_text(router)
        call(project, "git", "add", "-A")
        return call(project, "git", "commit", "-m", "change")

    installed = call(project, sys.executable, "-m", "pre_commit", "install")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    before = call(project, "git", "rev-parse", "HEAD").stdout
    bad = commit(FAULTY)
    assert bad.returncode != 0
    assert "LAY101" in bad.stdout + bad.stderr
    assert call(project, "git", "rev-parse", "HEAD").stdout == before
    good = commit(CLEAN + "\n\nSIZE = 20\n")
    assert good.returncode == 0, good.stdout + good.stderr
    assert call(project, "git", "rev-parse", "HEAD").stdout != before
