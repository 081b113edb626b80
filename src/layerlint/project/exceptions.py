"""Exception classes: what they derive from, and which `try` statements of a function take them."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

EVERYTHING = frozenset({"BaseException"})
_HARMLESS = ("typing.", "typing_extensions.", "abc.", "object")
_Try = (ast.Try, ast.TryStar)


def _builtin(name: str) -> type[BaseException] | None:
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def class_of(resolver: Resolver, node: ast.expr | None, scope: Scope) -> Value | None:
    """The exception class that an expression, raised or caught, is or is an instance of, None where it isn't known."""
    if node is None:
        return None
    value = resolver.value(node, scope)
    if value.form in (Form.CLASS, Form.INSTANCE):
        return value.as_class()
    written = node.func if isinstance(node, ast.Call) else node
    if not value.known and isinstance(written, ast.Name) and _builtin(written.id):
        return Value(Form.CLASS, written.id)
    return None


def ancestors(resolver: Resolver, name: str) -> frozenset[str] | None:
    """The names of an exception class and all its bases, None when a base can't be known."""
    builtin = _builtin(name)
    if builtin is not None:
        return frozenset(item.__name__ for item in builtin.__mro__)
    if "::" not in name:
        return frozenset({name}) if name.startswith(_HARMLESS) else None
    scope = resolver.scope_named(name)
    if scope is None or not scope.is_class or scope.parent is None:
        return None
    found = {name}
    for base in scope.class_node.bases:
        value = class_of(resolver, base, scope.parent)
        inner = ancestors(resolver, value.name) if value is not None and value.name != name else None
        if inner is None:
            return None
        found |= inner
    return frozenset(found)


def domain_error(resolver: Resolver, node: ast.expr | None, scope: Scope) -> Value | None:
    """The exception class of the project that a `raise` raises; None for others, and where a base is foreign."""
    value = class_of(resolver, node, scope)
    if value is None or not value.is_project:
        return None
    lineage = ancestors(resolver, value.name)
    return value if lineage is not None and "Exception" in lineage else None


class Protection:
    """The exceptions that a function's own `try` and `with` statements keep from leaving it, by the place they come from."""

    def __init__(self, resolver: Resolver, scope: Scope) -> None:
        self._resolver = resolver
        self._scope = scope
        self._around: dict[int, frozenset[str]] = {}
        self._block(scope.function.body, frozenset())

    def takes(self, node: ast.AST, lineage: frozenset[str]) -> bool:
        """Whether an exception with this lineage that comes from a node is taken, or may be."""
        return not self._around.get(id(node), EVERYTHING).isdisjoint(lineage)

    def _block(self, body: list[ast.stmt], taken: frozenset[str]) -> None:
        for node in body:
            self._statement(node, taken)

    def _statement(self, node: ast.stmt, taken: frozenset[str]) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return
        if isinstance(node, _Try):
            inner = taken.union(*(self._caught(item) for item in node.handlers))
            if any(isinstance(item, (ast.Return, ast.Break, ast.Continue)) for item in node.finalbody):
                inner |= EVERYTHING
            self._block(node.body, inner)
            for handler in node.handlers:
                self._block(handler.body, taken)
            self._block(node.orelse, taken)
            self._block(node.finalbody, taken)
            return
        if isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self._mark(item.context_expr, taken)
            self._block(node.body, taken.union(*(self._suppressed(item.context_expr) for item in node.items)))
            return
        if isinstance(node, ast.Raise):
            self._around[id(node)] = taken
        for value in node.__dict__.values():
            if isinstance(value, ast.expr):
                self._mark(value, taken)
            elif isinstance(value, list):
                for item in value:
                    if isinstance(item, ast.stmt):
                        self._statement(item, taken)
                    elif isinstance(item, ast.match_case):
                        self._block(item.body, taken)
                    elif isinstance(item, ast.expr):
                        self._mark(item, taken)

    def _mark(self, node: ast.expr, taken: frozenset[str]) -> None:
        for item in syntax.descendants(node):
            if isinstance(item, ast.Call):
                self._around[id(item)] = taken

    def _caught(self, handler: ast.ExceptHandler) -> frozenset[str]:
        """The classes that an `except` takes for good: one that ends in a bare `raise` only looks."""
        if is_looking(handler):
            return frozenset()
        return caught_classes(self._resolver, handler.type, self._scope)

    def _suppressed(self, context: ast.expr) -> frozenset[str]:
        """What a context manager may swallow: what it is given, or anything if the project's own code handles errors there."""
        callee = self._resolver.value(context.func if isinstance(context, ast.Call) else context, self._scope)
        if not callee.known:
            return EVERYTHING
        if callee.is_project:
            return EVERYTHING if self._swallows(callee) else frozenset()
        given = [class_of(self._resolver, item, self._scope) for item in (context.args if isinstance(context, ast.Call) else ())]
        return frozenset(item.name for item in given if item is not None and ancestors(self._resolver, item.name))

    def _swallows(self, callee: Value) -> bool:
        """Whether a context manager of the project handles errors: a generator with `except`, an exit method that answers."""
        scope = self._resolver.scope_of(callee)
        if callee.form is Form.FUNCTION and scope is not None:
            return any(isinstance(item, ast.ExceptHandler) and not is_looking(item) for item in syntax.descendants(scope.node))
        for name in ("__exit__", "__aexit__"):
            method = self._resolver.scope_of(self._resolver.member(callee, name))
            if method is not None and any(not _is_nothing(item.value) for item in method.returns):
                return True
        return False


def is_looking(handler: ast.ExceptHandler) -> bool:
    """Whether an `except` ends by raising again what it has caught."""
    last = handler.body[-1]
    if not isinstance(last, ast.Raise):
        return False
    return last.exc is None or (handler.name is not None and isinstance(last.exc, ast.Name) and last.exc.id == handler.name)


def _is_nothing(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and not node.value)


def caught_classes(resolver: Resolver, node: ast.expr | None, scope: Scope) -> frozenset[str]:
    """The classes that an `except`, or a registration, names; `EVERYTHING` where it isn't known."""
    if node is None:
        return EVERYTHING
    if isinstance(node, ast.Tuple):
        return frozenset().union(*(caught_classes(resolver, item, scope) for item in node.elts))
    value = resolver.value(node, scope)
    if value.form is Form.INSTANCE and value.name in ("tuple", "list") and value.args:
        return frozenset(item.name for item in value.args if item.known) if all(item.known for item in value.args) else EVERYTHING
    found = class_of(resolver, node, scope)
    return frozenset({found.name}) if found is not None else EVERYTHING
