"""Settings that match nothing or change nothing: a silent one looks like one that works.

What can be told from the names of files and rules alone is told by every command; what only a check shows, by `check`, once it has
looked at all that a configuration is for. Options of the command line are no settings.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from layerlint.config import Config, Reference
from layerlint.engine.baseline import NAME
from layerlint.engine.settings import Settings
from layerlint.globs import matches

if TYPE_CHECKING:
    from layerlint.engine.run import Selected

_OF_RULES = ("profile", "select", "ignore", "extend_select", "min_confidence", "include_tests")
Entry = tuple[str, str]


def by_names(settings: Settings, keys: list[str], excludes: Iterable[str]) -> Iterator[str]:
    """What is needless by the names of files and rules; `excludes` are globs that excluded nothing."""
    for config in settings.configs(keys):
        where = config.source or "options"
        paths = [settings.relative(key, config) for key in keys]
        named = [(glob, f"layers.{layer}") for layer, globs in config.layers.items() for glob in globs]
        named += [(glob, "per-file-ignores") for glob in config.per_file_ignores]
        for glob, name in named:
            if not any(matches(path, glob) for path in paths):
                yield f"{where}: `{glob}` in `{name}` matches no file"
        for root in config.source_roots:
            folder = root.strip("./").rstrip("/")
            if folder and not any(path.startswith(folder + "/") for path in paths):
                yield f"{where}: `{root}` in `source-roots` holds no Python file"
        if not _has_options(settings) and _names_rules(config):
            yield from _needless_rules(config)
    for glob in excludes:
        yield f"`{glob}` in `exclude` matches no file"


def _names_rules(config: Config) -> bool:
    """Whether rules are named at all: they are not loaded for nothing."""
    return any((config.select, config.ignore, config.extend_select, config.per_file_ignores, config.thresholds))


def _needless_rules(config: Config) -> Iterator[str]:
    """The names of rules without which the same ones would be on."""
    from layerlint.engine import selection

    on = _on(config)
    needless = [("ignore", item) for item in config.ignore if _on(replace(config, ignore=_others(config.ignore, item))) == on]
    needless += [
        ("extend-select", item)
        for item in config.extend_select
        if _on(replace(config, extend_select=_others(config.extend_select, item))) == on
    ]
    needless += [("select", item) for item in config.select if on.isdisjoint(selection.codes(item.name))]
    for key, entry in needless:
        yield f"{entry.where}: `{entry.name}` in `{key}` changes nothing"
    for glob, group in config.per_file_ignores.items():
        for entry in group:
            if on.isdisjoint(selection.codes(entry.name)):
                yield f"{entry.where}: `{entry.name}` in `per-file-ignores` for `{glob}` changes nothing"
    for name in config.thresholds:
        if on.isdisjoint(selection.codes(name)):
            yield f"{config.source or 'options'}: `{name}` in `thresholds` changes nothing: the rule is off"


def _others(group: tuple[Reference, ...], entry: Reference) -> tuple[Reference, ...]:
    return tuple(item for item in group if item is not entry)


def _on(config: Config) -> frozenset[str]:
    from layerlint.engine import selection

    bare = replace(config, per_file_ignores={})
    return frozenset(item.rule.code for item in selection.selected(bare, ""))


def _has_options(settings: Settings) -> bool:
    return any(settings.options.get(name) is not None for name in _OF_RULES)


def used_by(text: str, configs: Iterable[Config]) -> Iterator[Entry]:
    """The entries of `knowledge` and `stores` that a module may have to do with, by the words in it."""
    for config in configs:
        for name in config.knowledge:
            if _speaks_of(text, name):
                yield ("knowledge", name)
        for store in config.stores:
            from layerlint.knowledge import builtin_libraries

            packages = [package for library in builtin_libraries() if library.name == store.name for package in library.packages]
            if any(_speaks_of(text, package) for package in packages):
                yield ("stores", store.name)


def _speaks_of(text: str, name: str) -> bool:
    words = {name.partition(".")[0], name.rpartition(".")[2]}
    return all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words)


def by_results(projects: Iterable[Selected]) -> Iterator[str]:
    """What is needless by what was found, of configurations whose files were all checked."""
    for selected in projects:
        analysis = selected.analysis
        settings, checked = analysis.settings, {*selected.keys}
        results = [analysis.result(key) for key in selected.keys]
        if any(result.is_unreadable or result.has_failed for result in results):
            continue
        left = {key for key in analysis.keys if not analysis.is_excluded(key)} - checked
        used = {entry for result in results for entry in result.used}
        if not _has_options(settings):
            yield from _solved(selected, left)
        for config in settings.configs(selected.keys):
            if config.source is not None and not any(settings.of(key) is config for key in left):
                paths = [settings.relative(key, config) for key in selected.keys]
                wanted = [*_of_rules(config, paths)] if not _has_options(settings) else []
                wanted += [*_of_code(config)] if not left else []
                for entry, where, text in wanted:
                    if entry not in used:
                        yield f"{where}: {text}"


def _solved(selected: Selected, left: set[str]) -> Iterator[str]:
    """The baselines that know more than there is, of folders whose files were all checked."""
    analysis = selected.analysis
    folders: dict[Path, int] = {}
    for key in selected.keys:
        folder = analysis.settings.of(key).folder
        folders[folder] = folders.get(folder, 0) + analysis.left_out.get(key, 0)
    for folder in folders.keys() - {analysis.settings.of(key).folder for key in left}:
        config = next(config for config in analysis.settings.configs(selected.keys) if config.folder == folder)
        more = analysis.settings.baseline(config).known.total() - folders[folder]
        if more > 0:
            yield f"{os.path.relpath(folder / NAME)}: {more} solved: `layerlint baseline --update` takes them out"


def _of_rules(config: Config, paths: list[str]) -> Iterator[tuple[Entry, str, str]]:
    if _names_rules(config):
        yield from _of_ignores(config, paths)
    for layer, others in config.allow.items():
        for other in others:
            text = f"`{other}` in `allow.{layer}` allows nothing that there is"
            yield (f"allow.{layer}", other), str(config.source), text


def _of_ignores(config: Config, paths: list[str]) -> Iterator[tuple[Entry, str, str]]:
    from layerlint.engine import selection

    on = _on(replace(config, ignore=()))
    groups = [("ignore", "`ignore`", config.ignore)]
    for glob, names in config.per_file_ignores.items():
        if any(matches(path, glob) for path in paths):
            groups.append((selection.per_file(glob), f"`per-file-ignores` for `{glob}`", names))
    for key, called, group in groups:
        for entry in group:
            meant = on.intersection(selection.codes(entry.name))
            if meant and selection.are_checked(meant):
                yield (key, entry.name), entry.where, f"`{entry.name}` in {called} leaves out no finding"


def _of_code(config: Config) -> Iterator[tuple[Entry, str, str]]:
    for name, told in config.knowledge.items():
        yield ("knowledge", name), told.where, f"`{name}` in `knowledge` is used nowhere"
    for store in config.stores:
        yield ("stores", store.name), store.where, f"`{store.name}` in `stores` is used nowhere"
