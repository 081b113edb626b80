"""Calls that register handlers, by the tables: `path("users/", views.users)`, `router.register("users", UserViewSet)`."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from layerlint.facts import Scope
from layerlint.project.values import UNKNOWN, Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_DEPTH = 4


class Place(NamedTuple):
    """The position and keyword of the argument that is the handler; an object handles by methods with the prefix and a verb."""

    position: int
    keyword: str
    prefix: str


class Registrars:
    """The callables of the tables that are given handlers; `last_names` are the last words of their names."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._places = {name: _place(text) for name, text in resolver.knowledge.registrars.items()}
        self.last_names = frozenset(name.rpartition(".")[2] for name in self._places)
        methods = {name for name in self._places if name.rpartition(".")[0].rpartition(".")[2][:1].isupper()}
        by_method = "|".join(sorted({re.escape(name.rpartition(".")[2]) for name in methods}))
        self._by_method = re.compile(rf"\.(?:{by_method})\(") if methods else None
        self._functions: dict[str, set[str]] = {}
        for name in self._places.keys() - methods:
            self._functions.setdefault(name.partition(".")[0], set()).add(name.rpartition(".")[2] + "(")

    def may_be_in(self, text: str) -> bool:
        """Whether a module's text may hold such a call: cheap, asked before anything is resolved."""
        if any(package in text and any(name in text for name in names) for package, names in self._functions.items()):
            return True
        return self._by_method is not None and self._by_method.search(text) is not None

    def place(self, call: ast.Call, scope: Scope) -> Place | None:
        """Where a call is given the handler, None for other calls."""
        function = call.func
        last = function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
        if last not in self.last_names and not isinstance(function, ast.Name):
            return None
        value = self._resolver.value(function, scope)
        if value.receiver is not None:
            owners = self._resolver.mro(value.receiver.name)
            return next((place for owner in owners if (place := self._places.get(f"{owner}.{last}")) is not None), None)
        return self._places.get(value.name) if value.form in (Form.FUNCTION, Form.CLASS) else None

    def handler(self, node: ast.expr, scope: Scope, depth: int = _DEPTH) -> Value:
        """The function or class that is registered: through `View.as_view()`, and decorators that are called with it."""
        if not isinstance(node, ast.Call):
            return self._resolver.value(node, scope)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "as_view":
            return self._resolver.value(node.func.value, scope)
        for item in node.args if depth > 0 else ():
            found = self.handler(item, scope, depth - 1)
            if found.form is Form.FUNCTION or (found.form is Form.CLASS and isinstance(item, ast.Call)):
                return found
        return UNKNOWN


def _place(text: str) -> Place:
    position, keyword, prefix = [*text.split(), ""][:3]
    return Place(int(position), keyword, prefix)
