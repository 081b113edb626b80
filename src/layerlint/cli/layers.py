"""`layerlint layers` and `layerlint why`."""

from __future__ import annotations

from pathlib import Path

import click

from layerlint.cli import options, terminal
from layerlint.config import ConfigError, nearest

_EXAMPLES_OF_LAYERS = options.examples(
    ("layerlint layers app", "the layers of a folder's modules"),
    ("layerlint layers --output-format json", "for other programs"),
)
_EXAMPLES_OF_WHY = options.examples(
    ("layerlint why app/services/users.py", "a module"),
    ("layerlint why app/services/users.py::UserService", "a class or function in it"),
)


@click.command(epilog=_EXAMPLES_OF_LAYERS)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options.common
def layers(paths: tuple[Path, ...], output_format: str, config: Path | None, isolated: bool, no_cache: bool) -> int:
    """Print the layer of every module, class and function."""
    with options.one_line_errors():
        selected = options.projects(paths, config, isolated)
    if output_format == "json":
        from layerlint.output import json

        click.echo(json.render_layers(selected), nl=False)
    else:
        from layerlint.output import text

        click.echo(text.render_layers(selected, terminal.look(to_file=False).style), nl=False, color=True)
    return 0


@click.command(epilog=_EXAMPLES_OF_WHY)
@click.argument("place", type=click.Path(), metavar="PATH[::NAME]")
@options.common
def why(place: str, config: Path | None, isolated: bool, no_cache: bool) -> int:
    """Print the evidence for the layer of a module, class or function."""
    from layerlint.output import text

    written, _, name = place.partition("::")
    with options.one_line_errors():
        path = Path(written)
        if path.is_dir():
            raise ConfigError(f"{written} is a folder: name a file")
        selected = options.projects((path,), config, isolated)[0]
        analysis, key = selected.analysis, selected.keys[0]
        facts = analysis.project.modules.facts(key)
        if facts is None:
            raise ConfigError(f"{written}: {analysis.project.modules.errors[key].reason}")
        analysis.prepare()
        verdict = analysis.classifier.explain(key)
        if name:
            scope = facts.scopes.get(name)
            if scope is None:
                raise ConfigError(f"{written} defines no `{name}`{nearest(name, facts.scopes)}")
            verdict = analysis.classifier.definition(scope)
        glob = analysis.settings.relative(key, analysis.settings.of(key))
        click.echo(text.render_why(place, verdict, glob, bool(name)), nl=False)
    return 0
