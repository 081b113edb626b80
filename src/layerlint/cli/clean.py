"""`layerlint clean`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from layerlint.cli import options
from layerlint.config import ConfigError
from layerlint.engine.cache.folder import CacheFolder
from layerlint.engine.discovery import project_folder
from layerlint.engine.settings import Settings

_EXAMPLES = options.examples(
    ("layerlint clean", "this project's cache"),
    ("layerlint clean --cache-dir /tmp/layerlint", "one that lies elsewhere"),
)


@click.command(epilog=_EXAMPLES)
@click.option("--cache-dir", type=click.Path(path_type=Path), metavar="DIR", help="Remove this one.")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Remove the one that this configuration names.")
def clean(cache_dir: Path | None, config: Path | None) -> int:
    """Remove what `check` has kept of its last runs."""
    with options.one_line_errors():
        if config is not None and not config.is_file():
            raise ConfigError(f"no such configuration file: {config}")
        path = cache_dir or Settings(project_folder(Path.cwd()), config).cache_folder()
        shown = os.path.relpath(path)
        try:
            is_removed = CacheFolder(path).clean()
        except OSError as error:
            raise ConfigError(f"{shown} can't be removed: {error.strerror or error}") from error
    options.warn(f"{shown} removed" if is_removed else f"there is no cache in {shown}")
    return 0
