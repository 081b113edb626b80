"""`layerlint check`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from layerlint import config as configuration
from layerlint.cli import options, terminal
from layerlint.cli.completion import rules
from layerlint.cli.outputs import Output, OutputCommand, only_files, output_options, rendered, write
from layerlint.config import ConfigError
from layerlint.engine import needless
from layerlint.engine.baseline import Baseline
from layerlint.engine.run import Report, Selected, Workers
from layerlint.engine.run import check as run_checks
from layerlint.model import Confidence, Profile

_REFRESH = 0.1
_EXAMPLES = options.examples(
    ("layerlint check", "all of this folder's project"),
    ("layerlint check app --profile strict", "every rule"),
    ("layerlint check --select LAY1", "rules of routers alone"),
    ("layerlint check --changed-since main", "what a branch adds"),
    ("layerlint check --output-format sarif --output-file x.sarif", "code scanning"),
    ("layerlint check --workers 2", "at most two processes"),
)


@click.command(cls=OutputCommand, epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--select", metavar="RULES", shell_complete=rules, help="Report these rules alone: codes, slugs or prefixes, comma separated."
)
@click.option("--ignore", metavar="RULES", shell_complete=rules, help="Leave these rules out.")
@click.option(
    "--extend-select", metavar="RULES", shell_complete=rules, help="Report these rules besides the profile's, by full code or slug."
)
@click.option("--profile", type=click.Choice([item.value for item in Profile]), help="The set of rules.")
@click.option("--min-confidence", type=click.Choice([str(item) for item in Confidence]), help="Leave less sure findings out.")
@click.option("--include-tests", is_flag=True, default=None, help="Check tests and migrations like all other code.")
@click.option("--fix", "fixes", is_flag=True, help="Mend what can be mended safely, and report the rest.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend with fixes that want a second look, too.")
@click.option("--diff", is_flag=True, help="Print what fixes would change, and write nothing.")
@output_options
@click.option("--statistics", is_flag=True, help="Print how often each rule was broken, instead of findings.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--show-trail/--no-show-trail", default=True, help="Say how each name was understood.")
@click.option("--changed-since", metavar="REV", help="Report what came since a revision of git.")
@click.option("--no-baseline", is_flag=True, help="Report what layerlint-baseline.json knows, too.")
@click.option("--cache-dir", type=click.Path(path_type=Path), metavar="DIR", help="Keep what is found there.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Check with so many processes (default: by cores and size, at most 4).",
)
@click.option("--executor", metavar="ADDRESS", help="Check on a Dask cluster: dask://HOST:PORT.")
@click.option(
    "--facts", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Read what `layerlint facts` wrote of others."
)
@click.option("--watch", is_flag=True, help="Report again whenever a file changes, until Ctrl-C.")
@click.option(
    "--simulate",
    metavar="CHANGE",
    multiple=True,
    help="Show what a changed setting would give: `allow service -> database`, `forbid ...`, `ignore RULE`, `select RULE`, "
    "`preset NAME`, `profile NAME`; may be given again.",
)
@options.common
def check(
    paths: tuple[Path, ...],
    select: str | None,
    ignore: str | None,
    extend_select: str | None,
    profile: str | None,
    min_confidence: str | None,
    include_tests: bool | None,
    fixes: bool,
    unsafe_fixes: bool,
    diff: bool,
    outputs: tuple[Output, ...],
    statistics: bool,
    exit_zero: bool,
    show_trail: bool,
    changed_since: str | None,
    no_baseline: bool,
    simulate: tuple[str, ...],
    config: Path | None,
    isolated: bool,
    no_cache: bool,
    cache_dir: Path | None,
    workers: int | None,
    executor: str | None,
    facts: tuple[Path, ...],
    watch: bool,
) -> int:
    """Report what breaks the layering in files and folders (default: the current one)."""
    if statistics:
        outputs = only_files(outputs)
    if watch and (fixes or unsafe_fixes or diff):
        raise click.UsageError("--watch only reports: it excludes --fix, --unsafe-fixes and --diff")
    if simulate and (watch or fixes or unsafe_fixes or diff):
        raise click.UsageError("--simulate only shows: it excludes --watch, --fix, --unsafe-fixes and --diff")
    cache = None if no_cache else options.Cache(cache_dir)
    with options.one_line_errors():
        if facts and (fixes or unsafe_fixes or diff or changed_since is not None):
            raise ConfigError("--facts goes with neither fixes nor --changed-since: they need the sources")
        overrides = {
            "select": options.names(select, "--select"),
            "ignore": options.names(ignore, "--ignore"),
            "extend_select": options.names(extend_select, "--extend-select"),
            "profile": Profile(profile) if profile else None,
            "min_confidence": configuration.confidence(min_confidence, "--min-confidence") if min_confidence else None,
            "include_tests": include_tests,
        }

    def once() -> int:
        selected = options.projects(paths, config, isolated, not no_baseline, cache, facts, **overrides)
        if simulate:
            return _simulate(selected, simulate, outputs)
        known = _known(selected, changed_since)
        if fixes or unsafe_fixes or diff:
            from layerlint.cli import fixes as fixing

            if diff:
                status = fixing.show(selected, unsafe_fixes, known)
                return 0 if exit_zero else status
            selected = fixing.carry_out(selected, unsafe_fixes, known)
        report = _run(selected, known, Workers(workers, executor))
        for output in sorted(outputs, key=lambda output: output.file is None):
            write(output, rendered(output, report, terminal.look(to_file=output.file is not None, trail=show_trail)))
        for message in needless.by_results(selected):
            options.warn(message)
        if statistics:
            _print_statistics(report)
        if all(output.is_for_people or output.file is not None for output in outputs):
            from layerlint.output import text

            click.echo(text.render_summary(report), err=True)
        if report.has_internal_error:
            return 2
        return 1 if report.diagnostics and not exit_zero else 0

    with options.one_line_errors():
        if not watch:
            return once()
        from layerlint.cli import watch as watching

        with watching.kept(cache) as cache:
            return watching.repeat(once, paths or (Path(),), [*facts, *([config] if config is not None else [])])


def _simulate(selected: list[Selected], changes: tuple[str, ...], outputs: tuple[Output, ...]) -> int:
    """Print what changed settings would give; nothing is wrong with either, so the exit status is 0."""
    from layerlint.engine.simulation import Simulation, compare
    from layerlint.output import simulation

    for output in outputs:
        if output.format not in ("text", "json"):
            raise click.UsageError(f"--simulate prints text or json, no {output.format}")
    found = compare(selected, Simulation(changes))
    for output in outputs:
        is_text = output.format == "text"
        look = terminal.look(to_file=output.file is not None)
        write(output, simulation.render(found, look) if is_text else simulation.render_json(found))
    return 0


def _known(selected: list[Selected], revision: str | None) -> dict[Path, Baseline]:
    """What was found at a revision, by project."""
    if revision is None:
        return {}
    from layerlint.engine.revision import known_at

    return {item.analysis.folder: item.analysis.followed(known_at(revision, item.analysis.settings)) for item in selected}


def _run(selected: list[Selected], known: dict[Path, Baseline], workers: Workers) -> Report:
    if not sys.stderr.isatty():
        return run_checks(selected, None, known, workers)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task("", total=sum(len(item.keys) for item in selected))

        shown = time.monotonic()

        def advance(key: str) -> None:
            nonlocal shown
            now = time.monotonic()
            progress.update(task, advance=1, description=key, refresh=now - shown > _REFRESH)
            shown = now if now - shown > _REFRESH else shown

        return run_checks(selected, advance, known, workers)


def _print_statistics(report: Report) -> None:
    from layerlint.output import text
    from layerlint.rules import load

    click.echo(text.render_statistics(report, {item.rule.code: item.rule.slug for item in load()}), nl=False)
