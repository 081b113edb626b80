"""Lazy queries: where a scope runs them, by loops, `await` or `list(...)`, and which of its calls only build them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Effect, Kind
from layerlint.project.operation import Operation
from layerlint.project.values import Form

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


def is_run_by(resolver: Resolver, node: ast.expr, scope: Scope) -> bool:
    """Whether iterating over an expression runs a query that the scope itself has built.

    One that a function of the project hands out, such as a repository's, is that function's data access.
    """
    value = resolver.value(node, scope)
    if value.form is not Form.INSTANCE or not resolver.has_kind(value, Kind.QUERY):
        return False
    written: ast.expr | None = node
    if isinstance(node, ast.Name) and value.trail and value.trail[0].subject == node.id:
        written = value.trail[0].written
    return not (isinstance(written, ast.Call) and resolver.value(written.func, scope).is_project)


def run_in(resolver: Resolver, scope: Scope) -> Iterator[Operation]:
    """The operations of a scope's loops and `await`s that run lazy queries."""
    for node in scope.loops:
        if is_run_by(resolver, node, scope):
            yield _operation(node, frozenset({Effect.READ}), resolver, scope)
    for node in scope.awaits:
        call = resolver.awaiting(node, scope)
        if call is not None and call.effects:
            yield _operation(node, call.effects, resolver, scope)


def _operation(node: ast.expr, effects: frozenset[Effect], resolver: Resolver, scope: Scope) -> Operation:
    text = syntax.dotted(node) or (syntax.callee_text(node) if isinstance(node, ast.Call) else "query")
    consumed = node if isinstance(node, ast.Name) else None
    return Operation(node, effects, text, resolver.value(node, scope), consumed=consumed)


def settle(found: list[Operation], run: Iterator[Operation], scope: Scope) -> list[Operation]:
    """All operations of a scope: `found` by its calls and `run` by its loops and `await`s, one for each query.

    A query that is built counts where it runs, if it does so here; one that is kept in a variable counts once, where it
    begins, whatever narrows it later; one that is a part of another query counts with that.
    """
    for operation in run:
        _execute(found, operation)
    executed = {name for item in found if not item.is_query for name in _names(item.node)}
    inner = {id(node) for item in found for node in _arguments(item.node)}
    bound = {id(item.node): _assigned_to(item.node, scope) for item in found if item.is_query}
    parts = {name for item in found if item.is_query for name in _given(item.node) if name not in bound[id(item.node)]}
    kept: list[Operation] = []
    seen: set[tuple[str, int]] = set()
    begun: set[str] = set()
    for item in sorted(found, key=lambda item: (item.node.lineno, item.node.col_offset)):
        if item.is_query:
            names = bound[id(item.node)]
            narrows = not begun.isdisjoint(_root_name(item.node))
            begun |= names
            if id(item.node) in inner or narrows or not names.isdisjoint(executed | parts):
                continue
        if item.consumed is not None:
            key = _version(item.consumed, scope)
            if key in seen:
                continue
            seen.add(key)
        kept.append(item)
    return kept


def _execute(found: list[Operation], executed: Operation) -> None:
    """Add an operation that runs a query, in the place of the one that built it, unless the same chain is known to run it."""
    for item in found:
        if item.node is executed.node or (isinstance(item.node, ast.Call) and executed.node in syntax.links(item.node)):
            if item.is_query:
                found.remove(item)
                found.append(replace(executed, node=item.node, subject=item.subject))
            return
    found.append(executed)


def _version(name: ast.Name, scope: Scope) -> tuple[str, int]:
    """A variable and how often it was bound before a use."""
    bindings = scope.bindings.get(name.id, ())
    return name.id, sum(binding.position < (name.lineno, name.col_offset) for binding in bindings)


def _assigned_to(node: ast.expr, scope: Scope) -> set[str]:
    return {name for name, bindings in scope.bindings.items() for binding in bindings if binding.value is node}


def _names(node: ast.expr) -> set[str]:
    """The name at which an operation's chain begins, and those at which the chains begin that its calls are given."""
    return _root_name(node) | _given(node)


def _root_name(node: ast.expr) -> set[str]:
    root = syntax.root_of(node)
    return {root.id} if isinstance(root, ast.Name) else set()


def _given(node: ast.expr) -> set[str]:
    """The names at which the chains begin that a chain's calls are given."""
    if not isinstance(node, ast.Call):
        return set()
    links = [*syntax.links(node)]
    given = [item for link in links for item in (*link.args, *(keyword.value for keyword in link.keywords))]
    return {name for item in given for name in _root_name(item)}


def _arguments(node: ast.expr) -> list[ast.AST]:
    """All nodes in the arguments of a chain's calls."""
    if not isinstance(node, ast.Call):
        return []
    given = [item for link in syntax.links(node) for item in (*link.args, *(keyword.value for keyword in link.keywords))]
    return [inner for item in given if not isinstance(item, (ast.Name, ast.Constant)) for inner in syntax.descendants(item)]
