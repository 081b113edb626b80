"""The layer that a name declares: the words that houses use for their layers, in class, file and folder names."""

from __future__ import annotations

import re
from functools import lru_cache

from layerlint.model import Layer

_WORDS = {
    Layer.ROUTER: (
        "router routers route routes endpoint endpoints view views controller controllers resource resources blueprint blueprints"
    ),
    Layer.DEPENDENCY: "dependency dependencies deps depends guards",
    Layer.SERVICE: "service services usecase usecases interactor interactors facade",
    Layer.REPOSITORY: "repository repositories repo repos crud cruds dao daos dal selector selectors queries",
    Layer.SCHEMA: "schema schemas serializer serializers serialiser serialisers forms dto dtos vo vos responses",
    Layer.MODEL: "models entities tables",
}
_OTHER = (
    "task tasks scheduled scheduler job jobs worker workers cli command commands config configuration settings setup main "
    "constants enums exception exceptions error errors middleware middlewares logging logger logs events startup lifespan celery "
    "signals receivers context_processors"
)
_OTHER_LAST_WORDS = frozenset(
    "tasks jobs worker workers cli commands config settings middleware middlewares exceptions errors constants enums".split()
)
_DOMAIN_NOUNS = frozenset("task tasks job jobs event events".split())
_SETTINGS = frozenset("config configs configuration settings".split())
_BACKGROUND_FOLDERS = frozenset("jobs tasks bgtasks scripts commands workers cron templatetags middleware middlewares".split())
_VALUES = frozenset({"vo", "vos"})
_DATABASE = frozenset({"db", "database"})
_BACKGROUND_TREES = frozenset("celery background bgtasks scripts".split())
_HELPERS = frozenset("util utils helper helpers common misc".split())
_OF_SERVICE = frozenset(
    "account accounts worker bus mesh token tokens key keys provider providers name names type types request requests level levels "
    "discovery principal desk area areas status".split()
)
_PHRASES = {"use_case": Layer.SERVICE, "use_cases": Layer.SERVICE, "data_access": Layer.REPOSITORY}
_LAYER_OF_WORD = {word: layer for layer, words in _WORDS.items() for word in words.split()}
_DATA = (Layer.SCHEMA, Layer.MODEL)
_STORING = frozenset({Layer.REPOSITORY, Layer.SCHEMA, Layer.MODEL})
_NOUNS = frozenset({"services", "resources"})
_OVER_STEMS = frozenset({Layer.SCHEMA, Layer.MODEL, Layer.DEPENDENCY})
_OTHER_STEMS = frozenset(_OTHER.split())
_CLASS_WORDS = {
    **dict.fromkeys(("service", "usecase", "interactor", "facade"), Layer.SERVICE),
    **dict.fromkeys(("repository", "repo", "dao", "crud"), Layer.REPOSITORY),
}
_FOREIGN_WORDS = {
    **dict.fromkeys(("serializer", "form"), Layer.SCHEMA),
    **dict.fromkeys(("view", "viewset"), Layer.ROUTER),
}
_SCHEMA_WORDS = frozenset({"schema", "serializer", "form", "dto"})
_LEADING = frozenset({Layer.REPOSITORY, Layer.ROUTER})
_TRIMMED = frozenset({"impl", "base", "protocol", "interface", "mixin"})
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


@lru_cache(maxsize=65536)
def of_file_part(name: str) -> Layer | None:
    """The layer that a file's stem or a folder's name declares: its last word, or its first (`controller_users`).

    A first word says nothing beside the word of another layer: `crud_endpoints_generator` is no repository.
    """
    lowered = name.lower().strip("_")
    words = [word for word in lowered.split("_") if word]
    if not words:
        return None
    for phrase, declared in _PHRASES.items():
        if lowered == phrase or lowered.endswith("_" + phrase):
            return declared
    layer = _LAYER_OF_WORD.get(words[-1])
    if layer is not None:
        return layer
    first = _LAYER_OF_WORD.get(words[0])
    if first not in _LEADING or any(_LAYER_OF_WORD.get(word, first) is not first for word in words[1:]):
        return None
    return first


def is_background(dotted: str) -> bool:
    """Whether a module's own name tells background work, settings and the like, not only a folder of helpers."""
    stem = dotted.rpartition(".")[2].lower().strip("_")
    return stem in _OTHER_STEMS or stem.rpartition("_")[2] in _OTHER_LAST_WORDS


