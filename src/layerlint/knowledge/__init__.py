"""What the ecosystem's names mean: one literal table a library, merged here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache, cached_property

from layerlint.knowledge.faults import faults
from layerlint.knowledge.library import Library
from layerlint.model import DATABASE_EFFECTS, Effect, Kind

__all__ = ["Call", "Knowledge", "Library", "builtin_knowledge", "builtin_libraries", "faults"]


class Call:
    """What a call of a known callable does: its effects, and the result in the language of `library`."""

    __slots__ = ("checks", "consumes", "effects", "is_query", "result")

    def __init__(self, text: str) -> None:
        effects, _, result = text.partition("->")
        names = [name.strip() for name in effects.split(",") if name.strip()]
        self.is_query = "query" in names
        self.consumes = "consume" in names
        self.checks = "check" in names
        self.effects = frozenset(Effect(name) for name in names if name not in ("query", "consume", "check"))
        self.result = result.strip()

    @property
    def is_database(self) -> bool:
        """Whether it reads, writes or ends a transaction, or builds a query that is bound to a session."""
        return self.is_query or not self.effects.isdisjoint(DATABASE_EFFECTS)


class Knowledge:
    """All tables as one; look-ups take canonical dotted names, see `canonical`."""

    def __init__(self, libraries: tuple[Library, ...], user_kinds: Mapping[str, Kind] | None = None) -> None:
        self.libraries = libraries
        self._kinds: dict[str, Kind] = {}
        self._bases: dict[str, tuple[str, ...]] = {}
        self._methods: dict[str, dict[str, str]] = {}
        self._attributes: dict[str, dict[str, str]] = {}
        self._functions: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        names: set[str] = set()
        usage: set[str] = set()
        immutable: set[str] = set()
        for library in libraries:
            self._kinds.update(library.kinds)
            self._bases.update(library.bases)
            for owner, methods in library.methods.items():
                self._methods.setdefault(owner, {}).update(methods)
            for owner, attributes in library.attributes.items():
                self._attributes.setdefault(owner, {}).update(attributes)
            self._functions.update(library.functions)
            self._aliases.update(library.aliases)
            names |= library.session_names
            usage |= library.session_usage
            immutable |= library.immutable_types
        self.injectors = frozenset(name for library in libraries for name in library.injectors)
        self.body_markers = frozenset(name for library in libraries for name in library.body_markers)
        self.form_markers = frozenset(name for library in libraries for name in library.form_markers)
        self.parameter_markers = frozenset(name for library in libraries for name in library.parameter_markers)
        self.runners = {name: text for library in libraries for name, text in library.runners.items()}
        self.runner_names = frozenset(name.rpartition(".")[2] for name in self.runners)
        self.states = frozenset(name for library in libraries for name in library.states)
        self.markers = self.injectors | self.body_markers | self.form_markers | self.parameter_markers
        self.status_modules = frozenset(name for library in libraries for name in library.status_modules)
        self.json_parsers = frozenset(name for library in libraries for name in library.json_parsers)
        self.aborts = frozenset(name for library in libraries for name in library.aborts)
        self.mapping_decorators = frozenset(name for library in libraries for name in library.mapping_decorators)
        self.masked_types = frozenset(name for library in libraries for name in library.masked_types)
        self._attribute_readers = {name: item for library in libraries for name, item in library.attribute_readers.items()}
        self.schema_settings = {name: item for library in libraries for name, item in library.schema_settings.items()}
        self.whole_validators = {name: item for library in libraries for name, item in library.whole_validators.items()}
        self.schema_hooks = frozenset(name for library in libraries for name in library.schema_hooks)
        self.error_registrars = {name: place for library in libraries for name, place in library.error_registrars.items()}
        self.error_options = frozenset(name for library in libraries for name in library.error_options)
        self.error_settings = {name: default for library in libraries for name, default in library.error_settings.items()}
        self.error_hooks = frozenset(name for library in libraries for name in library.error_hooks)
        self.records = frozenset(name for library in libraries for name in library.records)
        self.serializers = frozenset(name for library in libraries for name in library.serializers)
        self.descriptors = {name: text for library in libraries for name, text in library.descriptors.items()}
        self.owned = frozenset(name for library in libraries for name in library.owned)
        self.customs = {name: text for library in libraries for name, text in library.customs.items()}
        self._column_owners = {name: owner for library in libraries for name, owner in library.column_owners.items()}
        self.objects = {name: text for library in libraries for name, text in library.objects.items()}
        self.table_keywords = {name: word for library in libraries for name, word in library.table_keywords.items()}
        self.annotated_handlers = frozenset(name for library in libraries for name in library.annotated_handlers)
        self.annotated_responses = frozenset(name for library in libraries for name in library.annotated_responses)
        self.status_options = {name: option for library in libraries for name, option in library.status_options.items()}
        self.route_groups = {name: words for library in libraries for name, words in library.route_groups.items()}
        self.inclusions = {name: words for library in libraries for name, words in library.inclusions.items()}
        self.response_converters = frozenset(name for library in libraries for name in library.response_converters)
        self.response_keywords = frozenset(name for library in libraries for name in library.response_keywords)
        self.type_wrappers = frozenset(name for library in libraries for name in library.type_wrappers)
        self.query_builders = frozenset(name for library in libraries for name in library.query_builders)
        self.statuses = {name: status for library in libraries for name, status in library.statuses.items()}
        self.relations = {name: text for library in libraries for name, text in library.relations.items()}
        self.handed: dict[str, dict[str, str]] = {}
        for library in libraries:
            for owner, methods in library.handed.items():
                for method, text in methods.items():
                    self.handed.setdefault(method, {})[owner] = text
        self.request_parameters = {
            name: [
                (frozenset(item.packages), item.request_parameters[name]) for item in libraries if name in item.request_parameters
            ]
            for library in libraries
            for name in library.request_parameters
        }
        self.views = {name: _handling(text) for library in libraries for name, text in library.views.items()}
        self.handler_names = {
            prefix: (frozenset(library.packages), tuple(names.split()))
            for library in libraries
            for prefix, names in library.handler_names.items()
        }
        self.handler_decorators = {name: text for library in libraries for name, text in library.handler_decorators.items()}
        self.registrars = {name: text for library in libraries for name, text in library.registrars.items()}
        self.hooks = frozenset(name for library in libraries for name in library.hooks)
        self.body_names = {name: word for library in libraries for name, word in library.body_names.items()}
        self.guard_settings = frozenset(name for library in libraries for name in library.guard_settings)
        self.injecting_keywords = {
            word: frozenset(package for item in libraries if word in item.injecting_keywords for package in item.packages)
            for library in libraries
            for word in library.injecting_keywords
        }
        self.decorated = {name: owner for library in libraries for name, owner in library.decorated.items()}
        self.unwrapping = frozenset(name for library in libraries for name in library.unwrapping)
        self.providers = frozenset(name for library in libraries for name in library.providers)
        self.provided = {name: methods for library in libraries for name, methods in library.provided.items()}
        self.request_filters = frozenset(name for library in libraries for name in library.request_filters)
        self.request_readers = frozenset(name for library in libraries for name in library.request_readers)
        self.body_decorators = {name: how for library in libraries for name, how in library.body_decorators.items()}
        self.session_names = frozenset(names)
        self.session_usage = frozenset(usage)
        self.immutable_types = frozenset(immutable)
        self._blocking = {owner: frozenset(names.split()) for library in libraries for owner, names in library.blocking.items()}
        self._nullable = {owner: frozenset(names.split()) for library in libraries for owner, names in library.nullable.items()}
        self._rows = {owner: frozenset(names.split()) for library in libraries for owner, names in library.rows.items()}
        self.sequences = frozenset(name for library in libraries for name in library.sequences)
        self._idioms = {
            owner: {glob: Call(text) for glob, text in methods.items()}
            for library in libraries
            for owner, methods in library.idioms.items()
        }
        self._representatives = {kind: name for library in libraries for kind, name in library.representatives.items()}
        for name, kind in (user_kinds or {}).items():
            self._kinds[name] = kind
            if kind in self._representatives:
                self._bases[name] = (self._representatives[kind],)
        self._canonical: dict[str, str] = {}
        self._ancestries: dict[str, tuple[str, ...]] = {}
        self._calls: dict[tuple[str, str], Call | None] = {}

    @cached_property
    def packages(self) -> frozenset[str]:
        """The top-level packages that some table speaks of."""
        return frozenset(package for library in self.libraries for package in library.packages)

    @cached_property
    def web_packages(self) -> frozenset[str]:
        """The top-level packages of the web frameworks."""
        return frozenset(
            package
            for library in self.libraries
            if Kind.ROUTER in library.kinds.values() or library.views
            for package in library.packages
        )

    @cached_property
    def database_names(self) -> frozenset[str]:
        """The names of all methods and functions that reach a database; `*` where any method of some class does."""
        owned = [*self._methods.values(), *({name.rpartition(".")[2]: text} for name, text in self._functions.items())]
        return frozenset(name for methods in owned for name, text in methods.items() if Call(text).is_database)

    @cached_property
    def engine_makers(self) -> frozenset[str]:
        """The last names of what makes an engine or a factory of sessions, those that hold others left out."""
        names = {name.rpartition(".")[2] for name in self._engine_makers}
        return frozenset(name for name in names if not any(other in name for other in names - {name}))

    @cached_property
    def engine_packages(self) -> frozenset[str]:
        """The top-level packages that have any."""
        return frozenset(name.partition(".")[0] for name in self._engine_makers)

    @cached_property
    def _engine_makers(self) -> set[str]:
        kinds = (Kind.ENGINE, Kind.SESSION_FACTORY)
        classes = {name for name in {*self._kinds, *self._bases} if self.kind(name) in kinds}
        return classes | {name for name, text in self._functions.items() if self.kind(Call(text).result.partition("[")[0]) in kinds}

    def representative(self, kind: Kind) -> str:
        """The class that stands for a kind where only the kind is known."""
        return self._representatives[kind]

    def canonical(self, dotted: str) -> str:
        """The path under which the tables know a dotted name; unknown names are given back as they are."""
        found = self._canonical.get(dotted)
        if found is None:
            found = self._canonical[dotted] = self._resolve_alias(dotted)
        return found

    def _resolve_alias(self, dotted: str) -> str:
        for _ in range(8):
            if dotted in self._aliases:
                dotted = self._aliases[dotted]
                continue
            head, _, tail = dotted.rpartition(".")
            while head:
                if head in self._aliases:
                    dotted = f"{self._aliases[head]}.{tail}"
                    break
                head, _, more = head.rpartition(".")
                tail = f"{more}.{tail}"
            else:
                break
        return dotted

    def ancestry(self, name: str) -> tuple[str, ...]:
        """A known class and its known bases, nearest first."""
        if name not in self._bases:
            return (name,)
        known = self._ancestries.get(name)
        if known is None:
            found = [name]
            for item in found:
                found += [base for base in self._bases.get(item, ()) if base not in found]
            known = self._ancestries[name] = tuple(found)
        return known

    def kind(self, name: str) -> Kind | None:
        """The kind of a known class, inherited from its known bases."""
        for item in self.ancestry(name):
            if item in self._kinds:
                return self._kinds[item]
        return None

    def owner_of_column(self, name: str) -> str | None:
        """The class from which those derive that have columns of a class as attributes, whatever else their bases are."""
        return next((owner for item in self.ancestry(name) if (owner := self._column_owners.get(item))), None)

    def is_class(self, name: str) -> bool:
        """Whether the tables know a name as a class."""
        return name in self._kinds or name in self._methods or name in self._bases or name in self._attributes

    def has(self, dotted: str) -> bool:
        """Whether the tables speak of a class, function or object by name: a star import can bring it."""
        name = self.canonical(dotted)
        return self.is_class(name) or name in self._functions or name in self.objects or name in self.provided

    def method(self, owner: str, name: str) -> Call | None:
        """What calling a method of a known class does, None when the tables don't say."""
        key = (owner, name)
        if key not in self._calls:
            text = None
            for wanted in (name, "*"):
                for item in self.ancestry(owner):
                    text = self._methods.get(item, {}).get(wanted)
                    if text is not None:
                        break
                if text is not None:
                    break
            self._calls[key] = None if text is None else Call(text)
        return self._calls[key]

    def idiom(self, owners: Iterable[str], name: str) -> frozenset[Effect]:
        """The effects that a method of a class with such known bases is meant to have."""
        return frozenset(
            effect
            for owner in owners
            for base in self.ancestry(owner)
            for glob, call in self._idioms.get(base, {}).items()
            if fnmatchcase(name, glob)
            for effect in call.effects
        )

    def may_give_none(self, owner: str, name: str) -> bool:
        """Whether a method of a class may give None."""
        return any(name in self._nullable.get(item, ()) for item in self.ancestry(owner))

    def tells_none(self, owner: str) -> bool:
        """Whether it is known which methods of a class may give None."""
        return any(item in self._nullable for item in self.ancestry(owner))

    def gives_rows(self, owner: str, name: str) -> bool:
        """Whether a method of a class gives rows, which hold what was asked for."""
        return any(name in self._rows.get(item, ()) for item in self.ancestry(owner))

    def has_idioms(self, owners: Iterable[str]) -> bool:
        """Whether any of some known classes has methods that are meant to use the database."""
        return any(owner in self._idioms for owner in owners)

    def blocking(self, name: str) -> frozenset[str] | None:
        """The methods of a class that wait for the database, by its nearest base of which the tables speak; None without one."""
        for item in self.ancestry(name):
            if item in self._blocking:
                return self._blocking[item]
        return None

    @cached_property
    def attribute_reader_names(self) -> frozenset[str]:
        """The names of the methods that make schemas of objects."""
        return frozenset(name.rpartition(".")[2] for name in self._attribute_readers)

    def attribute_reader(self, name: str) -> tuple[str, ...]:
        """The settings of which a schema needs one to be made of an object by a `Class.method`, none for other methods."""
        owner, _, method = name.rpartition(".")
        return next((found for item in self.ancestry(owner) if (found := self._attribute_readers.get(f"{item}.{method}"))), ())

    def attribute(self, owner: str, name: str) -> str | None:
        """The result expression for an attribute of a known class."""
        for item in self.ancestry(owner):
            text = self._attributes.get(item, {}).get(name)
            if text is not None:
                return text
        return None

    def function(self, name: str) -> Call | None:
        """What calling a known function does; for a package's `pkg.*` entry, any function of the package."""
        key = ("", name)
        if key not in self._calls:
            text = self._functions.get(name)
            if text is None:
                text = self._functions.get(name.rpartition(".")[0] + ".*")
            self._calls[key] = None if text is None else Call(text)
        return self._calls[key]


def _handling(text: str) -> dict[str, str]:
    """The methods of a view that handle requests, with their HTTP methods."""
    return {name: verb or name.upper() for name, _, verb in (part.partition("=") for part in text.split())}


@cache
def builtin_libraries() -> tuple[Library, ...]:
    """The tables that ship with layerlint, by name."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if info.name not in ("library", "faults"):
            found.append(importlib.import_module(f"{__name__}.{info.name}").LIBRARY)
    return tuple(sorted(found, key=lambda library: library.name))


def builtin_knowledge(
    users: Iterable[Library] = (), user_kinds: Mapping[str, Kind] | None = None, stores: Iterable[str] = ()
) -> Knowledge:
    """The shipped tables with those of users, of the optional ones those named in `stores`.

    `user_kinds` are the classes of which only the kind is known.
    """
    wanted = frozenset(stores)
    shipped = (library for library in builtin_libraries() if not library.optional or library.name in wanted)
    return Knowledge((*shipped, *users), user_kinds)
