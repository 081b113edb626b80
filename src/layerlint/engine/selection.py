"""Which rules are on for a file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from layerlint.config import Config, ConfigError, Reference, nearest
from layerlint.globs import matches
from layerlint.model import Profile
from layerlint.rules import LoadedRule, load

_PREFIX = re.compile(r"LAY\d{0,2}$")


def check_names(config: Config) -> None:
    """Raise `ConfigError` for the first name of a rule in a configuration that no rule has, or that has no threshold."""
    groups: list[Iterable[Reference]] = [config.select, config.ignore, config.extend_select, *config.per_file_ignores.values()]
    for group in groups:
        for reference in group:
            if not any(_matches(reference.name, item) for item in load()) and not _PREFIX.fullmatch(reference.name):
                known = [name for item in load() for name in (item.rule.code, item.rule.slug)]
                raise ConfigError(f"{reference.where}: unknown rule `{reference.name}`{nearest(reference.name, known)}")

    judged = [name for item in load() if item.rule.judged for name in (item.rule.code, item.rule.slug)]
    for name in config.thresholds:
        if name not in judged:
            where = config.source or "options"
            raise ConfigError(f"{where}: `thresholds` names `{name}`, no judgement rule{nearest(name, judged)}")


def codes(name: str) -> frozenset[str]:
    """The codes of the rules that a name in a configuration stands for."""
    return frozenset(item.rule.code for item in load() if _matches(name, item))


def is_on(code: str, config: Config) -> bool:
    """Whether a rule is on but for what is ignored in single files."""
    item = next(item for item in load() if item.rule.code == code)
    return item.rule.always or (_is_on(item, config) and not _named(item, config.ignore))


def entries(config: Config, key: str) -> list[tuple[LoadedRule, tuple[tuple[str, str], ...]]]:
    """The rules that would be on for a file if nothing left them out, and what does: the key of the configuration and the entry."""
    groups = [("ignore", config.ignore)]
    groups += [(per_file(glob), group) for glob, group in config.per_file_ignores.items() if matches(key, glob)]
    found = []
    for item in load():
        if not item.rule.always and _is_on(item, config):
            leaving = tuple((where, entry.name) for where, group in groups for entry in group if _matches(entry.name, item))
            if leaving:
                found.append((item, leaving))
    return found


def are_checked(codes: Iterable[str]) -> bool:
    """Whether rules are checked by themselves, so that it can be said what they would find."""
    return all(item.check is not None for item in load() if item.rule.code in codes)


def per_file(glob: str) -> str:
    """How a key of `per-file-ignores` is called."""
    return f"per-file-ignores.{glob}"


def selected(config: Config, key: str) -> list[LoadedRule]:
    """The rules that are on for a file; `key` is its path below the configuration's folder."""
    ignored = [reference for glob, group in config.per_file_ignores.items() if matches(key, glob) for reference in group]
    found = []
    for item in load():
        if item.rule.always or (_is_on(item, config) and not _named(item, [*config.ignore, *ignored])):
            found.append(item)
    return found


def _is_on(item: LoadedRule, config: Config) -> bool:
    in_profile = config.profile is Profile.STRICT or item.rule.profile is Profile.RECOMMENDED
    if any(_exact(reference.name, item) for reference in (*config.select, *config.extend_select)):
        return True
    if not in_profile or item.rule.code in config.preset.off:
        return False
    return not config.select or _named(item, [*config.select, *config.extend_select])


def _named(item: LoadedRule, group: Iterable[Reference]) -> bool:
    return any(_matches(reference.name, item) for reference in group)


def _exact(name: str, item: LoadedRule) -> bool:
    return name in (item.rule.code, item.rule.slug)


def _matches(name: str, item: LoadedRule) -> bool:
    return _exact(name, item) or (_PREFIX.fullmatch(name) is not None and item.rule.code.startswith(name))
