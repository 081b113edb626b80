"""Layerlint as it stands, cloned and installed as users do, and commands that are run as on their machines."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def call(folder: Path, *command: str, variables: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A command in a folder; git and pre-commit find nothing of this machine's settings, and Python nothing of this checkout."""
    identity = {f"GIT_{role}_{field}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")}
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT")) and name != "PYTHONPATH"
    }
    environment = {**kept, **identity, "GIT_CONFIG_GLOBAL": os.devnull, **(variables or {})}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300)


def check(done: subprocess.CompletedProcess[str]) -> str:
    """The output of a command that must have worked."""
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def clone(folder: Path) -> Path:
    """A clone of this repository, with its uncommitted changes, committed; where that can't be had the test is skipped."""
    if shutil.which("git") is None:
        pytest.skip("git is missing")
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    check(call(ROOT, "git", "clone", "-q", "--no-hardlinks", str(ROOT), str(folder)))
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
