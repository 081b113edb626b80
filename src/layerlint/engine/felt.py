"""Which modules feel an edit: by the names that they spell, and by what was asked on their behalf."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, NamedTuple

from layerlint.engine.analysis import Analysis
from layerlint.engine.cache.memory import Memory

if TYPE_CHECKING:
    from layerlint.engine.outline import Outline

_EVERYWHERE = "*"


class _Edge(NamedTuple):
    """One module leans on another: by its imports, or on one symbol (`""`: on all of it) for one of its own (`""`: for all)."""

    asker: str
    symbol: str | None = None
    own: str = ""


class Felt:
    """The modules that feel changes, each with its names that mean something else now: None for all of them.

    `everywhere` says that all modules may feel them.
    """

    def __init__(self, analysis: Analysis, memory: Memory) -> None:
        self._analysis = analysis
        self._memory = memory
        self._edges: dict[str, list[_Edge]] | None = None
        self._outlines: dict[str, Outline] = {}
        self.names: dict[str, set[str] | None] = {}
        self.everywhere = False

    def start_symbol(self, symbol: str, keys: Container[str]) -> None:
        """Begin with a symbol of which something else is said now; anything else is felt everywhere."""
        key, colons, name = symbol.partition("::")
        if key not in keys:
            self.everywhere = True
        elif not colons:
            self.start(key, None)
        else:
            own = name.partition(".")[0]
            self.start(key, {own, *(self._outline(key).felt({own}) or ())})

    def start(self, key: str, names: set[str] | None) -> None:
        """Begin with a module whose names mean something else now, None for all; with all that feel it in turn."""
        waiting: list[tuple[str, set[str] | None]] = [(key, names)]
        while waiting and not self.everywhere:
            module, changed = waiting.pop()
            if module == _EVERYWHERE:
                self.everywhere = True
            elif self._add(module, changed):
                for edge in self._leaning(module):
                    is_felt, felt = self._through(edge, changed)
                    if is_felt:
                        waiting.append((edge.asker, felt))

    def _add(self, key: str, names: set[str] | None) -> bool:
        """Note a module's names; whether any of them is new."""
        if key not in self.names:
            self.names[key] = set(names) if names is not None else None
            return True
        known = self.names[key]
        if known is None or (names is not None and names <= known):
            return False
        self.names[key] = known | names if names is not None else None
        return True

    def _through(self, edge: _Edge, changed: set[str] | None) -> tuple[bool, set[str] | None]:
        """Whether the module at an edge's end feels a change, and its names that mean something else now, None for all."""
        if edge.symbol is not None:
            if changed is not None and edge.symbol and edge.symbol not in changed:
                return False, None
            if not edge.own or edge.asker == _EVERYWHERE:
                return True, None
            return True, {edge.own, *(self._outline(edge.asker).felt({edge.own}) or ())}
        if changed is None:
            return True, None
        felt = self._outline(edge.asker).felt(changed) if changed else None
        return felt is not None, felt

    def _outline(self, key: str) -> Outline:
        from layerlint.engine.outline import Outline

        found = self._outlines.get(key)
        if found is None:
            found = self._outlines[key] = Outline(self._analysis.text(key))
        return found

    def _leaning(self, key: str) -> list[_Edge]:
        if self._edges is None:
            self._edges = {}
            for asker, questions in self._memory.asked.items():
                for question, answer in questions.items():
                    if question.startswith("in "):
                        target, _, own = question[3:].partition(" for ")
                        self._edges.setdefault(answer, []).append(_Edge(asker, target.partition("::")[2], own))
                    elif answer and " " not in question and not question.endswith("."):
                        self._edges.setdefault(answer, []).append(_Edge(asker))
        return self._edges.get(key, [])
