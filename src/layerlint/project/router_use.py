"""What hangs on a router object: a blueprint for error handlers or commands alone routes nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import ModuleFacts, Scope
from layerlint.project.values import Form

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_COMMANDS = frozenset({"cli", "record", "record_once"})


class RouterUse:
    """How the project uses a router object that a module binds at its top."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._memo: dict[tuple[str, str], bool] = {}
        self._beside = resolver.knowledge.hooks | _COMMANDS
        self._hooked: set[tuple[str, str]] | None = None

    def is_only_hooked(self, key: str, name: str) -> bool:
        """Whether hooks or commands are registered on the object, and nothing else is ever done with it."""
        question = (key, name)
        if question not in self._memo:
            self._memo[question] = question in self._with_hooks() and set(self._uses(key, name)) <= self._beside
        return self._memo[question]

    def _with_hooks(self) -> set[tuple[str, str]]:
        """The objects, by module and name, on which a hook or command is registered anywhere."""
        if self._hooked is None:
            self._hooked = set()
            mentioned = re.compile(rf"\.(?:{'|'.join(sorted(map(re.escape, self._beside)))})\b")
            modules = self._resolver.modules
            for key in modules.keys:
                if mentioned.search(modules.text(key)):
                    facts = modules.facts(key)
                    for node, place in _callees(facts) if facts is not None else ():
                        attribute = _first_attribute(node)
                        if attribute is not None and attribute.attr in self._beside:
                            origin = self._origin(attribute.value, place)
                            self._hooked |= {origin} if origin is not None else set()
        return self._hooked

    def _uses(self, key: str, name: str) -> Iterator[str]:
        """The attributes that the project takes of the object."""
        mentioned = re.compile(rf"\b{re.escape(name)}\b")
        modules = self._resolver.modules
        for other in modules.keys:
            if mentioned.search(modules.text(other)):
                facts = modules.facts(other)
                if facts is not None:
                    yield from self._in_module(facts, key, name)

    def _in_module(self, facts: ModuleFacts, key: str, name: str) -> Iterator[str]:
        for node, place in _callees(facts):
            attribute = _first_attribute(node)
            if attribute is not None and self._origin(attribute.value, place) == (key, name):
                yield attribute.attr

    def _origin(self, node: ast.expr, scope: Scope) -> tuple[str, str] | None:
        """The module and name that bind an object at first."""
        value = self._resolver.value(node, scope)
        if value.form is not Form.INSTANCE or not value.trail:
            return None
        return value.trail[-1].module, value.trail[-1].subject


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
