"""`layerlint fix --extract`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from layerlint.cli import options
from layerlint.config import ConfigError, nearest
from layerlint.engine import Selected

if TYPE_CHECKING:
    from layerlint.fixing.extract import Extraction

_EXAMPLES = options.examples(
    ("layerlint fix --extract app/services/users.py", "show what would change"),
    ("layerlint fix --extract app/services --write", "all in a folder, written"),
)


@click.command(epilog=_EXAMPLES)
@click.option(
    "--extract",
    "targets",
    metavar="PATH[::NAME]",
    multiple=True,
    required=True,
    help="Move the queries of a handler or service, or of all in a file or folder, into methods of repositories.",
)
@click.option("--write", "is_written", is_flag=True, help="Write what the diff shows, all files or none.")
@options.common
def fix(targets: tuple[str, ...], is_written: bool, config: Path | None, isolated: bool, no_cache: bool) -> int:
    """Move direct queries out of handlers and services, and print what that changes as a diff.

    Look at the diff: the fix is unsafe. Nothing is written without --write, or a yes on a terminal.
    """
    status = 0
    with options.one_line_errors():
        for selected, wanted in _selected(targets, config, isolated):
            status = max(status, _carry_out(selected, wanted, is_written))
    return status


def _selected(targets: tuple[str, ...], config: Path | None, isolated: bool) -> list[tuple[Selected, list[tuple[str, str | None]]]]:
    """The projects with what is wanted of each: modules, and names in them."""
    named = [target.partition("::") for target in targets]
    paths = tuple(dict.fromkeys(Path(path) for path, _, _ in named))
    found = []
    for selected in options.projects(paths, config, isolated, baseline=False):
        wanted: list[tuple[str, str | None]] = []
        for path, separator, name in named:
            keys = _keys(selected, Path(path))
            if separator and keys:
                _check_name(selected, path, keys, name)
            wanted += [(key, name or None) for key in keys]
        found.append((selected, [*dict.fromkeys(wanted)]))
    return found


def _keys(selected: Selected, path: Path) -> list[str]:
    key = Path(os.path.relpath(os.path.abspath(path), selected.analysis.folder)).as_posix()
    return [item for item in selected.keys if key in (".", item) or item.startswith(f"{key}/")]


def _check_name(selected: Selected, path: str, keys: list[str], name: str) -> None:
    if Path(path).is_dir():
        raise ConfigError(f"`{path}` is a folder: `::` follows a file")
    facts = selected.analysis.project.modules.facts(keys[0])
    if facts is None:
        raise ConfigError(f"{path}: can't be read")
    if name not in facts.scopes:
        raise ConfigError(f"{path}: defines no `{name}`{nearest(name, facts.scopes)}")


def _carry_out(selected: Selected, wanted: list[tuple[str, str | None]], is_written: bool) -> int:
    from layerlint.fixing import extract

    found = extract.Steps(selected.analysis).run(wanted)
    for stayed in found.stayed:
        options.warn(f"{selected.shown(stayed.key)}:{stayed.line}: `{stayed.symbol}` keeps its query: {stayed.reason}")
    click.echo(extract.difference(found, selected.shown), nl=False)
    _tell(found)
    if found.after and (is_written or _is_confirmed(len(found.after))):
        extract.write(found, selected.analysis.folder)
        click.echo(f"wrote {_files(len(found.after))}", err=True)
    return 1 if found.stayed else 0


def _tell(found: Extraction) -> None:
    if not found.moved and not found.stayed:
        click.echo("nothing to extract", err=True)
        return
    moved = f"{len(found.moved)} quer{'ies' if len(found.moved) != 1 else 'y'}"
    stays = f", {len(found.stayed)} left" if found.stayed else ""
    click.echo(f"{moved} extracted, {_files(len(found.after))} changed{stays}", err=True)


def _is_confirmed(count: int) -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return click.confirm(f"Write {_files(count)}?", err=True)


def _files(count: int) -> str:
    return f"{count} file{'s' if count != 1 else ''}"
