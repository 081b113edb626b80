"""Sessions and connections that a function opens and hands out, and nothing releases."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Effect, Kind
from layerlint.project.operation import Operation
from layerlint.project.values import Form

if TYPE_CHECKING:
    from layerlint.project.operations import Operations
    from layerlint.project.resolver import Resolver

_RELEASING = frozenset("close aclose remove release begin __exit__ __aexit__".split())


def unreleased(resolver: Resolver, operations: Operations, scope: Scope) -> Iterator[Operation]:
    """The openings in a function whose session is returned or yielded, and neither entered, closed nor given to anybody else.

    A scoped session, which is told by its being a session itself, is released by whoever registered its scope.
    """
    contexts = {id(node) for item in scope.contexts for node in syntax.descendants(item)}
    for operation in operations.of(scope):
        if Effect.OPEN not in operation.effects or not isinstance(operation.node, ast.Call) or id(operation.node) in contexts:
            continue
        value = resolver.value(operation.node, scope)
        if value.form is not Form.INSTANCE or not resolver.has_kind(value, Kind.SESSION, Kind.CONNECTION):
            continue
        if operation.on.form is Form.INSTANCE and resolver.has_kind(operation.on, Kind.SESSION):
            continue
        names = {name for name, bindings in scope.bindings.items() for item in bindings if _plain(item.value) is operation.node}
        if _is_handed_out(operation.node, names, scope) and not _is_taken_care_of(names, scope):
            yield operation


def _plain(node: ast.expr | None) -> ast.expr | None:
    return node.value if isinstance(node, ast.Await) else node


def _is_handed_out(call: ast.Call, names: set[str], scope: Scope) -> bool:
    """Whether a function returns or yields the session itself, not something made with it."""
    given = [_plain(item.value) for item in scope.returns]
    given += [_plain(item.value) for item in scope.yields if isinstance(item, ast.Yield)]
    return any(node is call or (isinstance(node, ast.Name) and node.id in names) for node in given)


def _is_taken_care_of(names: set[str], scope: Scope) -> bool:
    """Whether a session is entered, closed, registered to be closed, or an argument of any call, which may do so."""
    if any(isinstance(node, ast.Name) and node.id in names for item in scope.contexts for node in syntax.descendants(item)):
        return True
    if any(node.attr in _RELEASING and _is_one_of(node.value, names) for node in _attributes(scope)):
        return True
    given = [item for node in _calls(scope) for item in (*node.args, *(keyword.value for keyword in node.keywords))]
    return any(_is_one_of(item, names) for item in given)


def _is_one_of(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _attributes(scope: Scope) -> Iterator[ast.Attribute]:
    return (node for node in syntax.descendants(scope.node) if isinstance(node, ast.Attribute))


def _calls(scope: Scope) -> Iterator[ast.Call]:
    return (node for node in syntax.descendants(scope.node) if isinstance(node, ast.Call))
