"""Markers of parameters: `Depends(...)`, `Query(...)`, written there, kept in a name, or made by a function of the project."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from layerlint.facts import Scope
from layerlint.project.type_hints import find_alias
from layerlint.project.values import Form

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_DEPTH = 4


class Marker(NamedTuple):
    """The call that makes a marker, by the foreign name that it calls, with the scope that it is written in."""

    name: str
    call: ast.Call
    scope: Scope


def marker(resolver: Resolver, node: ast.expr | None, scope: Scope, depth: int = _DEPTH) -> Marker | None:
    """The marker that a default or a part of an `Annotated[...]` is; None for other expressions."""
    if depth <= 0:
        return None
    if isinstance(node, (ast.Name, ast.Attribute)):
        alias = find_alias(resolver, node, scope)
        return marker(resolver, alias[0], alias[1], depth - 1) if alias is not None else None
    if not isinstance(node, ast.Call):
        return None
    callee = resolver.value(node.func, scope)
    if not callee.is_project:
        return Marker(callee.name, node, scope) if callee.name in resolver.knowledge.markers else None
    function = resolver.scope_of(callee) if callee.form is Form.FUNCTION else None
    if function is None or not function.is_function:
        return None
    made = (marker(resolver, statement.value, function, depth - 1) for statement in function.returns)
    return next((found for found in made if found is not None), None)


def marker_names(resolver: Resolver, annotation: ast.expr | None, default: ast.expr | None, scope: Scope) -> set[str]:
    """The foreign names of the markers that a parameter has, by its default and its annotation."""
    nodes = [(default, scope), *resolver.metadata(annotation, scope)]
    return {found.name for node, place in nodes if (found := marker(resolver, node, place)) is not None}
