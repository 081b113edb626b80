"""What other settings would give: `allow service -> database`, as a change of every configuration."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from layerlint import config as configuration
from layerlint.config import Config, ConfigError, Reference, nearest
from layerlint.engine import selection
from layerlint.engine.run import Report, Selected, check
from layerlint.model import Diagnostic, Layer

WHERE = "--simulate"
_VERBS = ("allow", "forbid", "ignore", "select", "preset", "profile")
_ARROW = re.compile(r"(\w+)\s*->\s*(\w+(?:\s*,\s*\w+)*)")
# What stands for more than imports: the rules, by code, that keep a layer from it.
_BEYOND_LAYERS: Mapping[str, Mapping[Layer, tuple[str, ...]]] = {
    "database": {
        Layer.ROUTER: ("LAY101", "LAY102", "LAY112"),
        Layer.DEPENDENCY: ("LAY201",),
        Layer.SERVICE: ("LAY301", "LAY302", "LAY304", "LAY305"),
        Layer.SCHEMA: ("LAY502",),
    },
    "http": {Layer.SERVICE: ("LAY303",), Layer.REPOSITORY: ("LAY402",)},
}
_SKIPPING = (Layer.REPOSITORY, Layer.MODEL)


@dataclass(frozen=True, slots=True)
class Simulation:
    """Changes, in their order, as a user wrote them; raises `ConfigError` when called with those that mean nothing."""

    changes: tuple[str, ...]

    def __call__(self, config: Config) -> Config:
        """The configuration with the changes."""
        for text in self.changes:
            config = _changed(config, text)
        return config


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is found now, and what would be: findings that go, findings that come, and the settings that make it so."""

    changes: tuple[str, ...]
    now: Report
    then: Report
    gone: list[Diagnostic]
    come: list[Diagnostic]
    settings: list[str]


def compare(projects: list[Selected], simulation: Simulation) -> Comparison:
    """Check projects as they are configured, and with changes. Raises `ConfigError`."""
    others: list[Selected] = []
    settings: dict[str, None] = {}
    for item in projects:
        changed = item.analysis.settings.changed(simulation)
        for before, after in zip(item.analysis.settings.configs(item.keys), changed.configs(item.keys), strict=True):
            settings.update(dict.fromkeys(_written(before, after)))
        others.append(Selected(item.analysis.with_settings(changed), item.keys))
    now, then = check(projects), check(others)
    known, coming = Counter(map(_seen, now.diagnostics)), Counter(map(_seen, then.diagnostics))
    gone = [item for item in now.diagnostics if not coming[_seen(item)]]
    come = [item for item in then.diagnostics if not known[_seen(item)]]
    return Comparison(simulation.changes, now, then, gone, come, [*settings])


def _seen(item: Diagnostic) -> tuple[object, ...]:
    return item.sort_key


def _changed(config: Config, text: str) -> Config:
    verb, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    if verb not in _VERBS or not rest:
        known = "`allow LAYER -> LAYER`, `forbid LAYER -> LAYER`, `ignore RULE`, `select RULE`, `preset NAME`, `profile NAME`"
        raise ConfigError(f"{WHERE}: `{text}` is no change{nearest(verb, _VERBS) if verb not in _VERBS else ''}: write {known}")
    if verb == "preset":
        return replace(config, preset=configuration.preset(rest, WHERE))
    if verb == "profile":
        return replace(config, profile=configuration.profile(rest, WHERE))
    if verb in ("ignore", "select"):
        named = configuration.references(rest.split(","), WHERE)
        return _without(config, named) if verb == "ignore" else _with(config, named)
    match = _ARROW.fullmatch(rest)
    if match is None:
        raise ConfigError(f"{WHERE}: `{text}` has no arrow: write `{verb} service -> repository`")
    for target in match[2].split(","):
        config = _directed(config, verb == "allow", _layer(match[1]), target.strip())
    return config


def _layer(word: str) -> Layer:
    if word not in set(Layer):
        raise ConfigError(f"{WHERE}: unknown layer `{word}`{nearest(word, Layer)}")
    return Layer(word)


def _directed(config: Config, allows: bool, layer: Layer, target: str) -> Config:
    """A configuration in which a layer may, or may not, know another, the database or HTTP."""
    if target in _BEYOND_LAYERS:
        rules = _BEYOND_LAYERS[target]
        if layer not in rules:
            raise ConfigError(f"{WHERE}: no rule keeps {layer} from `{target}`, only {', '.join(rules)}")
        named = configuration.references(rules[layer], WHERE)
        return _without(config, named) if allows else _with(config, named)
    if target not in set(Layer):
        raise ConfigError(f"{WHERE}: unknown layer `{target}`{nearest(target, (*Layer, *_BEYOND_LAYERS))}")
    other = Layer(target)
    allow, forbid = _without_one(config.allow, layer, other), _without_one(config.forbid, layer, other)
    if allows:
        allow[layer] = (*allow.get(layer, ()), other)
    else:
        forbid[layer] = (*forbid.get(layer, ()), other)
    if not allows and layer is Layer.ROUTER and other in _SKIPPING and selection.is_on("LAY602", config):
        # That rule tells it already, wherever nothing allows it.
        forbid = dict(config.forbid)
    return replace(config, allow=allow, forbid=forbid)


def _without_one(table: Mapping[Layer, tuple[Layer, ...]], layer: Layer, other: Layer) -> dict[Layer, tuple[Layer, ...]]:
    kept = {key: tuple(item for item in items if (key, item) != (layer, other)) for key, items in table.items()}
    return {key: items for key, items in kept.items() if items}


def _without(config: Config, named: Iterable[Reference]) -> Config:
    """A configuration that leaves rules out besides."""
    known = {reference.name for reference in config.ignore}
    return replace(config, ignore=(*config.ignore, *(item for item in named if item.name not in known)))


def _with(config: Config, named: Iterable[Reference]) -> Config:
    """A configuration in which rules are on, whatever left them out."""
    codes = [code for item in named for code in selection.codes(item.name) or (item.name,)]
    ignore: list[Reference] = []
    for reference in config.ignore:
        meant = selection.codes(reference.name)
        if meant and not meant.isdisjoint(codes):
            ignore += configuration.references(sorted(meant.difference(codes)), WHERE)
        else:
            ignore.append(reference)
    known = {reference.name for reference in config.extend_select}
    more = configuration.references([code for code in codes if code not in known], WHERE)
    return replace(config, ignore=tuple(ignore), extend_select=(*config.extend_select, *more))


def _written(before: Config, after: Config) -> Iterable[str]:
    """The settings that differ, as they are written in TOML."""
    if after.preset != before.preset:
        yield f'preset = "{after.preset.name}"'
    if after.profile != before.profile:
        yield f'profile = "{after.profile}"'
    for key, was, now in (
        ("ignore", before.ignore, after.ignore),
        ("extend-select", before.extend_select, after.extend_select),
    ):
        if was != now:
            yield f"{key} = {_list(item.name for item in now)}"
    for key, had, has in (("allow", before.allow, after.allow), ("forbid", before.forbid, after.forbid)):
        if had != has:
            table = ", ".join(f"{layer} = {_list(items)}" for layer, items in has.items())
            yield f"{key} = {{ {table} }}" if table else f"{key} = {{}}"


def _list(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
