"""`layerlint check --fix` and `--diff`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from layerlint.cli import options
from layerlint.engine import Selected
from layerlint.engine.baseline import Baseline

if TYPE_CHECKING:
    from layerlint.fixing import Refused


def carry_out(selected: list[Selected], unsafe: bool, known: Mapping[Path, Baseline]) -> list[Selected]:
    """Write what fixes change, tell how much that is, and give the projects as they are now. Raises `ConfigError`."""
    from layerlint import fixing

    outcome = fixing.fix(selected, unsafe, known)
    fixing.write(outcome)
    _tell(outcome.refused)
    if outcome.fixed:
        click.echo(f"fixed {_counted(outcome.fixed)} in {_files(len(outcome.changes))}", err=True)
    return outcome.projects


def show(selected: list[Selected], unsafe: bool, known: Mapping[Path, Baseline]) -> int:
    """Print what fixes would change; the exit status is 1 if that is anything."""
    from layerlint import fixing

    outcome = fixing.fix(selected, unsafe, known)
    _tell(outcome.refused)
    for change in outcome.changes:
        click.echo(fixing.unified(change), nl=False)
    if outcome.fixed:
        click.echo(f"would fix {_counted(outcome.fixed)} in {_files(len(outcome.changes))}", err=True)
    return 1 if outcome.changes else 0


def _tell(refused: list[Refused]) -> None:
    for item in refused:
        options.warn(f"{item.path}:{item.line}: {item.code} is not fixed: {item.reason}")


def _counted(fixed: Counter[str]) -> str:
    """How many findings, and of which rules."""
    total = fixed.total()
    by_rule = ", ".join(f"{count} {code}" for code, count in sorted(fixed.items()))
    return f"{total} finding{'s' if total != 1 else ''} ({by_rule})"


def _files(count: int) -> str:
    return f"{count} file{'s' if count != 1 else ''}"
