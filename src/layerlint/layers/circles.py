"""Circles of imports that lead through several layers."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from layerlint.layers.classify import Classifier
from layerlint.model import Hop, Layer
from layerlint.project import Project


class Circle(NamedTuple):
    """Modules that import each other in turn, by their keys; `nodes` are the statements, the first one in the first module."""

    modules: tuple[str, ...]
    nodes: tuple[ast.Import | ast.ImportFrom, ...]


class Circles:
    """The circles of one project. Modules without a certain layer, and packages' own `__init__`, are no part of any."""

    def __init__(self, project: Project, classifier: Classifier) -> None:
        self._project = project
        self._classifier = classifier
        self._knots: dict[str, frozenset[str]] = {}

    def begin_in(self, key: str) -> Circle | None:
        """The shortest circle of different layers through a module, if the module's path is the smallest in it."""
        layer = self.layer(key)
        if layer is None or all(self.layer(other) is layer for other in self._knot(key)):
            return None
        circle = self._shortest(key, layer)
        return circle if circle is not None and key == min(circle.modules) else None

    def hops(self, circle: Circle) -> tuple[Hop, ...]:
        """The circle in words, import by import."""
        names = [self._project.modules.tree.name(key) for key in circle.modules]
        following = [*names[1:], names[0]]
        return tuple(
            Hop(key, name, text=f"`{name}` imports `{other}`", line=node.lineno)
            for key, name, other, node in zip(circle.modules, names, following, circle.nodes, strict=True)
        )

    def layer(self, key: str) -> Layer | None:
        """The layer of a module that can be part of a circle."""
        if key.rpartition("/")[2].startswith("__init__."):
            return None
        layer = self._classifier.certain_layer(key)
        return layer if layer is not Layer.OTHER else None

    def _neighbours(self, key: str) -> Iterator[tuple[str, ast.Import | ast.ImportFrom]]:
        return ((edge.target, edge.node) for edge in self._project.import_graph.edges(key) if self.layer(edge.target) is not None)

    def _knot(self, key: str) -> frozenset[str]:
        """The modules that a module leads to and that lead back to it, by Tarjan's algorithm: each module is visited once."""
        if key not in self._knots:
            self._find_knots(key)
        return self._knots[key]

    def _find_knots(self, start: str) -> None:
        order: dict[str, int] = {start: 0}
        lowest: dict[str, int] = {start: 0}
        open_modules = [start]
        stack = [(start, self._neighbours(start))]
        while stack:
            key, following = stack[-1]
            for target, _ in following:
                if target in self._knots:
                    continue
                if target not in order:
                    order[target] = lowest[target] = len(order)
                    open_modules.append(target)
                    stack.append((target, self._neighbours(target)))
                    break
                lowest[key] = min(lowest[key], order[target])
            else:
                stack.pop()
                if stack:
                    lowest[stack[-1][0]] = min(lowest[stack[-1][0]], lowest[key])
                if lowest[key] == order[key]:
                    place = open_modules.index(key)
                    knot = frozenset(open_modules[place:])
                    del open_modules[place:]
                    self._knots.update(dict.fromkeys(knot, knot))

    def _shortest(self, start: str, layer: Layer) -> Circle | None:
        """Breadth first; a module is visited twice at most: before and after another layer than the first was met."""
        knot = self._knot(start)
        seen = {(start, False)}
        waiting: deque[tuple[tuple[str, ...], tuple[ast.Import | ast.ImportFrom, ...], bool]] = deque([((start,), (), False)])
        while waiting:
            path, nodes, differs = waiting.popleft()
            for target, node in self._neighbours(path[-1]):
                if target == start:
                    if differs:
                        return Circle(path, (*nodes, node))
                    continue
                if target not in knot:
                    continue
                state = (target, differs or self.layer(target) is not layer)
                if state not in seen and target not in path:
                    seen.add(state)
                    waiting.append(((*path, target), (*nodes, node), state[1]))
        return None
