"""What hangs on a router object: a blueprint for error handlers or commands alone routes nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint.facts import ModuleFacts, Scope
from layerlint.model import Kind
from layerlint.project.contributions import Record
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_COMMANDS = frozenset({"cli", "record", "record_once"})


class RouterUse:
    """The attributes that decorators and calls take of the router objects that modules bind at their top."""

    name = "router uses"
    lines: tuple[int, ...] = ()
    has_targets = True

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._beside = resolver.knowledge.hooks | _COMMANDS
        self._index: dict[tuple[str, str], set[str]] | None = None

    def is_only_hooked(self, key: str, name: str) -> bool:
        """Whether hooks or commands are registered on the object, and nothing else is ever done with it."""
        if self._index is None:
            found: dict[tuple[str, str], set[str]] = {}
            for _, part in self._resolver.contributions.of(self):
                for module, bound, attribute in part:
                    found.setdefault((module, bound), set()).add(attribute)
            self._index = found
        used = self._index.get((key, name))
        return used is not None and used <= self._beside

    def concerns(self, text: str) -> bool:
        """Whether a text takes an attribute of anything."""
        return "." in text

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """What a module takes: the module and name that bind a router, the attribute."""
        bound = facts.top.bindings
        may_be_router: dict[str, bool] = {}
        for root, attribute, place in _uses(facts):
            name = root.id
            if name not in may_be_router:
                values = (self._resolver.binding(binding, facts.top) for binding in bound.get(name, ()))
                may_be_router[name] = any(self._is_router(value) for value in values)
            origin = self._origin(root, place) if may_be_router[name] else None
            if origin is not None:
                yield *origin, attribute

    def _is_router(self, value: Value) -> bool:
        return value.form is Form.INSTANCE and self._resolver.has_kind(value, Kind.ROUTER)

    def _origin(self, node: ast.Name, scope: Scope) -> tuple[str, str] | None:
        """The module and name that bind a router at first, for a name that is bound at a module's top."""
        if scope.is_function and node.id in scope.bindings:
            return None
        value = self._resolver.value(node, scope)
        if not value.trail or not self._is_router(value):
            return None
        return value.trail[-1].module, value.trail[-1].subject


def _uses(facts: ModuleFacts) -> Iterator[tuple[ast.Name, str, Scope]]:
    """What decorators and calls take of a name first, `bp` and `cli` of `bp.cli.command`, with the scope that it is written in."""
    for scope in facts.all_scopes:
        for item in scope.decorators:
            if isinstance(item, ast.Attribute):
                attribute = item
                while isinstance(attribute.value, ast.Attribute):
                    attribute = attribute.value
                if isinstance(attribute.value, ast.Name):
                    yield attribute.value, attribute.attr, scope.parent or scope
        for root, first in scope.starts:
            yield root, first, scope
