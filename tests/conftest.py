"""What holds for all tests: where they run makes no difference to the command line, and layerlint as it stands, to be installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.support import installing

for _name in ("CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "GITHUB_ACTIONS", "GITLAB_CI"):
    os.environ.pop(_name, None)


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository, with its uncommitted changes."""
    return installing.clone(tmp_path_factory.mktemp("clone") / "layerlint")


@pytest.fixture(scope="session")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of layerlint as it stands."""
    folder = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(clone))
    installing.check(installing.call(clone, *command))
    return next(folder.glob("layerlint-*.whl"))
