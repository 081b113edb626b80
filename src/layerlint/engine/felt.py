"""Which modules feel an edit: by the names that they spell, and by what was asked on their behalf."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import TYPE_CHECKING, NamedTuple

from layerlint.engine.analysis import Analysis
from layerlint.engine.cache.memory import Memory

if TYPE_CHECKING:
    from layerlint.engine.outline import Outline

_EVERYWHERE = "*"
_STAR = re.compile(r"import\s*(?:\(\s*)?\*")


class _Edge(NamedTuple):
    """One module leans on another: by a dotted name, or on one symbol (`""`: on all of it) for one of its own (`""`: for all)."""

    asker: str
    dotted: str = ""
    symbol: str | None = None
    own: str = ""


class Felt:
    """The modules that feel changes, each with its names that mean something else now: None for all of them.

    `everywhere` says that all modules may feel them, or more than `most` do.
    """

    def __init__(self, analysis: Analysis, memory: Memory, most: int) -> None:
        self._analysis = analysis
        self._memory = memory
        self._most = most
        self._edges: dict[str, list[_Edge]] | None = None
        self._outlines: dict[str, Outline] = {}
        self._texts: dict[str, str] = {}
        self._imported: dict[str, set[str]] = {}
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
            self.start(key, {own, *self._outline(key).felt({own})})

    def start(self, key: str, names: set[str] | None) -> None:
        """Begin with a module whose names mean something else now, None for all; with all that feel it in turn."""
        waiting = [(key, names)]
        while waiting and not self.everywhere:
            module, changed = waiting.pop()
            if module == _EVERYWHERE:
                self.everywhere = True
            elif self._add(module, changed):
                self.everywhere = len(self.names) > self._most
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
            return True, {edge.own, *self._outline(edge.asker).felt({edge.own})}
        if changed is None:
            return True, None
        if not changed or not self._may_use(edge.asker, changed):
            return False, None
        outline = self._outline(edge.asker)
        felt = outline.felt_from(changed, not self._is_imported(edge))
        return felt is not None, felt

    def _may_use(self, key: str, names: set[str]) -> bool:
        """Whether a module may use any of some names of another one: cheap, asked before it is parsed."""
        text = self._text(key)
        return any(name in text for name in names) or _STAR.search(text) is not None

    def _text(self, key: str) -> str:
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = self._analysis.text(key)
        return found

    def _is_imported(self, edge: _Edge) -> bool:
        """Whether it is imports alone by which a module comes to another one, no string that names it."""
        outline = self._outline(edge.asker)
        if edge.dotted.rpartition(".")[2] in outline.paths:
            return False
        if edge.asker not in self._imported:
            tree = self._analysis.project.modules.tree
            found: set[str] = set()
            for item in outline.imports:
                _, whole = item.dotted(tree, edge.asker)
                while whole:
                    found.add(whole)
                    whole = whole.rpartition(".")[0]
            self._imported[edge.asker] = found
        return edge.dotted in self._imported[edge.asker]

    def _outline(self, key: str) -> Outline:
        from layerlint.engine.outline import Outline

        found = self._outlines.get(key)
        if found is None:
            found = self._outlines[key] = Outline(self._text(key))
        return found

    def _leaning(self, key: str) -> list[_Edge]:
        if self._edges is None:
            self._edges = {}
            keys = {_EVERYWHERE, *self._analysis.keys}
            for asker, questions in self._memory.asked.items():
                for question, answer in questions.items() if asker in keys else ():
                    if question.startswith("in "):
                        target, _, own = question[3:].partition(" for ")
                        self._edges.setdefault(answer, []).append(_Edge(asker, "", target.partition("::")[2], own))
                    elif answer and " " not in question and not question.endswith("."):
                        self._edges.setdefault(answer, []).append(_Edge(asker, question))
        return self._edges.get(key, [])
