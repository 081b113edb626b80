"""What a function's own calls do: database operations and other effects, each with the value it acts on."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import DATABASE_EFFECTS, Effect
from layerlint.project import calls, lazy_queries
from layerlint.project.active_record import ActiveRecords
from layerlint.project.operation import Operation
from layerlint.project.runners import given_to_run
from layerlint.project.values import UNKNOWN, Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


class Operations:
    """The operations of functions, memoised."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._active_records = ActiveRecords(resolver)
        self._memo: dict[Scope, tuple[Operation, ...]] = {}
        self._chains: dict[int, Operation | None] = {}

    def of(self, scope: Scope) -> tuple[Operation, ...]:
        """The operations in a scope's own body, in the order of the source."""
        found = self._memo.get(scope)
        if found is None:
            found = self._memo[scope] = tuple(self._find(scope))
        return found

    def database(self, scope: Scope) -> list[Operation]:
        """The database operations among them."""
        return [operation for operation in self.of(scope) if operation.is_database]

    def _find(self, scope: Scope) -> list[Operation]:
        found = [operation for call in scope.calls if (operation := self.operation(call, scope)) is not None]
        return lazy_queries.settle(found, lazy_queries.run_in(self._resolver, scope), scope)

    def link_effects(self, call: ast.Call, scope: Scope) -> frozenset[Effect]:
        """The effects of one call alone, those of the calls that it is chained to left out."""
        callee = self.callee(call, scope)
        if callee.form not in (Form.FUNCTION, Form.CLASS):
            return frozenset()
        known = calls.known_call(self._resolver, callee)
        return known.effects if known is not None else frozenset()

    def called(self, call: ast.Call, scope: Scope) -> ast.expr:
        """What a call calls: what it is given where it only runs that, else its own callee."""
        return given_to_run(self._resolver, call, scope) or call.func

    def callee(self, call: ast.Call, scope: Scope) -> Value:
        """What a call calls, of an object its `__call__`."""
        callee = self._resolver.value(self.called(call, scope), scope)
        return self._resolver.member(callee, "__call__") if callee.form is Form.INSTANCE else callee

    def operation(self, call: ast.Call, scope: Scope) -> Operation | None:
        """What one call chain does, None when nothing is known of it."""
        if id(call) not in self._chains:
            self._chains[id(call)] = self._of_chain(call, scope)
        return self._chains[id(call)]

    def _of_chain(self, call: ast.Call, scope: Scope) -> Operation | None:
        effects: set[Effect] = set()
        subject, on, is_query = "", UNKNOWN, False
        consumed: ast.Name | None = None
        for link in syntax.links(call):
            callee = self.callee(link, scope)
            if callee.form not in (Form.FUNCTION, Form.CLASS):
                continue
            done, on_which, queries = self._of_link(link, callee, scope)
            if done and self._consumes(link, callee, scope) and isinstance(link.args[0], ast.Name):
                consumed = link.args[0]
            if not done and not queries:
                continue
            reaches = queries or not done.isdisjoint(DATABASE_EFFECTS)
            if not subject or (reaches and not (is_query or not effects.isdisjoint(DATABASE_EFFECTS))):
                subject = syntax.dotted(self.called(link, scope)) or _written(link)
                on = on_which
            effects |= done
            is_query = is_query or queries
        if not subject:
            return None
        executes = not effects.isdisjoint(DATABASE_EFFECTS)
        return Operation(call, frozenset(effects), subject, on, is_query and not executes, consumed)

    def _of_link(self, link: ast.Call, callee: Value, scope: Scope) -> tuple[frozenset[Effect], Value, bool]:
        """The effects of one call, what it acts on, and whether it only builds a query."""
        if callee.is_project:
            effects, trail = self._active_records.effects(callee)
            on = callee.receiver or callee
            return effects, on._replace(trail=(*on.trail, *trail)), False
        known = calls.known_call(self._resolver, callee)
        on = callee.receiver or callee
        if known is None:
            return frozenset(), on, False
        if self._consumes(link, callee, scope):
            return known.effects | {Effect.READ}, self._resolver.value(link.args[0], scope), False
        return known.effects, on, known.is_query

    def _consumes(self, link: ast.Call, callee: Value, scope: Scope) -> bool:
        """Whether a call, such as `list(query)`, iterates over a query."""
        known = calls.known_call(self._resolver, callee)
        return (
            known is not None and known.consumes and bool(link.args) and lazy_queries.is_run_by(self._resolver, link.args[0], scope)
        )


def _written(call: ast.Call) -> str:
    text = syntax.dotted(call.func)
    if text is not None:
        return text
    if isinstance(call.func, ast.Attribute):
        root = syntax.root_of(call.func)
        prefix = syntax.dotted(root) if isinstance(root, (ast.Name, ast.Attribute)) else None
        return f"{prefix}...{call.func.attr}" if prefix else call.func.attr
    return "call"
