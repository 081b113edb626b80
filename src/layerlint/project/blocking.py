"""Calls in asynchronous functions that block the event loop until the database answers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Confidence
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


def blocking(resolver: Resolver, scope: Scope) -> Iterator[tuple[ast.expr, str, Value]]:
    """The chains and loops in an `async def` that wait for a synchronous driver: where, what is called, and on what.

    What is awaited doesn't block, nor what stands in a `lambda`: that runs where it is handed to.
    """
    if not isinstance(scope.node, ast.AsyncFunctionDef):
        return
    awaited = {id(node) for node in scope.awaits}
    found = [item for call in scope.calls if (item := _of_chain(resolver, call, scope, awaited)) is not None]
    found += _loops(resolver, scope)
    if found:
        put_off = scope.in_lambdas()
        for item in sorted(found, key=lambda item: (item[0].lineno, item[0].col_offset)):
            if id(item[0]) not in put_off:
                yield item


def _of_chain(resolver: Resolver, call: ast.Call, scope: Scope, awaited: set[int]) -> tuple[ast.expr, str, Value] | None:
    for link in syntax.links(call):
        if id(link) in awaited:
            return None
        callee = resolver.value(link.func, scope)
        on = callee.receiver
        if callee.form is Form.FUNCTION and on is not None and isinstance(link.func, ast.Attribute):
            if not callee.is_project and _blocks(resolver, on, link.func.attr):
                return call, syntax.callee_text(link), on
    return None


def _loops(resolver: Resolver, scope: Scope) -> Iterator[tuple[ast.expr, str, Value]]:
    """Plain loops over lazy queries."""
    for node in scope.loops:
        value = resolver.value(node, scope)
        if value.form is Form.INSTANCE and _blocks(resolver, value, "__iter__") and not _is_async_loop(node, scope):
            text = syntax.dotted(node) or (syntax.callee_text(node) if isinstance(node, ast.Call) else "query")
            yield node, text, value


def _blocks(resolver: Resolver, on: Value, method: str) -> bool:
    """Whether a method of a value blocks, by the nearest of its classes of which the tables say so or otherwise.

    A name that only hints at a session doesn't tell which.
    """
    if on.confidence is not Confidence.CERTAIN:
        return False
    for name in resolver.mro(on.name):
        blocking = resolver.knowledge.blocking(name) if "::" not in name else None
        if blocking is not None:
            return method in blocking
    return False


def _is_async_loop(node: ast.expr, scope: Scope) -> bool:
    for item in syntax.descendants(scope.node):
        if isinstance(item, ast.AsyncFor) and item.iter is node:
            return True
        if isinstance(item, ast.comprehension) and item.is_async and item.iter is node:
            return True
    return False
