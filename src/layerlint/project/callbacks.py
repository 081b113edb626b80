"""Functions that are registered to tell a framework who sends a request, and the objects that give what they return.

`@login.user_loader` makes its function a dependency, and `current_user` stands for what it returns.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint.facts import ModuleFacts, Scope
from layerlint.project.contributions import Record
from layerlint.project.values import UNKNOWN, Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


class Callbacks:
    """The registered functions; the index is made when first asked for, from the modules that name a registering method."""

    name = "callbacks"
    lines: tuple[int, ...] = ()
    has_targets = True

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._providers = resolver.knowledge.providers
        self._names = frozenset(name.rpartition(".")[2] for name in self._providers)
        self._mentioned = re.compile(rf"\.(?:{'|'.join(sorted(map(re.escape, self._names)))})\b")
        self._sites: dict[str, str] | None = None
        self._functions: dict[str, list[str]] = {}

    def site(self, symbol: str) -> str | None:
        """The key of the module where a function is registered, by its symbol; None for others."""
        return self._index().get(symbol)

    def provided(self, name: str) -> Value:
        """What a foreign object or function stands for, that gives what a registered function returns; else unknown."""
        registered = self._resolver.knowledge.provided.get(name, ())
        if not registered or self._resolver.contributions.is_early(self):
            return UNKNOWN
        for registering in registered:
            self._index()
            for symbol in self._functions.get(registering, ()):
                self._resolver.modules.tree.lean("*", symbol)
                scope = self._resolver.scope_named(symbol)
                value = self._resolver.returned(scope) if scope is not None and scope.is_function else UNKNOWN
                if value.known:
                    return value
        return UNKNOWN

    def _index(self) -> dict[str, str]:
        if self._sites is None:
            found: dict[str, str] = {}
            for key, part in self._resolver.contributions.of(self):
                for symbol, method in part:
                    found.setdefault(symbol, key)
                    self._functions.setdefault(method, []).append(symbol)
            self._sites = found
        return self._sites

    def concerns(self, text: str) -> bool:
        """Whether a text names a registering method."""
        return self._mentioned.search(text) is not None

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """The functions that a module registers, the method, each."""
        for scope in facts.all_scopes:
            if scope.is_function and scope.parent is not None:
                for node in scope.decorators:
                    method = self._registering(node, scope.parent)
                    if method is not None:
                        yield scope.symbol, method
            for call in scope.calls:
                method = self._registering(call.func, scope) if call.args else None
                value = self._resolver.value(call.args[0], scope) if method is not None else UNKNOWN
                if method is not None and value.form is Form.FUNCTION and value.is_project:
                    yield value.name, method

    def _registering(self, node: ast.expr, scope: Scope) -> str | None:
        """The registering method that an expression names."""
        if not isinstance(node, ast.Attribute) or node.attr not in self._names:
            return None
        return self._resolver.known_as(node, scope, self._providers)
