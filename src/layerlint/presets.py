"""Presets for how houses differ: which layers may query, raise HTTP errors, act on entities, and import what.

The default is the architecture that the rules are written for; a preset leaves out what another house means to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from layerlint.model import Layer

_SERVICES_QUERY = frozenset({"LAY301", "LAY302", "LAY304", "LAY305"})


@dataclass(frozen=True, slots=True)
class Preset:
    """One house's architecture.

    `off` are the rules that don't hold there, by code; `allow` are the layers that a layer may import besides;
    `active_record` the layers that may let entities save, find and delete themselves.
    """

    name: str
    summary: str
    off: frozenset[str] = frozenset()
    allow: Mapping[Layer, tuple[Layer, ...]] = field(default_factory=dict)
    active_record: frozenset[Layer] = frozenset()


LAYERED = Preset("layered", "handlers call services, services call repositories, repositories query")
PRESETS = {
    preset.name: preset
    for preset in (
        LAYERED,
        Preset("services-query", "handlers call services, services query: there are no repositories", _SERVICES_QUERY),
        Preset(
            "framework-services",
            "services query, raise the framework's HTTP errors, and use what dependencies provide",
            _SERVICES_QUERY | {"LAY303"},
            {Layer.SERVICE: (Layer.DEPENDENCY,)},
        ),
        Preset(
            "services-selectors",
            "services change the data and query for it, selectors read it for services and handlers",
            _SERVICES_QUERY | {"LAY602"},
        ),
        Preset(
            "active-record",
            "entities find, save and delete themselves, for handlers, dependencies and services; nobody else's session is used",
            frozenset({"LAY602"}),
            active_record=frozenset({Layer.ROUTER, Layer.DEPENDENCY, Layer.SERVICE}),
        ),
        Preset(
            "repositories-only",
            "handlers decide and call repositories: there are no services",
            frozenset({"LAY103", "LAY111", "LAY602"}),
        ),
    )
}
