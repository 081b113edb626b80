"""What was found at a revision of the git repository, so that only what came since is told."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from layerlint.config import ConfigError
from layerlint.engine.analysis import Analysis
from layerlint.engine.baseline import Baseline, counted
from layerlint.engine.discovery import python_files
from layerlint.engine.settings import Settings


def known_at(revision: str, settings: Settings) -> Baseline:
    """The findings of a project as it stood at a revision, by the paths below its folder.

    The configuration is that of the revision, unless one is given for all or none at all. The files are written to a folder that
    is removed again; the repository, its index and its files are not touched. Raises `ConfigError` for a folder outside a
    repository, and a revision that there is not.
    """
    folder = settings.folder
    top = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    commit = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()
    with tempfile.TemporaryDirectory(prefix="layerlint-") as name:
        files = Path(name).resolve() / "files"
        files.mkdir()
        index = {"GIT_INDEX_FILE": str(Path(name) / "index")}
        _git(top, "read-tree", commit, **index)
        _git(top, "checkout-index", "--all", f"--prefix={files}/", **index)
        there = files / folder.resolve().relative_to(top.resolve())
        if not there.is_dir():
            return Baseline(folder)
        before = settings.elsewhere(there)
        keys = sorted(python_files(there, before.excluded(before.of("x"))))
        before.configs(keys)
        analysis = Analysis(there, keys, before)
        return Baseline(folder, counted((item, key) for key in keys for item in analysis.check(key)))


def _git(folder: Path, *arguments: str, **variables: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, **variables},
            check=False,
        )
    except OSError as error:
        raise ConfigError(f"git can't be run: {error.strerror}") from error
    if done.returncode:
        told = done.stderr.strip().splitlines()
        raise ConfigError(told[0] if told else f"no such revision: {arguments[-1].removesuffix('^{commit}')}")
    return done.stdout
