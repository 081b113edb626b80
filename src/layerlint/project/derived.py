"""Which classes of the project derive from a class: the reverse of every base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint.facts import ModuleFacts, Scope
from layerlint.project.contributions import Record

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


class Derived:
    """Direct subclasses; the index is made when first asked for."""

    name = "derived"
    lines: tuple[int, ...] = ()
    has_targets = True

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._index: dict[str, list[str]] | None = None

    def concerns(self, text: str) -> bool:
        """Whether a text may define a class."""
        return "class " in text

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """The bases in the project that a module's classes name, each with the class."""
        for child in facts.classes():
            for base in self._resolver.bases(child.symbol):
                if base.is_project:
                    yield base.name, child.symbol

    def symbols(self, symbol: str) -> list[str]:
        """The symbols of the classes that name a class among their bases."""
        if self._index is None:
            found: dict[str, list[str]] = {}
            for _, part in self._resolver.contributions.of(self):
                for base, child in part:
                    found.setdefault(base, []).append(child)
            self._index = found
        return self._index.get(symbol, [])

    def of(self, scope: Scope) -> list[Scope]:
        """The classes that name a class among their bases."""
        symbols = self.symbols(scope.symbol)
        for symbol in symbols:
            self._resolver.modules.tree.lean(scope.symbol, symbol)
        found = [self._resolver.scope_named(symbol) for symbol in symbols]
        return [child for child in found if child is not None]
