"""What users say of libraries that layerlint doesn't know: in their configuration, and by installed plugins."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from layerlint.config import Config, ConfigError, Described
from layerlint.knowledge import Library, faults
from layerlint.model import Kind, Layer

GROUP = "layerlint.knowledge"
_KINDS = {
    Layer.ROUTER: Kind.ROUTER,
    Layer.SERVICE: Kind.SERVICE,
    Layer.REPOSITORY: Kind.REPOSITORY,
    Layer.SCHEMA: Kind.SCHEMA,
    Layer.MODEL: Kind.ENTITY,
}


def of_configuration(config: Config) -> Library | None:
    """The table that a configuration describes, None without one. Raises `ConfigError` for words that mean nothing."""
    if not config.knowledge:
        return None
    told = config.knowledge
    library = Library(
        name=str(config.source or "options"),
        read_from="the configuration",
        packages=tuple({name.partition(".")[0]: None for name in told}),
        kinds={name: kind for name, item in told.items() if (kind := _kind(item)) is not None},
        bases={name: item.bases for name, item in told.items() if item.bases},
        methods={name: item.methods for name, item in told.items() if item.methods},
        attributes={name: item.attributes for name, item in told.items() if item.attributes},
        functions={name: item.call for name, item in told.items() if item.call},
    )
    for name, fault in faults(library):
        raise ConfigError(f"{told[name].where}: `knowledge` of `{name}`: {fault}")
    return library


def _kind(item: Described) -> Kind | None:
    if item.layer is None:
        return item.kind
    if item.layer not in _KINDS:
        known = ", ".join(_KINDS)
        raise ConfigError(f"{item.where}: `layer` of a library's class is one of {known}, not `{item.layer}`")
    return _KINDS[item.layer]


@cache
def of_plugins() -> tuple[Library, ...]:
    """The tables that installed packages give, by the names of their entry points. Raises `ConfigError` for one that is none."""
    return tuple(table for point in sorted(entry_points(group=GROUP), key=lambda point: point.name) for table in _load(point))


def plugin_files() -> list[str]:
    """The files of the modules that `of_plugins` has taken tables from."""
    names = [point.module for point in entry_points(group=GROUP)]
    found = (getattr(sys.modules.get(name), "__file__", None) for name in names)
    return sorted({path for path in found if path})


def _load(point: EntryPoint) -> Iterable[Library]:
    where = f"knowledge plugin `{point.name}` ({point.value})"
    try:
        given = point.load()
    except Exception as error:
        raise ConfigError(f"{where} can't be loaded: {type(error).__name__}: {error}") from error
    tables = list(given) if isinstance(given, (list, tuple)) else [given]
    for table in tables:
        if not isinstance(table, Library):
            raise ConfigError(f"{where} gives a `{type(table).__name__}`, no `layerlint.knowledge.Library`")
        for name, fault in faults(table):
            raise ConfigError(f"{where}: `{name}`: {fault}")
    return tables


def bare_kinds(libraries: Iterable[Library]) -> dict[str, Kind]:
    """The classes of which users say only the kind: they are taken to have the methods of such a class that is known."""
    return {
        name: kind
        for library in libraries
        for name, kind in library.kinds.items()
        if name not in library.methods and name not in library.bases
    }
