"""What each module says of others: the parts that reverse queries are put together from.

A reverse query (who injects this function, who derives from this class) has an answer that any module of the project may add
to. Each index collects its part module by module, as plain records (strings, numbers, booleans, None) without trees, so that
the parts of modules that didn't change can come from a cache or another process. The first item of a record names what it
speaks of: a symbol of the project, or something else where the record concerns everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from layerlint.facts import ModuleFacts
from layerlint.project.modules import Modules

Record = tuple[Any, ...]
Parts = Mapping[str, tuple[Record, ...]]


class Index(Protocol):
    """One reverse query's way to collect: `name` tells it from others, `concerns` says of a text whether it may add anything."""

    name: str

    def concerns(self, text: str) -> bool:
        """Whether a module with this text may have a part; cheap, asked before it is parsed."""
        ...

    def collect(self, facts: ModuleFacts) -> Iterable[Record]:
        """A module's part."""
        ...


class Contributions:
    """The parts of all modules, by index and module; collected when an index is first asked for.

    `given` holds parts that are known already; a module that it has for an index isn't looked at.
    """

    def __init__(self, modules: Modules, given: Mapping[str, Parts] | None = None) -> None:
        self._modules = modules
        self._given = given or {}
        self.collected: dict[str, dict[str, tuple[Record, ...]]] = {}

    def of(self, index: Index) -> Iterator[tuple[str, tuple[Record, ...]]]:
        """The modules that add to an index, sorted, each with its part; a question that is asked while it is answered sees none."""
        if index.name not in self.collected:
            self.collected[index.name] = {}
            given = self._given.get(index.name, {})
            found = {}
            for key in self._modules.keys:
                part = given.get(key)
                found[key] = self._collect(index, key) if part is None else part
            self.collected[index.name] = found
        return ((key, part) for key, part in self.collected[index.name].items() if part)

    def _collect(self, index: Index, key: str) -> tuple[Record, ...]:
        if not index.concerns(self._modules.text(key)):
            return ()
        facts = self._modules.facts(key)
        return tuple(index.collect(facts)) if facts is not None else ()
