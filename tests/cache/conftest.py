"""The user's key lies in a folder of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import files, usual
from tests.support.caching import ROUTER


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's home, with nothing in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    for name in ("XDG_CACHE_HOME", "LAYERLINT_CACHE_KEY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small application with findings."""
    folder = files.write(tmp_path / "project", {**usual.FILES, "app/routers.py": ROUTER, "layerlint.toml": 'profile = "strict"\n'})
    (folder / ".git").mkdir()
    return folder
