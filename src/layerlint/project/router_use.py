"""What hangs on a router object: a blueprint for error handlers or commands alone routes nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from layerlint.facts import ModuleFacts, Scope
from layerlint.model import Kind
from layerlint.project.contributions import Record
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_COMMANDS = frozenset({"cli", "record", "record_once"})


class RouterUse:
    """How the project uses a router object that a module binds at its top."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._beside = resolver.knowledge.hooks | _COMMANDS
        mentioned = re.compile(rf"\.(?:{'|'.join(sorted(map(re.escape, self._beside)))})\b")
        self.hooks = _Uses("router hooks", resolver, lambda text: mentioned.search(text) is not None)
        self.others = _Uses("router uses", resolver, lambda text: "." in text)

    def is_only_hooked(self, key: str, name: str) -> bool:
        """Whether hooks or commands are registered on the object, and nothing else is ever done with it."""
        if self.hooks.of(key, name).isdisjoint(self._beside):
            return False
        return self.others.of(key, name) <= self._beside


class _Uses:
    """The attributes that decorators and calls take of routers; the index is made when first asked for."""

    def __init__(self, name: str, resolver: Resolver, concerns: Callable[[str], bool]) -> None:
        self.name = name
        self.lines: tuple[int, ...] = ()
        self.has_targets = True
        self.concerns = concerns
        self._resolver = resolver
        self._index: dict[tuple[str, str], set[str]] | None = None

    def of(self, key: str, name: str) -> set[str]:
        """The attributes of the object that a module binds to a name."""
        if self._index is None:
            found: dict[tuple[str, str], set[str]] = {}
            for _, part in self._resolver.contributions.of(self):
                for module, bound, attribute in part:
                    found.setdefault((module, bound), set()).add(attribute)
            self._index = found
        return self._index.get((key, name), set())

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """What a module takes: the module and name that bind a router, the attribute."""
        may_be_router: dict[str, bool] = {}
        for attribute, place in _methods(facts):
            root = attribute.value
            if not isinstance(root, ast.Name):
                continue
            name = root.id
            if name not in may_be_router:
                bound = (self._resolver.binding(binding, facts.top) for binding in facts.top.bindings.get(name, ()))
                may_be_router[name] = any(self._is_router(value) for value in bound)
            origin = self._origin(root, place) if may_be_router[name] else None
            if origin is not None:
                yield *origin, attribute.attr

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


def _methods(facts: ModuleFacts) -> Iterator[tuple[ast.Attribute, Scope]]:
    """What decorators and calls take of an object first, `bp.cli` of `bp.cli.command`, with the scope that it is written in."""
    for scope in facts.all_scopes:
        for item in scope.decorators:
            node = _first_attribute(item.func if isinstance(item, ast.Call) else item)
            if node is not None:
                yield node, scope.parent or scope
        for link in scope.links:
            node = _first_attribute(link.func)
            if node is not None:
                yield node, scope


def _first_attribute(node: ast.expr) -> ast.Attribute | None:
    found = None
    while node.__class__ is ast.Attribute:
        found = node
        node = node.value
    return found
