"""`layerlint facts`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from layerlint.cli import options
from layerlint.config import ConfigError

_EXAMPLES = options.examples(
    ("layerlint facts app/models", "what others need of it"),
    ("layerlint facts app --output-file app.json", "for check --facts app.json"),
)


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--output-file", type=click.Path(path_type=Path), metavar="FILE", help="Write there, `-` for standard output.")
@options.common
def facts(paths: tuple[Path, ...], output_file: Path | None, config: Path | None, isolated: bool, no_cache: bool) -> int:
    """Write down what others need to know of modules, for `check --facts`: a build system checks target by target."""
    from layerlint.engine import facts_files
    from layerlint.engine.writing import write_whole

    with options.one_line_errors():
        selected = options.projects(paths, config, isolated)
        if len(selected) > 1:
            raise ConfigError("facts are of one project, these paths are of several")
        analysis, keys = selected[0].analysis, selected[0].keys
        found = facts_files.of_modules(analysis, keys, config is not None or isolated)
        content = facts_files.as_bytes(found.moved(analysis.folder, Path.cwd()))
        if output_file is not None and str(output_file) != "-":
            write_whole(output_file, content)
            click.echo(f"layerlint: {output_file}: facts of {len(found.keys)} modules", err=True)
            return 0
    click.echo(content.decode(), nl=False)
    sys.stdout.flush()
    return 0
