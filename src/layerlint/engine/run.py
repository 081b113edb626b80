"""A whole run over paths: projects found, files read, modules checked, numbers summed up."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from layerlint.config import ConfigError, nearest
from layerlint.engine import needless
from layerlint.engine.analysis import Analysis
from layerlint.engine.baseline import Baseline
from layerlint.engine.cache.folder import CacheFolder
from layerlint.engine.discovery import project_folder, python_files
from layerlint.engine.facts_files import read
from layerlint.engine.remembered import Remembered
from layerlint.engine.settings import Settings
from layerlint.model import Diagnostic, TrailStep

if TYPE_CHECKING:
    from layerlint.project.source_tree import Layout


class Workers(NamedTuple):
    """Who checks: so many processes (None: as many as are worth starting), or a cluster by its address."""

    processes: int | None = 1
    cluster: str | None = None


_ALONE = Workers()


class NothingToCheckError(Exception):
    """No Python file lies in the paths that were given."""


@dataclass(slots=True)
class Options:
    """What a front end asks for.

    `overrides` replace settings of every configuration, `baseline` uses known findings; `cache` keeps what is found for the next
    run, in `cache_dir` if it is given. `facts` are files that hold modules which are read and not reported; nothing is kept with
    them.
    """

    config: Path | None = None
    isolated: bool = False
    overrides: Mapping[str, Any] = field(default_factory=dict)
    baseline: bool = True
    cache: bool = False
    cache_dir: Path | None = None
    facts: tuple[Path, ...] = ()


@dataclass(slots=True)
class Selected:
    """An open project and the modules of it that the paths name, with how to print a module's path.

    `cache` is the folder in which what is found is kept, None to keep nothing.
    """

    analysis: Analysis
    keys: list[str]
    cache: Path | None = None

    _prefix: str | None = None

    def shown(self, key: str) -> str:
        """A module's path relative to the working folder, with `/`."""
        if self._prefix is None:
            folder = Path(os.path.relpath(self.analysis.folder)).as_posix()
            self._prefix = "" if folder == "." else folder + "/"
        if self._prefix.startswith("../") and self._prefix.strip("./") == "":
            return Path(os.path.relpath(self.analysis.folder / key)).as_posix()
        return self._prefix + key


