"""Functions that hand out one shared object, however often they are called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_CACHING = frozenset({"cache", "lru_cache"})


def gives_shared(resolver: Resolver, callee: Value) -> bool:
    """Whether a project function keeps what it returns: in a cache, a global name, or an attribute or item of another object.

    `Storage.get_default()` keeps it on the class, `Storage.current()` on the request's `g`.
    """
    scope = resolver.scope_of(callee) if callee.form is Form.FUNCTION else None
    if scope is None or not scope.is_function:
        return False
    kept = _kept(scope)
    return _is_cached(scope) or any(statement.value is not None and _place(statement.value) in kept for statement in scope.returns)


def _is_cached(scope: Scope) -> bool:
    nodes = [item.func if isinstance(item, ast.Call) else item for item in scope.decorators]
    return any((syntax.dotted(node) or "").rpartition(".")[2] in _CACHING for node in nodes)


def _kept(scope: Scope) -> set[str]:
    """The global names, attributes and items that a function gives a value, and the names that get the same value at once."""
    found = set()
    for node in syntax.descendants(scope.node):
        if isinstance(node, ast.Global):
            found |= {*node.names}
        elif isinstance(node, ast.Assign) and any(isinstance(target, (ast.Attribute, ast.Subscript)) for target in node.targets):
            found |= {_place(target) for target in node.targets}
    return found - {""}


def _place(node: ast.expr) -> str:
    """A name, attribute or item, as it is written; "" for other expressions."""
    return ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)) else ""
