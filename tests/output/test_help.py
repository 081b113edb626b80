"""`--help` teaches: each command ends its help with examples, which work as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tests.support.running import run

from layerlint.cli import cli

EXAMPLE = Path(__file__).parents[2] / "examples" / "tangled_fastapi"


def commands() -> Iterator[tuple[str, click.Command]]:
    yield "", cli
    with click.Context(cli) as context:
        for name in cli.list_commands(context):
            command = cli.get_command(context, name)
            assert command is not None
            yield name, command


def examples(command: click.Command) -> list[str]:
    _, _, listed = (command.epilog or "").partition("Examples:\n")
    return [re.split(r"\s{2,}", line.strip())[0] for line in listed.splitlines()]


def lines() -> list[str]:
    return sorted({line for _, command in commands() for line in examples(command)})


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else "")
def test_the_help_of_every_command_ends_with_examples(tmp_path: Path, name: str, command: click.Command) -> None:
    listed = examples(command)
    assert listed
    if name:
        assert any(f"layerlint {name}" in line for line in listed)
    told = run(tmp_path, *([name] if name else []), "--help").out
    _, heading, end = told.partition("\n  Examples:\n")
    assert heading
    assert [line for line in end.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("line", lines())
def test_every_example_works(tmp_path: Path, line: str) -> None:
    if not line.startswith("layerlint ") or "|" in line:
        pytest.skip("a line for a shell's own configuration, tested with the shell")
    project = shutil.copytree(EXAMPLE, tmp_path / "project")
    (project / "pyproject.toml").write_text("[project]\nname = 'lending'\n")
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        subprocess.run(["git", *who, *arguments], cwd=project, check=True, capture_output=True)
    result = run(project, *shlex.split(line)[1:])
    assert result.status in (0, 1), result.err
    assert result.out or result.err
