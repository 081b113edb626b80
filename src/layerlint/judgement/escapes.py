"""Which exceptions of the project leave a function: those that it raises, and those of the services and repositories it calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.layers import Classifier
from layerlint.model import Confidence, Hop, Layer
from layerlint.project import Form, Project, conditions, exceptions

_DEPTH = 6
_NEAR = 3
_FOLLOWED = (Layer.SERVICE, Layer.REPOSITORY)
_HANDLING = (ast.Try, ast.TryStar, ast.With, ast.AsyncWith)
_LATER = frozenset({"create_task", "ensure_future", "start_soon", "add_task", "run_in_background", "apply_async", "delay"})


class Escape(NamedTuple):
    """An exception class that leaves a function under some conditions, with the calls that lead to the `raise`, nearest first."""

    error: str
    lineage: frozenset[str]
    conditions: frozenset[conditions.Condition]
    hops: tuple[Hop, ...]

    @property
    def short_name(self) -> str:
        """The class's name."""
        return self.error.rpartition("::")[2].rpartition(".")[2]

    @property
    def confidence(self) -> Confidence:
        """The further away the `raise`, the likelier is it that what leads to it can't happen in this handler."""
        return Confidence.CERTAIN if len(self.hops) <= _NEAR + 1 else Confidence.POSSIBLE


class Escapes:
    """Answers for a project, memoised."""

    def __init__(self, project: Project, classifier: Classifier) -> None:
        self._project = project
        self._resolver = project.resolver
        self._classifier = classifier
        self._memo: dict[tuple[Scope, int], list[Escape]] = {}
        self._known_conditions: dict[Scope, conditions.Conditions] = {}
        self._protections: dict[Scope, exceptions.Protection] = {}

    def through(self, handler: Scope) -> Iterator[tuple[ast.Call, list[Escape]]]:
        """The calls of a handler by which exceptions of services and repositories leave it, each once, the nearest first."""
        if self._is_wrapped(handler):
            return
        seen = set()
        found: dict[int, tuple[ast.Call, list[Escape]]] = {}
        for call, escape in sorted(self._called(handler, _DEPTH), key=lambda item: len(item[1].hops)):
            if escape.error not in seen:
                seen.add(escape.error)
                found.setdefault(id(call), (call, []))[1].append(escape)
        yield from found.values()

    def _called(self, function: Scope, depth: int) -> Iterator[tuple[ast.Call, Escape]]:
        later = {id(item) for call in function.calls for item in _put_off(call)}
        for call in sorted(function.calls, key=lambda item: (item.lineno, item.col_offset)):
            if id(call) in later:
                continue
            for link in syntax.links(call):
                target = self._target(link.func, function)
                if target is None:
                    continue
                hop = Hop(
                    function.module.key, "", text=f"`{function.qualname}` calls `{syntax.callee_text(link)}`", line=link.lineno
                )
                for escape in self._of(target, depth - 1):
                    if self._protection(function).takes(link, escape.lineage):
                        continue
                    asked = conditions.held_against(escape.conditions, target, link, function)
                    if asked is not None:
                        asked |= self._conditions(function).of(link)
                        yield call, escape._replace(conditions=asked, hops=(hop, *escape.hops))

    def _of(self, function: Scope, depth: int) -> list[Escape]:
        """The exceptions that leave a function, each with its shortest way; calls are followed to a depth, so that cycles end."""
        if depth == 0:
            return []
        memo = self._memo.get((function, depth))
        if memo is None:
            found: dict[tuple[str, frozenset[conditions.Condition]], Escape] = {}
            if not function.yields and not self._is_wrapped(function):
                for escape in sorted(self._escaping(function, depth), key=lambda item: len(item.hops)):
                    found.setdefault((escape.error, escape.conditions), escape)
            memo = self._memo[function, depth] = [*found.values()]
        return memo

    def _escaping(self, function: Scope, depth: int) -> Iterator[Escape]:
        for statement in function.raises:
            error = exceptions.domain_error(self._resolver, statement.exc, function)
            lineage = exceptions.ancestors(self._resolver, error.name) if error is not None else None
            if error is not None and lineage is not None and not self._protection(function).takes(statement, lineage):
                hop = Hop(function.module.key, "", text=f"`{function.qualname}` raises `{error.short_name}`", line=statement.lineno)
                yield Escape(error.name, lineage, self._conditions(function).of(statement), (hop,))
        for _, escape in self._called(function, depth):
            yield escape

    def _target(self, node: ast.expr, scope: Scope) -> Scope | None:
        """The service's or repository's function that a callee is."""
        callee = self._resolver.value(node, scope)
        if callee.form is Form.CLASS:
            callee = self._resolver.member(callee, "__init__")
        elif callee.form is Form.INSTANCE:
            callee = self._resolver.member(callee, "__call__")
        found = self._resolver.scope_of(callee) if callee.form is Form.FUNCTION else None
        if found is None or not found.is_function or found is scope:
            return None
        return found if self._classifier.function(found).layer in _FOLLOWED else None

    def _protection(self, function: Scope) -> exceptions.Protection:
        found = self._protections.get(function)
        if found is None:
            found = self._protections[function] = exceptions.Protection(self._resolver, function)
        return found

    def _conditions(self, function: Scope) -> conditions.Conditions:
        found = self._known_conditions.get(function)
        if found is None:
            found = self._known_conditions[function] = conditions.Conditions(function)
        return found

    def _is_wrapped(self, function: Scope) -> bool:
        """Whether a decorator of the project's own, or one that isn't known, may take exceptions."""
        outer = function.parent or function
        for decorator in function.decorators:
            node = decorator.func if isinstance(decorator, ast.Call) else decorator
            value = self._resolver.value(node, outer)
            scope = self._resolver.scope_of(value)
            if scope is not None and any(
                isinstance(item, (ast.Try, ast.With, ast.AsyncWith)) for item in syntax.descendants(scope.node)
            ):
                return True
            if not value.known and isinstance(node, ast.Name) and node.id not in ("staticmethod", "classmethod", "property"):
                return True
        return False


def _put_off(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that only schedules them."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return [*call.args] if name in _LATER else []
