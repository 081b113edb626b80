"""`layerlint check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from layerlint import config as configuration
from layerlint.cli import options
from layerlint.engine import Report, Selected
from layerlint.engine import check as run_checks
from layerlint.engine.baseline import Baseline
from layerlint.model import Confidence, Profile

FORMATS = ("text", "json", "github")
_COLOURS: dict[str, dict[str, Any]] = {"path": {"bold": True}, "code": {"fg": "red"}, "dim": {"dim": True}, "help": {"fg": "cyan"}}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--select", metavar="RULES", help="Report these rules alone: codes, slugs or prefixes, comma separated.")
@click.option("--ignore", metavar="RULES", help="Leave these rules out.")
@click.option("--extend-select", metavar="RULES", help="Report these rules besides the profile's, by full code or slug.")
@click.option("--profile", type=click.Choice([item.value for item in Profile]), help="The set of rules.")
@click.option("--min-confidence", type=click.Choice([str(item) for item in Confidence]), help="Leave less sure findings out.")
@click.option("--include-tests", is_flag=True, default=None, help="Check tests and migrations like all other code.")
@click.option("--output-format", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output-file", type=click.Path(path_type=Path), metavar="FILE", help="Write findings there.")
@click.option("--statistics", is_flag=True, help="Print how often each rule was broken, instead of findings.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--show-trail/--no-show-trail", default=True, help="Say how each name was understood.")
@click.option("--changed-since", metavar="REV", help="Report what came since a revision of git.")
@click.option("--no-baseline", is_flag=True, help="Report what layerlint-baseline.json knows, too.")
@options.common
def check(
    paths: tuple[Path, ...],
    select: str | None,
    ignore: str | None,
    extend_select: str | None,
    profile: str | None,
    min_confidence: str | None,
    include_tests: bool | None,
    output_format: str,
    output_file: Path | None,
    statistics: bool,
    exit_zero: bool,
    show_trail: bool,
    changed_since: str | None,
    no_baseline: bool,
    config: Path | None,
    isolated: bool,
    no_cache: bool,
) -> int:
    """Report what breaks the layering in files and folders (default: the current one)."""
    with options.one_line_errors():
        selected = options.projects(
            paths,
            config,
            isolated,
            not no_baseline,
            select=options.names(select, "--select"),
            ignore=options.names(ignore, "--ignore"),
            extend_select=options.names(extend_select, "--extend-select"),
            profile=Profile(profile) if profile else None,
            min_confidence=configuration.confidence(min_confidence, "--min-confidence") if min_confidence else None,
            include_tests=include_tests,
        )
        report = _run(selected, _known(selected, changed_since))
    text = _rendered(report, output_format, statistics, show_trail, output_file is None)
    if output_file is None:
        click.echo(text, nl=False, color=True)
    else:
        try:
            output_file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise click.UsageError(f"{output_file}: can't be written: {error.strerror}") from error
    if output_format == "text":
        from layerlint.output import text as text_output

        click.echo(text_output.render_summary(report), err=True)
    if report.has_internal_error:
        return 2
    return 1 if report.diagnostics and not exit_zero else 0


def _known(selected: list[Selected], revision: str | None) -> dict[Path, Baseline]:
    """What was found at a revision, by project."""
    if revision is None:
        return {}
    from layerlint.engine.revision import known_at

    return {item.analysis.folder: known_at(revision, item.analysis.settings) for item in selected}


def _run(selected: list[Selected], known: dict[Path, Baseline]) -> Report:
    if not sys.stderr.isatty():
        return run_checks(selected, None, known)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=sum(len(item.keys) for item in selected))

        def advance(key: str) -> None:
            progress.update(task, advance=1, description=key)

        return run_checks(selected, advance, known)


def _rendered(report: Report, output_format: str, statistics: bool, show_trail: bool, to_terminal: bool) -> str:
    if statistics:
        from layerlint.output import text
        from layerlint.rules import load

        return text.render_statistics(report, {item.rule.code: item.rule.slug for item in load()})
    if output_format == "json":
        from layerlint.output import json

        return json.render(report)
    if output_format == "github":
        from layerlint.output import github

        return github.render(report)
    from layerlint.output import text

    return text.render(report, show_trail, _style(to_terminal))


def _style(to_terminal: bool) -> Callable[[str, str], str]:
    """Colours on a terminal, unless NO_COLOR is set; FORCE_COLOR wants them anywhere."""
    from layerlint.output.text import plain

    forced = bool(os.environ.get("FORCE_COLOR"))
    if not forced and (os.environ.get("NO_COLOR") or not to_terminal or not sys.stdout.isatty()):
        return plain
    return lambda text, style: click.style(text, **_COLOURS[style])
