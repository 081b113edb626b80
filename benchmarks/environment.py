"""The environments that are measured: flake8 alone, flake8 with layerlint, and the peers."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
SOURCE = ("pyproject.toml", "README.md", "LICENSE")


class Environment:
    """A Python with programs installed beside it."""

    def __init__(self, python: Path) -> None:
        self.python = python
        self.failures: dict[str, str] = {}

    def program(self, name: str) -> str:
        """Where a program is."""
        return str(self.python.parent / name)

    def help(self, *arguments: str) -> str:
        """What a command says of itself."""
        done = subprocess.run([str(self.python), "-m", *arguments, "--help"], capture_output=True, encoding="utf-8", check=False)
        return done.stdout + done.stderr


def here() -> dict[str, Environment]:
    """The running Python as each of the environments, and whatever is installed in it."""
    one = Environment(Path(sys.executable))
    return dict.fromkeys(("plain", "layerlint", "peers"), one)


def pinned() -> list[str]:
    """The names of what is pinned."""
    return re.findall(r"^([\w-]+)==", REQUIREMENTS.read_text(encoding="utf-8"), re.M)


def built(folder: Path, peers: bool) -> dict[str, Environment]:
    """The environments below a folder: made where they aren't there; layerlint is installed anew each time."""
    made = {name: _made(folder / name) for name in ("plain", "layerlint", *(["peers"] if peers else []))}
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name, "layerlint")
        copy.mkdir()
        for file in SOURCE:
            shutil.copy(ROOT / file, copy)
        shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        # Its requirements first: they may be there already, layerlint itself must be as it is now.
        _install(made["layerlint"], [str(copy)])
        _install(made["layerlint"], ["--force-reinstall", "--no-deps", str(copy)])
    _install(made["plain"], ["flake8"])
    if peers:
        for wanted in pinned():
            try:
                _install(made["peers"], [wanted])
            except subprocess.CalledProcessError as error:
                said = (error.stderr or "").strip().splitlines()
                made["peers"].failures[wanted] = f"can't be installed: {said[-1] if said else error.returncode}"
    return made


def _made(folder: Path) -> Environment:
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return Environment(python)


def _install(environment: Environment, what: Sequence[str]) -> None:
    command = [str(environment.python), "-m", "pip", "install", "--quiet", "--constraint", str(REQUIREMENTS), *what]
    subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
