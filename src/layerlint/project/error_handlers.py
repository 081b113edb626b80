"""Which exceptions the applications of a project turn into responses: by registered handlers, middleware, settings."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.project import type_hints
from layerlint.project.contributions import Record
from layerlint.project.exceptions import EVERYTHING, caught_classes, is_looking
from layerlint.project.values import Form

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver
    from layerlint.project.routes import Routes

_AROUND = ("iddleware", "MIDDLEWARE", "call_next", "get_route_handler", "APIRoute")
_CATCHES = re.compile(r"^\s+except\b", re.M)
_AROUND_NAMES = frozenset({"dispatch", "__call__", "get_route_handler"})
_ASSIGNED = "exception_handlers["


class ErrorHandlers:
    """The handled exception classes; the index is made when first asked for. What can't be read handles everything."""

    name = "error handlers"
    lines: tuple[int, ...] = ()
    has_targets = True

    def __init__(self, resolver: Resolver, routes: Routes) -> None:
        self._resolver = resolver
        self._routes = routes
        self._knowledge = resolver.knowledge
        hooks = (name.rpartition(".")[2] for name in self._knowledge.error_hooks)
        knowledge = self._knowledge
        words = {*knowledge.error_registrars, *knowledge.error_options, *knowledge.error_settings, *hooks}
        self._words = {word for word in words if not any(other in word for other in words - {word})}
        self._handled: frozenset[str] | None = None
        self._caught: frozenset[str] | None = None
        self.catchers = _Catchers(routes, self._taken_in)

    def handles(self, lineage: frozenset[str]) -> bool:
        """Whether an exception with this lineage, all its base classes, becomes a response somewhere."""
        if self._handled is None:
            parts = self._resolver.contributions.of(self)
            self._handled = frozenset(name for _, part in parts for (name,) in part)
        return not self._handled.isdisjoint(lineage)

    def is_caught_elsewhere(self, lineage: frozenset[str]) -> bool:
        """Whether some handler catches an exception of the project, by itself or a base class in the project."""
        if self._caught is None:
            parts = self._resolver.contributions.of(self.catchers)
            self._caught = frozenset(name for _, part in parts for (name,) in part)
        return not self._caught.isdisjoint(lineage)

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """The exception classes that a module turns into responses."""
        return ((name,) for name in sorted(set(self._collect(facts))))

    def concerns(self, text: str) -> bool:
        """Whether a text may turn exceptions into responses."""
        return any(word in text for word in self._words) or _may_be_around(text)

    def _collect(self, facts: ModuleFacts) -> Iterator[str]:
        around = _may_be_around(facts.text)
        for scope in facts.all_scopes:
            for link in scope.links:
                yield from self._registered(link, scope)
            if scope.is_function:
                if self._is_hook(scope):
                    yield from EVERYTHING
                if around and _is_around(scope):
                    yield from self._taken_in(scope)
            elif scope.is_class:
                for name in self._knowledge.error_options:
                    for binding in scope.bindings.get(name, ()):
                        if binding.value is not None:
                            yield from self._mapping(binding.value, scope)
        if any(name in facts.text for name in self._knowledge.error_settings) or _ASSIGNED in facts.text:
            yield from self._by_tree(facts)

    def _is_hook(self, method: Scope) -> bool:
        """Whether a framework calls a method of a class with any exception."""
        if method.owner is None:
            return False
        lineage = self._resolver.mro(method.owner.symbol)
        wanted = {method.name, *(f"{base}.{method.name}" for base in lineage if "::" not in base)}
        return not wanted.isdisjoint(self._knowledge.error_hooks)

    def _registered(self, call: ast.Call, scope: Scope) -> Iterator[str]:
        """What one call registers, by the names of the tables."""
        place = self._knowledge.error_registrars.get(call.func.attr) if isinstance(call.func, ast.Attribute) else None
        if place is not None:
            position, _, keyword = place.partition(" ")
            yield from self._classes(syntax.argument(call, int(position), keyword), scope)
        for keyword_node in call.keywords:
            if keyword_node.arg in self._knowledge.error_options:
                yield from self._mapping(keyword_node.value, scope)

    def _classes(self, node: ast.expr | None, scope: Scope) -> frozenset[str]:
        if node is None:
            return EVERYTHING
        if isinstance(node, ast.Constant) or (syntax.dotted(node) or "").rpartition(".")[2].startswith("HTTP_"):
            return EVERYTHING if "500" in ast.unparse(node) else frozenset()
        if isinstance(node, ast.Name):
            bindings = scope.bindings.get(node.id, ())
            if any(binding.form is BindingForm.PARAMETER for binding in bindings):
                return EVERYTHING
            looped = [item.value for item in bindings if item.form is BindingForm.ITERATION and item.value is not None]
            if looped:
                return frozenset().union(*(self._named_in(item, scope) for item in looped))
        return caught_classes(self._resolver, node, scope)

    def _named_in(self, node: ast.expr, scope: Scope) -> frozenset[str]:
        """All classes that an expression names, the aliases that it is made of followed; everything without one."""
        found = set()
        for item in syntax.descendants(node):
            if not isinstance(item, (ast.Name, ast.Attribute)):
                continue
            value = self._resolver.value(item, scope)
            if value.form is Form.CLASS:
                found.add(value.name)
                continue
            alias = type_hints.find_alias(self._resolver, item, scope)
            if alias is not None and isinstance(alias[0], (ast.Dict, ast.Tuple, ast.List, ast.Set)) and alias[0] is not node:
                found |= self._named_in(alias[0], alias[1]) - EVERYTHING
                found.update(self._entries(alias[2], alias[1]))
        return frozenset(found) or EVERYTHING

    def _entries(self, name: str, scope: Scope) -> Iterator[str]:
        """The exceptions under which handlers are put into a dictionary of a module, one by one."""
        for node in syntax.descendants(scope.node):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
                if node.value.id == name:
                    yield from self._classes(node.slice, scope)

    def _mapping(self, node: ast.expr | None, scope: Scope) -> Iterator[str]:
        """The keys of a dictionary from exceptions to handlers."""
        if isinstance(node, (ast.Name, ast.Attribute)):
            alias = type_hints.find_alias(self._resolver, node, scope)
            if alias is not None:
                node, scope = alias[0], alias[1]
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if key is None:
                    yield from self._mapping(value, scope)
                else:
                    yield from self._classes(key, scope)
        elif not (isinstance(node, ast.Constant) and node.value is None):
            yield from EVERYTHING

    def _taken_in(self, scope: Scope) -> Iterator[str]:
        """What a function around the handlers catches."""
        for node in syntax.descendants(scope.node):
            if isinstance(node, ast.ExceptHandler) and not is_looking(node):
                yield from caught_classes(self._resolver, node.type, scope)

    def _by_tree(self, facts: ModuleFacts) -> Iterator[str]:
        """Settings that name a function which turns exceptions into responses, and entries of an application's dictionary."""
        for node in syntax.descendants(facts.tree):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value in self._knowledge.error_settings:
                        yield from self._setting(str(key.value), value, facts)
            elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and isinstance(node.ctx, ast.Store):
                if node.value.attr in self._knowledge.error_options:
                    yield from self._classes(node.slice, facts.top)

    def _setting(self, name: str, node: ast.expr, facts: ModuleFacts) -> Iterator[str]:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            yield from EVERYTHING
            return
        if node.value == self._knowledge.error_settings[name]:
            return
        module, _, last = node.value.rpartition(".")
        function = self._resolver.scope_of(self._resolver.import_target(module, last, 0, facts))
        tested = [item for item in syntax.descendants(function.node) if _is_test(item)] if function is not None else []
        if function is None or not tested:
            yield from EVERYTHING
        for item in tested:
            if isinstance(item, ast.Call) and len(item.args) > 1:
                yield from caught_classes(self._resolver, item.args[1], function or facts.top)


class _Catchers:
    """The exceptions of the project that handlers catch themselves."""

    name = "caught exceptions"
    lines: tuple[int, ...] = ()
    has_targets = True

    def __init__(self, routes: Routes, taken_in: Callable[[Scope], Iterator[str]]) -> None:
        self._routes = routes
        self._taken_in = taken_in

    def concerns(self, text: str) -> bool:
        """Whether a text catches anything."""
        return " except" in text and _CATCHES.search(text) is not None

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """The exception classes that a module's handlers catch."""
        for function in facts.functions():
            if self._routes.of(function):
                yield from ((name,) for name in self._taken_in(function) if "::" in name)


def _is_test(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"


def _may_be_around(text: str) -> bool:
    return any(word in text for word in _AROUND)


def _is_around(scope: Scope) -> bool:
    """Whether a function is called around handlers: middleware, or the route handler of a route class."""
    if scope.name in _AROUND_NAMES or any(item.arg == "call_next" for item, _ in scope.parameters):
        return True
    return any("middleware" in ast.unparse(item) for item in scope.decorators)
