"""docs/adopt.md, walked through: its `sh` blocks are run in order, what they print is what its `text` blocks show."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "adopt.md"
_STEP = re.compile(r"```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.S)
_LEFT_OUT = ("CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "FORCE_COLOR", "COLUMNS", "PYTHONPATH")


class Step(NamedTuple):
    """A block of commands, and what the page shows of their output, None if it shows none."""

    commands: str
    shown: str | None

    @property
    def installs(self) -> bool:
        """Whether the commands install something."""
        return "pip install" in self.commands


def steps(page: str) -> Iterator[Step]:
    """The steps of the page."""
    for match in _STEP.finditer(page):
        yield Step(match[1], match[2])


def legacy(folder: Path) -> Path:
    """A project that knows nothing of layerlint, in a repository of git."""
    project = folder / "bookings"
    shutil.copytree(ROOT / "examples" / "tangled_fastapi", project, ignore=shutil.ignore_patterns("__pycache__", "*.db"))
    pyproject = project / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(re.sub(r"\[tool\.layerlint\]\n(?:[^\[\n].*\n)*\n?", "", text), encoding="utf-8")
    for path in project.rglob("*.py"):
        path.write_text(re.sub(r" +# error: LAY.*", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    for command in ("git init -q", "git add -A", "git commit -q -m 'what there is'"):
        run(command, project)
    return project


def run(commands: str, project: Path, variables: Mapping[str, str] | None = None) -> str:
    """What commands print in a shell in the project, both streams as they come."""
    identity = {f"GIT_{role}_{field}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")}
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT and not name.startswith("GIT_")}
    environment = {**kept, **identity, "GIT_CONFIG_GLOBAL": os.devnull, **(variables or {})}
    return subprocess.run(
        ["bash", "-c", commands],
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=300,
    ).stdout


def walked(page: str, project: Path, variables: Mapping[str, str], install: bool) -> str:
    """The page with what its commands print now; without `install` those that install are left out, and what they show is kept."""

    def step(match: re.Match[str]) -> str:
        found = Step(match[1], match[2])
        if found.installs and not install:
            return match[0]
        printed = run(found.commands, project, variables)
        return match[0] if found.shown is None or found.installs else f"```sh\n{match[1]}```\n\n```text\n{printed}```\n"

    return _STEP.sub(step, page)
