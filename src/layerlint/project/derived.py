"""Which classes of the project derive from a class: the reverse of every base."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from layerlint.facts import Scope

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_BASES = re.compile(r"^[ \t]*class\s+\w+\s*(?:\[[^\]]*\]\s*)?\(([^):]*)\)", re.M)
_WORD = re.compile(r"\w+")


class Derived:
    """Direct subclasses; the index by name is made when first asked for, from the texts alone."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._keys: dict[str, list[str]] | None = None
        self._memo: dict[str, list[Scope]] = {}

    def of(self, scope: Scope) -> list[Scope]:
        """The classes that name a class among their bases."""
        found = self._memo.get(scope.symbol)
        if found is None:
            found = self._memo[scope.symbol] = self._find(scope)
        return found

    def _find(self, scope: Scope) -> list[Scope]:
        if self._keys is None:
            self._keys = {}
            modules = self._resolver.modules
            for key in modules.keys:
                words = {word for bases in _BASES.findall(modules.text(key)) for word in _WORD.findall(bases)}
                for word in words:
                    self._keys.setdefault(word, []).append(key)
        found = []
        for key in self._keys.get(scope.name, ()):
            facts = self._resolver.modules.facts(key)
            for child in facts.classes() if facts is not None else ():
                if any(base.name == scope.symbol for base in self._resolver.bases(child.symbol)):
                    found.append(child)
        return found
