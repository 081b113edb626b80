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

    def is_only_hooked(self, key: str, name: str) -> bool:
        """Whether hooks or commands are registered on the object, and nothing else is ever done with it."""
        question = (key, name)
        if question not in self._memo:
            used = set(self._uses(key, name))
            self._memo[question] = bool(used) and used <= self._resolver.knowledge.hooks | _COMMANDS
        return self._memo[question]

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
        for scope in facts.all_scopes:
            outer = scope.parent or scope
            nodes = [(item.func if isinstance(item, ast.Call) else item, outer) for item in scope.decorators]
            nodes += [(link.func, scope) for call in scope.calls for link in syntax.links(call)]
            for node, place in nodes:
                attribute = self._first_attribute(node, place, key, name)
                if attribute is not None:
                    yield attribute

    def _first_attribute(self, node: ast.expr, scope: Scope, key: str, name: str) -> str | None:
        while isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
            node = node.value
        if not isinstance(node, ast.Attribute):
            return None
        value = self._resolver.value(node.value, scope)
        if value.form is not Form.INSTANCE or not value.trail:
            return None
        origin = value.trail[-1]
        return node.attr if (origin.module, origin.subject) == (key, name) else None
