"""Decorators of the house that stand guard: they refuse a request before the handler that they wrap is called."""

from __future__ import annotations

import ast

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.layers.refusals import Refusals
from layerlint.model import Kind
from layerlint.project import Project


class Wrappers:
    """Answers for one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver
        self._knowledge = project.knowledge

    def is_guard(self, function: Scope) -> bool:
        """Whether a function hands out one of its own that may refuse with an HTTP error, or else calls what was decorated."""
        if not function.children or self._knowledge.web_packages.isdisjoint(function.module.packages):
            return False
        decorators = [function, *(child for child in function.children if child.is_function and _gives(function, child))]
        return any(
            self._guards(inner, calls)
            for decorator in decorators
            for inner in decorator.children
            if inner.is_function and _gives(decorator, inner) and (calls := _calls_of_wrapped(inner, decorator))
        )

    def _guards(self, inner: Scope, calls: list[ast.Call]) -> bool:
        """Whether a wrapper refuses instead of calling what it wraps; to turn what that gives, or its errors, is no guard."""
        refusing = self._refusals(inner)
        if not any(_unawaited(statement.value) in calls for statement in inner.returns):
            last = max(call.lineno for call in calls)
            refusing = [node for node in refusing if node.lineno < last]
        return bool(refusing) and not {id(node) for node in refusing} <= _translating(inner, calls)

    def _refusals(self, inner: Scope) -> list[ast.stmt | ast.expr]:
        refusals = Refusals(self._project, inner)
        raised = [node for node in inner.raises if self._is_http(node, inner, refusals)]
        returned = [node for node in inner.returns if refusals.is_refusal(node) or self._redirects(node, inner)]
        aborting = [call for call in inner.calls if self._resolver.value(call.func, inner).name in self._knowledge.aborts]
        return [*raised, *returned, *aborting]

    def _is_http(self, node: ast.Raise, inner: Scope, refusals: Refusals) -> bool:
        """Whether an error is one that the framework answers with a status of its own."""
        refusal = refusals.of([node])
        if refusal is not None and refusal.status is not None:
            return True
        return self._resolver.has_kind(self._resolver.value(node.exc, inner), Kind.HTTP_ERROR)

    def _redirects(self, statement: ast.Return, inner: Scope) -> bool:
        """Whether a request is sent elsewhere: to log in, most often."""
        call = statement.value
        name = (syntax.dotted(call.func) or "") if isinstance(call, ast.Call) else ""
        return "redirect" in name.lower() and self._resolver.has_kind(self._resolver.value(call, inner), Kind.RESPONSE)


def _gives(outer: Scope, inner: Scope) -> bool:
    """Whether a function returns another that it defines, as it is or wrapped once more."""
    nodes = [statement.value for statement in outer.returns]
    names = [item for node in nodes for item in (node, *(node.args if isinstance(node, ast.Call) else ()))]
    return any(isinstance(node, ast.Name) and node.id == inner.name for node in names)


def _unawaited(node: ast.expr | None) -> ast.expr | None:
    return node.value if isinstance(node, ast.Await) else node


def _calls_of_wrapped(inner: Scope, decorator: Scope) -> list[ast.Call]:
    """The calls by which a wrapper hands on all that it is given to what was decorated."""
    given = {parameter.arg for parameter, _ in decorator.parameters}
    return [
        call
        for call in inner.links
        if isinstance(call.func, ast.Name)
        and call.func.id in given
        and (any(isinstance(item, ast.Starred) for item in call.args) or any(item.arg is None for item in call.keywords))
    ]


def _translating(inner: Scope, calls: list[ast.Call]) -> set[int]:
    """The nodes in the `except` parts of each `try` in which what is wrapped is called."""
    wrapped = {id(call) for call in calls}
    found: set[int] = set()
    for node in syntax.descendants(inner.function):
        if isinstance(node, ast.Try) and any(id(item) in wrapped for part in node.body for item in syntax.descendants(part)):
            found.update(id(item) for handler in node.handlers for item in syntax.descendants(handler))
    return found
