"""By which ways a function that begins to query the database is felt: each time by the handler that calls it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.cache.test_incremental import report
from tests.support import files

from layerlint.engine import incremental

SESSION = "from sqlalchemy.orm import Session\n\n\n"
BEFORE = f"{SESSION}def fetch(db: Session):\n    return None\n"
AFTER = f'{SESSION}def fetch(db: Session):\n    return db.execute("select 1").scalar()\n'
ROUTER = """\
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
{imports}
from app.db import get_db

router = APIRouter()


@router.get("/items")
def read_items(db: Session = Depends(get_db)):
    return {call}(db)
"""
DB = "from sqlalchemy.orm import Session\n\n\ndef get_db() -> Session:\n    yield Session()\n"
WAYS = {
    "imported": ({}, "from app.helpers.inner import fetch", "fetch"),
    "under another name": ({}, "from app.helpers.inner import fetch as get", "get"),
    "from the module": ({}, "from app.helpers import inner", "inner.fetch"),
    "from the package": ({}, "import app.helpers.inner", "app.helpers.inner.fetch"),
    "by star": ({}, "from app.helpers.inner import *", "fetch"),
    "exported again": ({"app/outer.py": "from app.helpers.inner import fetch\n"}, "from app.outer import fetch", "fetch"),
    "exported by a list": (
        {"app/outer.py": 'from app.helpers.inner import fetch\n\n__all__ = ["fetch"]\n'},
        "from app.outer import *",
        "fetch",
    ),
    "exported by star": ({"app/outer.py": "from app.helpers.inner import *\n"}, "from app.outer import fetch", "fetch"),
    "exported as another": ({"app/outer.py": "from app.helpers.inner import fetch as get\n"}, "from app.outer import get", "get"),
    "bound to another": (
        {"app/outer.py": "from app.helpers import inner\n\nget = inner.fetch\n"},
        "from app.outer import get",
        "get",
    ),
    "through a module that another imports": (
        {"app/outer.py": "from app.helpers import inner\n"},
        "from app import outer",
        "outer.inner.fetch",
    ),
    "through a module taken from another": (
        {"app/outer.py": "from app.helpers import inner\n"},
        "from app.outer import inner",
        "inner.fetch",
    ),
    "through a module of a package": ({}, "from app import helpers", "helpers.inner.fetch"),
    "through a package that imports it": (
        {"app/helpers/__init__.py": "from . import inner\n"},
        "from app import helpers",
        "helpers.inner.fetch",
    ),
    "through two modules": (
        {"app/outer.py": "from app.helpers import inner\n", "app/third.py": "from app.outer import inner as deep\n"},
        "from app import third",
        "third.deep.fetch",
    ),
    "through a module bound to a name": (
        {"app/outer.py": "from app.helpers import inner\n"},
        "from app import outer\n\nheld = outer.inner",
        "held.fetch",
    ),
    "by another function": (
        {"app/outer.py": "from app.helpers import inner\n\n\ndef get(db):\n    return inner.fetch(db)\n"},
        "from app.outer import get",
        "get",
    ),
    "by a star of a module": (
        {"app/outer.py": "from app.helpers import inner\n", "app/third.py": "from app.outer import *\n"},
        "from app.third import inner",
        "inner.fetch",
    ),
}


GLOBAL = "from sqlalchemy.orm import Session\n\n\ndef connect() -> None:\n    global current\n    current = {value}\n"


@pytest.mark.parametrize("way", WAYS)
def test_ways(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    more, imports, call = WAYS[way]
    assert_felt(tmp_path, monkeypatch, BEFORE, AFTER, {"app/routers.py": ROUTER.format(imports=imports, call=call), **more})


def test_a_name_that_a_function_makes_global(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    router = ROUTER.format(imports="from app.helpers import inner", call="inner.current.scalar")
    before, after = GLOBAL.format(value="None"), GLOBAL.format(value="Session()")
    assert_felt(tmp_path, monkeypatch, before, after, {"app/routers.py": router})


def assert_felt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, more: dict[str, str]) -> None:
    """Edit a helper: what is remembered must tell the router's finding that a run from scratch does."""
    monkeypatch.setattr(incremental, "_MOST", 1)
    project = tmp_path / "code"
    helper = project / "app/helpers/inner.py"
    content = {"app/__init__.py": "", "app/helpers/__init__.py": "", "app/db.py": DB, "app/helpers/inner.py": before, **more}
    files.write(project, content)
    (project / ".git").mkdir()
    earlier = report(project, tmp_path / "cache")
    helper.write_text(after, encoding="utf-8")
    os.utime(helper, (1, 1))
    remembered, found = report(project, tmp_path / "cache"), report(project)
    assert remembered == found
    assert any(item.path.endswith("app/routers.py") for item in {*found.diagnostics} - {*earlier.diagnostics})
