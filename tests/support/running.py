"""Running the command line and flake8, in this process or another."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layerlint.cli import main


@dataclass(frozen=True, slots=True)
class Result:
    """What a command gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A finding's path, line and code, which most tests are about."""

    path: str
    line: int
    code: str


def run(folder: Path, *arguments: str) -> Result:
    """The command line, in this process, with a working folder."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main([*arguments])
    finally:
        gc.enable()
    return Result(status, out.getvalue(), err.getvalue())


def diagnostics(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """What `check` finds, as its JSON has it."""
    result = run(folder, "check", "--output-format", "json", *arguments)
    assert result.status in (0, 1), result.err
    found = result.json["diagnostics"]
    assert result.status == bool(found)
    return found


def findings(folder: Path, *arguments: str) -> list[Found]:
    """What `check` finds, sorted."""
    return sorted(Found(item["path"], item["line"], item["code"]) for item in diagnostics(folder, *arguments))


def codes(folder: Path, *arguments: str) -> list[str]:
    """The codes that `check` finds, repeated as often as they occur."""
    return sorted(item.code for item in findings(folder, *arguments))


def spawn(folder: Path, module: str, *arguments: str, stdin: str | None = None, **variables: str) -> Result:
    """A module run by another Python; `variables` go to its environment, without colours unless they ask for them."""
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        input=None if stdin is None else stdin.encode(),
        capture_output=True,
        env={**environment, "PYTHONIOENCODING": "utf-8", **variables},
        check=False,
        timeout=120,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def flake8(folder: Path, *arguments: str, stdin: str | None = None) -> Result:
    """The real flake8, with layerlint's findings alone."""
    return spawn(folder, "flake8", "--select", "LAY", *arguments, stdin=stdin)


def flake8_findings(folder: Path, *arguments: str, stdin: str | None = None) -> list[Found]:
    """What flake8 reports of layerlint's, sorted."""
    result = flake8(folder, "--format", "%(path)s|%(row)d|%(code)s", *arguments, stdin=stdin)
    assert not result.err, result.err
    rows = [line.rsplit("|", 2) for line in result.out.splitlines()]
    return sorted(Found(path.removeprefix("./"), int(row), code) for path, row, code in rows)