@dataclass(slots=True)
class Report:
    """The outcome of a run; paths are those to print, `baseline_paths` has what a baseline calls those with findings."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    files: int = 0
    unreadable: int = 0
    unclassified: int = 0
    known: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    by_layer: Counter[str] = field(default_factory=Counter)
    baseline_paths: dict[str, str] = field(default_factory=dict)

    @property
    def fixable(self) -> int:
        """How many findings a safe fix would mend."""
        return sum(item.fix is not None and item.fix.is_safe for item in self.diagnostics)

    @property
    def fixable_unsafely(self) -> int:
        """How many findings only an unsafe fix would mend."""
        return sum(item.fix is not None and not item.fix.is_safe for item in self.diagnostics)

    @property
    def has_internal_error(self) -> bool:
        """Whether a rule failed."""
        return self.by_rule["LAY900"] > 0


def open_projects(paths: Iterable[Path], options: Options, warn: Callable[[str], None]) -> list[Selected]:
    """The projects of some files and folders.

    Raises `ConfigError` for a path that doesn't exist or a wrong configuration, `NothingToCheckError` when no file is left.
    """
    wanted: dict[Path, list[Path]] = {}
    for path in paths:
        if not path.exists():
            siblings = [item.name for item in path.parent.iterdir()] if path.parent.is_dir() else []
            raise ConfigError(f"no such path: {path}{nearest(path.name, siblings)}")
        absolute = Path(os.path.abspath(path))
        wanted.setdefault(project_folder(absolute), []).append(absolute)
    if options.facts and len(wanted) > 1:
        raise ConfigError("--facts are of one project, these paths are of several")
    given = read(options.facts)
    found = []
    for folder, targets in wanted.items():
        facts = given.moved(Path.cwd(), folder)
        settings = Settings(folder, options.config, options.isolated, options.overrides, options.baseline)
        settings.of("x")
        excluded = settings.excluded(settings.of("x"))
        used: set[str] = set()
        keys = python_files(folder, excluded, warn, used)
        named = [_key(folder, target) for target in targets if target.is_file()]
        keys = sorted({*keys, *named, *facts.keys})
        settings.configs(keys)
        layout: Layout | None = ({}, facts.projects) if facts.keys else None
        analysis = Analysis(folder, keys, settings, facts.texts, None, layout, facts.unreadable)
        wanted_keys = [_key(folder, target) for target in targets]
        chosen = [key for key in keys if _is_wanted(key, wanted_keys) and (key in named or not analysis.is_excluded(key))]
        if both := [key for key in chosen if key in facts.keys]:
            raise ConfigError(f"{both[0]} is to be checked, and its facts are given")
        for message in needless.by_names(settings, keys, [glob for glob in excluded if glob not in used]):
            warn(message)
        if chosen:
            found.append(Selected(analysis, chosen, _cache_folder(settings, options)))
    if not found:
        raise NothingToCheckError("no Python files in: " + " ".join(str(path) for path in paths))
    return found


def _cache_folder(settings: Settings, options: Options) -> Path | None:
    return (options.cache_dir or settings.cache_folder()) if options.cache and not options.facts else None


def _key(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _is_wanted(key: str, targets: list[str]) -> bool:
    return any(target in (".", key) or key.startswith(target + "/") for target in targets)


def check(
    projects: list[Selected],
    progress: Callable[[str], None] | None = None,
    known: Mapping[Path, Baseline] | None = None,
    workers: Workers = _ALONE,
) -> Report:
    """Check the selected modules, by `workers`.

    `progress` is called with each module's path as it is done, `known` are findings to leave out, by project.
    """
    report = Report()
    for selected in projects:
        remembered = Remembered(selected.analysis, CacheFolder(selected.cache)) if selected.cache is not None else None
        analysis = selected.analysis = remembered.begin() if remembered is not None else selected.analysis
        before = (known or {}).get(analysis.folder)
        shared = _share(analysis, [key for key in selected.keys if key not in analysis.known], workers, progress)
        for key in selected.keys:
            found = analysis.check(key)
            if progress is not None and key not in shared:
                progress(key)
            if before is not None:
                found = before.new(found, key)
            report.files += 1
            report.known += analysis.left_out.get(key, 0)
            result = analysis.result(key)
            if result.is_unreadable:
                report.unreadable += 1
            else:
                report.by_layer[result.layer] += 1
                report.unclassified += result.is_unclassified
            if found:
                report.baseline_paths[selected.shown(key)] = analysis.settings.relative(key, analysis.settings.of(key))
            report.diagnostics += [_printed(finding, selected) for finding in found]
        if remembered is not None:
            remembered.end()
    report.diagnostics.sort(key=lambda item: item.sort_key)
    report.by_rule.update(item.code for item in report.diagnostics)
    return report


def _share(analysis: Analysis, keys: list[str], workers: Workers, progress: Callable[[str], None] | None) -> frozenset[str]:
    """Have modules checked by other processes where that is worth it; those of which `progress` was told.

    Where processes can't be started, or one is killed, for want of memory perhaps, this one does what they would have done.
    """
    if workers == _ALONE or not keys or (analysis.is_open and workers.cluster is None):
        return frozenset()
    from layerlint.engine import cluster, sharing

    told: set[str] = set()

    def tell(key: str) -> None:
        told.add(key)
        if progress is not None:
            progress(key)

    texts = analysis.overlay
    sizes = {key: len(texts[key]) if key in texts else _size(analysis.folder / key) for key in analysis.keys}
    if workers.cluster is not None:
        with cluster.connected(workers.cluster) as (executor, count, wait):
            sharing.Sharing(analysis, [executor], False, count, wait).run(keys, sizes, tell)
        return frozenset(told)
    count = sharing.worker_count(workers.processes, sum(sizes[key] for key in keys))
    if count == 1:
        return frozenset()
    if sharing.start_method() == "fork":
        from layerlint.engine.forked import Forked

        with suppress(*sharing.NO_PROCESSES):
            Forked(analysis, keys, sizes, count, tell).run()
        return frozenset(told)
    with suppress(*sharing.NO_PROCESSES), sharing.local(count) as pools:
        sharing.Sharing(analysis, pools, True, count).run(keys, sizes, tell)
    return frozenset(told)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _printed(finding: Diagnostic, selected: Selected) -> Diagnostic:
    trail = tuple(TrailStep(selected.shown(step.path), step.line, step.message) for step in finding.trail)
    return replace(finding, path=selected.shown(finding.path), trail=trail)
