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
            for folder, now in _by_folder(selected).items():
                before = selected.analysis.followed(Baseline.load(folder))
                after = before.shrunk(now) if update else Baseline(folder, now)
                after.write()
                gone = (before.known - after.known).total()
                click.echo(f"layerlint: {folder / NAME}: {after.known.total()} findings, {gone} solved", err=True)
    return 0


def _continuous_integration() -> str | None:
    """The variable that tells that nobody will look at what is written and commit it."""
    return next((name for name in _CI if os.environ.get(name, "").lower() not in ("", "0", "false")), None)


def _by_folder(selected: Selected) -> dict[Path, Counter[Key]]:
    """The findings of a project by the folder of the configuration that they fall under."""
    analysis = selected.analysis
    found: dict[Path, Counter[Key]] = {}
    for key in selected.keys:
        config = analysis.settings.of(key)
        path = analysis.settings.relative(key, config)
        now = found.setdefault(config.folder, Counter())
        now.update(counted((item, path) for item in analysis.check(key)))
    return found
