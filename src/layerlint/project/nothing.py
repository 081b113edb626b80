"""Calls that give nothing: of functions of the project that return no value."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.project.derived import Derived
from layerlint.project.values import Form

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


def gives_nothing(resolver: Resolver, derived: Derived, node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is a call, awaited or not, of a function that returns nothing."""
    if isinstance(node, ast.Await):
        node = node.value
    if not isinstance(node, ast.Call):
        return False
    callee = resolver.value(node.func, scope)
    function = resolver.scope_of(callee) if callee.form is Form.FUNCTION else None
    return function is not None and function.is_function and _returns_nothing(derived, function)


def _returns_nothing(derived: Derived, function: Scope) -> bool:
    """Whether no `return` of a function has a value; a method without a body is what its overrides are."""
    if not _is_stub(function):
        return _has_no_value(function)
    overrides = [item for item in _overrides(derived, function) if not _is_stub(item)]
    return _has_no_value(function) and bool(overrides) and all(_has_no_value(item) for item in overrides)


def _has_no_value(function: Scope) -> bool:
    annotation = function.function.returns
    if function.yields or (annotation is not None and not _is_none(annotation)):
        return False
    return not any(statement.value is not None and not _is_none(statement.value) for statement in function.returns)


def _overrides(derived: Derived, method: Scope) -> list[Scope]:
    if method.owner is None:
        return []
    waiting = [method.owner]
    found = []
    for owner in waiting:
        waiting += [child for child in derived.of(owner) if child not in waiting]
        if owner is not method.owner:
            found += [child for child in owner.children if child.is_function and child.name == method.name]
    return found


def _is_stub(function: Scope) -> bool:
    """Whether a body is no more than a docstring, `...`, `pass`, or the error that it has to be overridden."""
    return all(
        isinstance(statement, ast.Pass)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        or (isinstance(statement, ast.Raise) and _raised(statement) == "NotImplementedError")
        for statement in function.function.body
    )


def _raised(statement: ast.Raise) -> str | None:
    node = statement.exc
    return syntax.dotted(node.func if isinstance(node, ast.Call) else node) if node is not None else None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
