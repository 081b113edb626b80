"""`layerlint baseline`."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import click

from layerlint.cli import options
from layerlint.config import ConfigError
from layerlint.engine import Selected
from layerlint.engine.baseline import NAME, Baseline, Key, counted

_CI = ("CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION")
_EXAMPLES = options.examples(
    ("layerlint baseline", "write down what is found now"),
    ("layerlint check", "only what came since"),
    ("layerlint baseline --update", "take out what is solved"),
)


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--update", is_flag=True, help="Only take out what is solved: nothing new is let in.")
@click.option("--force", is_flag=True, help="Write the file in CI, too.")
@options.common
def baseline(paths: tuple[Path, ...], update: bool, force: bool, config: Path | None, isolated: bool, no_cache: bool) -> int:
    """Write down what is found now, so that `check` and flake8 report only what is new."""
    with options.one_line_errors():
        if not force and (variable := _continuous_integration()) is not None:
            raise ConfigError(f"{variable} says that this is CI, which must not make what it finds known: --force does it anyway")
        for selected in options.projects(paths, config, isolated, baseline=False):
            for folder, found in _by_folder(selected).items():
                _write(selected, folder, found, update)
    return 0


def _write(selected: Selected, folder: Path, found: dict[str, Counter[Key]], update: bool) -> None:
    """Write a folder's baseline anew, or shrink it; entries of files that were not looked at stay as they are."""
    analysis = selected.analysis
    is_whole = {*selected.keys} >= {key for key in analysis.keys if not analysis.is_excluded(key)}
    try:
        before = analysis.followed(Baseline.load(folder))
    except ConfigError:
        if update or not is_whole:
            raise
        before = Baseline(folder)
    now: Counter[Key] = Counter()
    for counts in found.values():
        now.update(counts)
    if not is_whole:
        now.update({key: count for key, count in before.known.items() if key[0] not in found})
    after = before.shrunk(now) if update else Baseline(folder, now)
    after.write()
    gone = (before.known - after.known).total()
    click.echo(f"layerlint: {os.path.relpath(folder / NAME)}: {after.known.total()} findings, {gone} solved", err=True)


def _continuous_integration() -> str | None:
    """The variable that tells that nobody will look at what is written and commit it."""
    return next((name for name in _CI if os.environ.get(name, "").lower() not in ("", "0", "false")), None)


def _by_folder(selected: Selected) -> dict[Path, dict[str, Counter[Key]]]:
    """The findings of a project by the folder of the configuration that they fall under, and by their files below it."""
    analysis = selected.analysis
    found: dict[Path, dict[str, Counter[Key]]] = {}
    for key in selected.keys:
        config = analysis.settings.of(key)
        path = analysis.settings.relative(key, config)
        found.setdefault(config.folder, {})[path] = counted((item, path) for item in analysis.check(key))
    return found
