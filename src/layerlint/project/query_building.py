"""Queries that a function builds and hands on without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import BindingForm, Scope
from layerlint.model import Kind
from layerlint.project.values import Form

if TYPE_CHECKING:
    from layerlint.project.operations import Operations
    from layerlint.project.resolver import Resolver


def handed_on(resolver: Resolver, operations: Operations, scope: Scope) -> Iterator[ast.Call]:
    """The chains of a function that build a statement which it returns, keeps on `self`, or gives to a function of the project.

    A statement that the function runs as well is left out, as is a part of another one; one that is refined in steps, under one
    name, is told where that begins, several in one expression at the first.
    """
    built = [call for call in scope.calls if _is_built(resolver, call, scope)]
    if not built:
        return
    run = [node for item in operations.of(scope) if item.is_database for node in syntax.descendants(item.node)]
    executed = _closure(scope, {node.id for node in run if isinstance(node, ast.Name)})
    within = {id(node) for node in run}
    away = [*_given_away(resolver, scope)]
    leaving = {id(node): number for number, item in enumerate(away) for node in syntax.descendants(item)}
    names = _closure(scope, {node.id for item in away for node in syntax.descendants(item) if isinstance(node, ast.Name)})
    told: set[str] = set()
    places: set[int] = set()
    inner = {id(node) for call in built for node in syntax.descendants(call) if node is not call}
    for call in sorted(built, key=lambda item: (item.lineno, item.col_offset)):
        if id(call) in inner or id(call) in within:
            continue
        bound = _bound_to(call, scope)
        root = syntax.root_of(call)
        begins = bound.isdisjoint(told) and not (isinstance(root, ast.Name) and root.id in told)
        told |= bound
        place = leaving.get(id(call))
        if place in places or not begins or not bound.isdisjoint(executed):
            continue
        if place is not None:
            places.add(place)
        if place is not None or not bound.isdisjoint(names):
            yield call


def _is_built(resolver: Resolver, call: ast.Call, scope: Scope) -> bool:
    """Whether a chain makes or refines a statement by the library's own functions."""
    value = resolver.value(call, scope)
    if value.form is not Form.INSTANCE or not resolver.has_kind(value, Kind.STATEMENT):
        return False
    callee = resolver.value(call.func, scope)
    return not callee.is_project


def _given_away(resolver: Resolver, scope: Scope) -> Iterator[ast.expr]:
    """The expressions that leave a function: returned, yielded, kept on `self`, or arguments of the project's own functions."""
    for statement in scope.returns:
        if statement.value is not None:
            yield statement.value
    yield from scope.yields
    owner = scope.owner
    if owner is not None:
        for kept in owner.self_attributes.values():
            yield from (binding.value for binding, place in kept if place is scope and binding.value is not None)
    for link in scope.links:
        if (link.args or link.keywords) and resolver.value(link.func, scope).is_project:
            yield from link.args
            yield from (keyword.value for keyword in link.keywords)


def _bound_to(call: ast.Call, scope: Scope) -> set[str]:
    return {name for name, bindings in scope.bindings.items() for binding in bindings if _holds(binding.value, call)}


def _holds(value: ast.expr | None, call: ast.Call) -> bool:
    return value is call or (isinstance(value, ast.IfExp) and call in (value.body, value.orelse))


def _closure(scope: Scope, names: set[str]) -> set[str]:
    """Names, and those from which what they stand for is made."""
    found = set(names)
    waiting = [*names]
    while waiting:
        for binding in scope.bindings.get(waiting.pop(), ()):
            if binding.form is BindingForm.PARAMETER or binding.value is None:
                continue
            for node in syntax.descendants(binding.value):
                if isinstance(node, ast.Name) and node.id not in found:
                    found.add(node.id)
                    waiting.append(node.id)
    return found
