"""Options that several commands take, and the way from them to open projects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from layerlint import config as configuration
from layerlint.config import ConfigError
from layerlint.engine import NothingToCheckError, Options, Selected, open_projects

EXAMPLES = "Examples:"
_SHORT = 45
_Function = TypeVar("_Function", bound=Callable[..., Any])


class Cache(NamedTuple):
    """Keep what is found, in a folder if it is given, else where the project says."""

    folder: Path | None = None


def common(function: _Function) -> _Function:
    """`--config`, `--isolated`, `--no-cache`."""
    for option in (
        click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration file alone."),
        click.option("--isolated", is_flag=True, help="Use no configuration file."),
        click.option("--no-cache", is_flag=True, help="Neither read nor write a cache."),
    ):
        function = option(function)
    return function


def examples(*lines: tuple[str, str]) -> str:
    """The end of a command's help: command lines that work, with what each is for."""
    width = max(len(command) for command, _ in lines if len(command) <= _SHORT)
    return "\n".join(["\b", EXAMPLES, *(f"  {command:{width}}  {purpose}" for command, purpose in lines)])


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn what users can mend into one line and exit status 2."""
    try:
        yield
    except (ConfigError, NothingToCheckError) as error:
        raise click.UsageError(str(error)) from error


def names(value: str | None, option: str) -> tuple[configuration.Reference, ...] | None:
    """A comma separated list of rules."""
    return None if value is None else configuration.references(value.split(","), option)


def warn(message: str) -> None:
    """Tell something on standard error."""
    click.echo(f"layerlint: {message}", err=True)


def projects(
    paths: tuple[Path, ...],
    config: Path | None,
    isolated: bool,
    baseline: bool = True,
    cache: Cache | None = None,
    facts: tuple[Path, ...] = (),
    **overrides: Any,
) -> list[Selected]:
    """Open the projects of the paths, `.` when there are none; nothing is kept without `cache`."""
    if config is not None and isolated:
        raise ConfigError("--config and --isolated exclude each other")
    if config is not None and not config.is_file():
        raise ConfigError(f"no such configuration file: {config}")
    opened = Options(config, isolated, overrides, baseline, cache is not None, cache.folder if cache is not None else None, facts)
    return open_projects(paths or (Path(),), opened, warn)
