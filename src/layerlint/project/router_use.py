"""What hangs on a router object: a blueprint for error handlers or commands alone routes nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import ModuleFacts, Scope
from layerlint.model import Kind
from layerlint.project.contributions import Record
from layerlint.project.values import UNKNOWN, Form

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_COMMANDS = frozenset({"cli", "record", "record_once"})


class RouterUse:
    """How the project uses a router object that a module binds at its top."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._beside = resolver.knowledge.hooks | _COMMANDS
        mentioned = re.compile(rf"\.(?:{'|'.join(sorted(map(re.escape, self._beside)))})\b")
        self._hooks = _Uses("router hooks", resolver, lambda text: mentioned.search(text) is not None)
        self._others = _Uses("router uses", resolver, lambda text: "." in text)

    def is_only_hooked(self, key: str, name: str) -> bool:
        """Whether hooks or commands are registered on the object, and nothing else is ever done with it."""
        if self._hooks.of(key, name).isdisjoint(self._beside):
            return False
        return self._others.of(key, name) <= self._beside


class _Uses:
    """The attributes that decorators and calls take of routers; the index is made when first asked for."""

    def __init__(self, name: str, resolver: Resolver, concerns: Callable[[str], bool]) -> None:
        self.name = name
        self.concerns = concerns
        self._resolver = resolver
        self._index: dict[tuple[str, str], set[str]] | None = None

    def of(self, key: str, name: str) -> set[str]:
        """The attributes of the object that a module binds to a name."""
        if self._index is None:
            self._index = {}
            for _, part in self._resolver.contributions.of(self):
                for module, bound, attribute in part:
                    self._index.setdefault((module, bound), set()).add(attribute)
        return self._index.get((key, name), set())

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """What a module takes: the module and name that bind a router, the attribute."""
        for node, place in _callees(facts):
            attribute = _first_attribute(node)
            value = self._resolver.value(attribute.value, place) if attribute is not None else UNKNOWN
            if attribute is not None and value.form is Form.INSTANCE and value.trail:
                if self._resolver.has_kind(value, Kind.ROUTER):
                    yield value.trail[-1].module, value.trail[-1].subject, attribute.attr


def _callees(facts: ModuleFacts) -> Iterator[tuple[ast.expr, Scope]]:
    """The decorators of a module and what its calls call, each with the scope that it is written in."""
    for scope in facts.all_scopes:
        for item in scope.decorators:
            yield item.func if isinstance(item, ast.Call) else item, scope.parent or scope
        for call in scope.calls:
            for link in syntax.links(call):
                yield link.func, scope


def _first_attribute(node: ast.expr) -> ast.Attribute | None:
    """`bp.cli` of `bp.cli.command`."""
    while isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
        node = node.value
    return node if isinstance(node, ast.Attribute) else None
