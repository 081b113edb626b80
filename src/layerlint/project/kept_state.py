"""What a project keeps on its application or on the framework's state, and takes from there: `app.state.pool`, `g.db`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import ModuleFacts
from layerlint.model import Hop, Kind
from layerlint.project.contributions import Record
from layerlint.project.values import UNKNOWN, Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

# What begins with a plain character is found many times faster than what begins with a choice of words.
_PLACES = "|".join(rf"(?<=\b{place}\.)" for place in ("app", "application", "server", "state", "g"))
_KEEPING = re.compile(rf"\.(?:{_PLACES})\w+ *(?::[^=\n]*)?=[^=]")
_APPLICATION = "application"


class KeptState:
    """The assignments to attributes of applications and states; the index is made when first asked for."""

    name = "kept state"
    lines: tuple[int, ...] = (2,)
    has_targets = False

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._found: dict[str, list[tuple[str, int]]] | None = None

    def member(self, owner: Value, name: str) -> Value:
        """What an attribute of an application or state was set to; unknown for other owners."""
        place = self._place(owner)
        if place is None or self._resolver.contributions.is_early(self):
            return UNKNOWN
        return self._resolver.memo((self.name, place, name), lambda: self._value(f"{place} {name}"))

    def answer(self, word: str) -> str:
        """The modules that set an attribute, in one string, nobody asking."""
        return " ".join(key for key, _ in self._of(word))

    def _value(self, word: str) -> Value:
        tree = self._resolver.modules.tree
        tree.note("*", f"{self.name}: {word}", self.answer(word))
        for key, ordinal in self._of(word):
            facts = self._resolver.modules.facts(key)
            if facts is None or ordinal >= len(facts.stores):
                continue
            target, binding, scope = facts.stores[ordinal]
            tree.lean("*", scope.symbol)
            value = self._resolver.binding(binding, scope)
            if value.known and value.name != "NoneType":
                hop = Hop(key, syntax.dotted(target) or target.attr, written=binding.value, line=binding.position[0])
                return value.with_hop(hop)
        return UNKNOWN

    def _of(self, word: str) -> list[tuple[str, int]]:
        if self._found is None:
            found: dict[str, list[tuple[str, int]]] = {}
            for key, part in self._resolver.contributions.of(self):
                for place, name, ordinal in part:
                    found.setdefault(f"{place} {name}", []).append((key, ordinal))
            self._found = found
        return self._found.get(word, [])

    def concerns(self, text: str) -> bool:
        """Whether a text may keep anything so."""
        return _KEEPING.search(text) is not None

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """What a module sets: the place, the attribute, and which of the module's assignments it is."""
        for ordinal, (target, _, scope) in enumerate(facts.stores):
            place = self._place(self._resolver.value(target.value, scope))
            if place is not None:
                yield place, target.attr, ordinal

    def _place(self, owner: Value) -> str | None:
        if owner.form is not Form.INSTANCE or owner.is_project:
            return None
        if owner.name in self._resolver.knowledge.states:
            return owner.name
        return _APPLICATION if Kind.APPLICATION in self._resolver.kinds(owner.name) else None
