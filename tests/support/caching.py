"""Runs of `check` that keep what they find, beside runs that don't."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

from layerlint.engine import checks
from tests.support.running import Result, run

NAME = ".layerlint_cache"
ROUTER = """\
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User
from app.services import UserService

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/count")
def count_users(db: Session = Depends(get_db), names: list = []):
    return db.query(User).filter(User.id > 1).count()


@router.get("/{user_id}")
def get_user(user_id: int, db: Session = Depends(get_db)):
    return UserService(db).get(user_id)
"""


def check(folder: Path, *arguments: str) -> Result:
    """A run with the cache, which prints what one without prints."""
    found = run(folder, "check", *arguments)
    assert found == run(folder, "check", "--no-cache", *arguments)
    assert found.status in (0, 1), found.err
    return found


def checked(folder: Path, *arguments: str) -> list[str]:
    """The modules that a run with the cache checks, because it doesn't remember them."""
    found = []
    usual = checks.Checks.result

    def noting(self: checks.Checks, key: str) -> object:
        found.append(key)
        return usual(self, key)

    with mock.patch.object(checks.Checks, "result", noting):
        run(folder, "check", *arguments)
    return sorted(found)


def kept(folder: Path) -> list[Path]:
    """The files that hold what was found."""
    return sorted(folder.glob("*.cache"))