@lru_cache(maxsize=65536)
def of_path(dotted: str) -> tuple[Layer, str] | None:
    """The layer that a module's dotted name declares, the nearest part first, and that part.

    Files of background jobs, settings and the like declare `other`, as do helpers that stand in no layer's folder; right in such a
    folder, tasks, jobs and events are what the house is about, but for `tasks` that stand among services. Services and
    resources among schemas or models are what these are about, as are the `model_endpoints` that repositories keep. A domain's `vo`
    are value objects.
    """
    parts = dotted.split(".")
    stem = parts[-1].lower().strip("_")
    around = of_file_part(parts[-2]) if len(parts) > 1 else None
    is_of_domain = around is not None and stem in _DOMAIN_NOUNS - (_BACKGROUND_FOLDERS if around is Layer.SERVICE else set())
    if is_background(dotted) and not is_of_domain and not any(of_file_part(part) in _OVER_STEMS for part in parts[:-1]):
        return Layer.OTHER, parts[-1]
    background = any(part.lower() in _BACKGROUND_FOLDERS for part in parts[:-1])
    folder = next((layer for part in reversed(parts[:-1]) if (layer := of_file_part(part)) is not None), None)
    if folder is not None and of_file_part(parts[-2]) in _DATA and stem in _NOUNS and parts[-2] != "forms":
        return folder, parts[-2]
    about = "_" in stem and of_file_part(stem) is Layer.ROUTER and folder in _STORING
    values = _VALUES if "domain" in parts[:-1] else frozenset()
    for part in reversed(parts[:-1] if about else parts):
        layer = of_file_part(part)
        if layer is not None and not (background and part == "queries") and part not in values:
            return layer, part
    if stem.startswith("service_") and stem.split("_")[1] not in _OF_SERVICE:
        return Layer.SERVICE, parts[-1]
    if len(parts) > 1 and parts[-2].lower() in _BACKGROUND_FOLDERS:
        return Layer.OTHER, parts[-2]
    tree = next((part for part in reversed(parts[:-1]) if part.lower() in _BACKGROUND_TREES), None)
    if tree is not None:
        return Layer.OTHER, tree
    helper = next((part for part in reversed(parts) if part.lower().strip("_") in _HELPERS), None)
    return (Layer.OTHER, helper) if helper is not None else None


def is_ambiguous(dotted: str) -> bool:
    """Whether only a file's name `schema` speaks for a schema: those of indexes, tables and interfaces are called so too."""
    *folders, stem = dotted.split(".")
    return stem.strip("_") == "schema" and not any(of_file_part(part) is Layer.SCHEMA for part in folders)


def holds_settings(dotted: str) -> bool:
    """Whether a module's own name says that it holds settings, and no layer's folder that it is about them."""
    declared = of_path(dotted)
    stem = dotted.rpartition(".")[2].lower().strip("_")
    return declared is not None and declared[0] is Layer.OTHER and stem.rpartition("_")[2] in _SETTINGS


def is_about_settings(dotted: str) -> bool:
    """Whether a module's own name tells which settings it is about: `search_settings`, not `settings`."""
    words = dotted.rpartition(".")[2].lower().strip("_").split("_")
    return len(words) > 1 and words[-1] in _SETTINGS


def is_in_database_folder(dotted: str) -> bool:
    """Whether a folder of a module is named for the database, whatever layer the module's own name tells."""
    return not _DATABASE.isdisjoint(part.lower() for part in dotted.split(".")[:-1])


def of_foreign_class(name: str) -> Layer | None:
    """The layer that a class has which derives from one of that name in a library that no table knows."""
    words = [word.lower() for word in _CAMEL.findall(name)]
    declared = of_class(name)
    return declared if declared is not None else _FOREIGN_WORDS.get(words[-1]) if words else None


def is_schema(name: str) -> bool:
    """Whether a class is named for a schema: `UserSerializer`."""
    words = [word.lower() for word in _CAMEL.findall(name)]
    return bool(words) and words[-1] in _SCHEMA_WORDS


def of_class(name: str) -> Layer | None:
    """The layer that a class's name declares: `UserService`, `CRUDUser`, `RepositoryBase`.

    A class that is named like a function, `get_repository`, is used as one.
    """
    if "_" in name.strip("_") and name.islower():
        return None
    words = [word.lower() for word in _CAMEL.findall(name)]
    if not words:
        return None
    if words[-2:] == ["use", "case"]:
        return Layer.SERVICE
    trimmed = words[:-1] if words[-1] in _TRIMMED and len(words) > 1 else words
    layer = _CLASS_WORDS.get(trimmed[-1])
    if layer is not None:
        return layer
    first = _CLASS_WORDS.get(words[0])
    return first if first is Layer.REPOSITORY and len(words) > 1 else None
