"""Copies of projects, for `layerlint fix --extract`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

_MARK = re.compile(r"[ ]*# (?:error|noqa|layerlint): .*")


def unmarked_copy(project: Path, folder: Path) -> Path:
    """A project copied to a folder, without its comments about findings."""
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("__pycache__", "*.db"))
    for path in folder.rglob("*.py"):
        path.write_text(_MARK.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder
