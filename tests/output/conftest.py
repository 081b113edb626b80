"""What is printed here doesn't depend on the CI that runs it."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_REPOSITORY", "GITHUB_SHA", "CI_PROJECT_URL", "CI_COMMIT_SHA", "LAYERLINT_DOCS"):
        monkeypatch.delenv(name, raising=False)
