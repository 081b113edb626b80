"""Shell completion, as real shells ask for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import files, running
from tests.support.running import run

ASK = """
eval "$(layerlint completion bash)"
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_layerlint_completion layerlint
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with `layerlint` on the path, as an installed one is."""
    files.write(tmp_path, {"bin/layerlint": f'#!/bin/sh\nexec "{sys.executable}" -m layerlint "$@"\n', "app/users.py": "A = 1\n"})
    (tmp_path / "bin/layerlint").chmod(0o755)
    return tmp_path


def shell(folder: Path, *command: str) -> str:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": str(folder), "TERM": "xterm"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def needs(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed")


@needs("bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("layerlint ''", {"baseline", "check", "completion", "fix", "init", "layers", "rule", "why"}),
        ("layerlint la", {"layers"}),
        ("layerlint check --output-fi", {"--output-file"}),
        ("layerlint check --output-format j", {"json", "json-lines", "junit"}),
        ("layerlint check --profile ''", {"recommended", "strict"}),
        ("layerlint check --select LAY10", {"LAY101", "LAY102", "LAY103"}),
        ("layerlint check --ignore LAY101,secret", {"LAY101,secret-in-response"}),
        ("layerlint rule router-d", {"router-database-access", "router-database-session"}),
        ("layerlint completion z", {"zsh"}),
    ],
)
def test_bash(folder: Path, words: str, expected: set[str]) -> None:
    assert expected <= {*shell(folder, "bash", "-c", ASK.format(words=words)).split()}


@needs("bash")
@pytest.mark.parametrize("words", ["layerlint check --nonsense", "layerlint check --profile q", "layerlint check --select QQ"])
def test_nothing_is_proposed_where_there_is_nothing(folder: Path, words: str) -> None:
    assert shell(folder, "bash", "-c", ASK.format(words=words)).strip() == ""


@needs("zsh")
def test_zsh(folder: Path) -> None:
    script = 'autoload -Uz compinit && compinit -u -D && eval "$(layerlint completion zsh)" && print -r -- $_comps[layerlint]'
    assert shell(folder, "zsh", "-f", "-c", script).strip() == "_layerlint_completion"
    told = running.spawn(
        folder, "layerlint", _LAYERLINT_COMPLETE="zsh_complete", COMP_WORDS="layerlint rule LAY101", COMP_CWORD="2"
    ).out
    assert told.startswith("plain\nLAY101\nA handler")


@needs("fish")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("layerlint la", {"layers"}),
        ("layerlint check --output-format ma", {"markdown"}),
        ("layerlint check --select LAY10", {"LAY101"}),
        ("layerlint check --config ap", {"app/"}),
    ],
)
def test_fish(folder: Path, line: str, expected: set[str]) -> None:
    script = f"layerlint completion fish | source; complete --do-complete '{line}'"
    assert expected <= {*shell(folder, "fish", "--no-config", "-c", script).split()}


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_the_script_is_for_that_shell(tmp_path: Path, shell_name: str) -> None:
    assert f"_LAYERLINT_COMPLETE={shell_name}_complete" in run(tmp_path, "completion", shell_name).out


def test_other_shells_are_told_in_one_line(tmp_path: Path) -> None:
    result = run(tmp_path, "completion", "tcsh")
    assert (result.status, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1
