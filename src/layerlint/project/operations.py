"""What a function's own calls do: database operations and other effects, each with the value it acts on."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import DATABASE_EFFECTS, Confidence, Effect, Kind
from layerlint.project import calls
from layerlint.project.active_record import ActiveRecords
from layerlint.project.values import UNKNOWN, Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


@dataclass(frozen=True, slots=True)
class Operation:
    """One outermost call chain with effects. `subject` is how its first acting call is written, `on` what it acts on."""

    node: ast.expr
    effects: frozenset[Effect]
    subject: str
    on: Value
    is_query: bool = False

    @property
    def is_database(self) -> bool:
        """Whether it reads, writes or ends a transaction, or builds a query that is bound to a session."""
        return self.is_query or not self.effects.isdisjoint(DATABASE_EFFECTS)

    @property
    def is_transaction_only(self) -> bool:
        """Whether all that it does is to begin, commit, flush or roll back."""
        return not self.is_query and self.effects & DATABASE_EFFECTS == {Effect.TRANSACTION}

    @property
    def confidence(self) -> Confidence:
        """How sure the kind of the receiver is."""
        return self.on.confidence


class Operations:
    """The operations of functions, memoised."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._active_records = ActiveRecords(resolver)
        self._memo: dict[str, tuple[Operation, ...]] = {}
        self._chains: dict[int, Operation | None] = {}

    def of(self, scope: Scope) -> tuple[Operation, ...]:
        """The operations in a scope's own body, in the order of the source."""
        found = self._memo.get(scope.symbol)
        if found is None:
            found = self._memo[scope.symbol] = tuple(self._find(scope))
        return found

    def database(self, scope: Scope) -> list[Operation]:
        """The database operations among them."""
        return [operation for operation in self.of(scope) if operation.is_database]

    def _find(self, scope: Scope) -> list[Operation]:
        found = [operation for call in scope.calls if (operation := self.operation(call, scope)) is not None]
        for iterated in scope.loops:
            value = self._resolver.value(iterated, scope)
            if value.form is Form.INSTANCE and self._resolver.has_kind(value, Kind.QUERY):
                _execute(found, Operation(iterated, frozenset({Effect.READ}), _query_text(iterated), value))
        for awaited in scope.awaits:
            call = self._resolver.awaiting(awaited, scope)
            if call is not None and call.effects:
                _execute(found, Operation(awaited, call.effects, _query_text(awaited), self._resolver.value(awaited, scope)))
        executed = {name for item in found if not item.is_query for name in _names(item.node)}
        inner = {id(node) for item in found if not item.is_query for node in _arguments(item.node)}
        found = [
            item
            for item in found
            if not (item.is_query and (id(item.node) in inner or self._assigned_to(item.node, scope) & executed))
        ]
        return sorted(found, key=lambda item: (item.node.lineno, item.node.col_offset))

    @staticmethod
    def _assigned_to(node: ast.expr, scope: Scope) -> set[str]:
        return {name for name, bindings in scope.bindings.items() for binding in bindings if binding.value is node}

    def link_effects(self, call: ast.Call, scope: Scope) -> frozenset[Effect]:
        """The effects of one call alone, those of the calls that it is chained to left out."""
        callee = self._resolver.value(call.func, scope)
        if callee.form is Form.INSTANCE:
            callee = self._resolver.member(callee, "__call__")
        if callee.form not in (Form.FUNCTION, Form.CLASS):
            return frozenset()
        known = calls.known_call(self._resolver, callee)
        return known.effects if known is not None else frozenset()

    def operation(self, call: ast.Call, scope: Scope) -> Operation | None:
        """What one call chain does, None when nothing is known of it."""
        if id(call) not in self._chains:
            self._chains[id(call)] = self._of_chain(call, scope)
        return self._chains[id(call)]

    def _of_chain(self, call: ast.Call, scope: Scope) -> Operation | None:
        effects: set[Effect] = set()
        subject, on, is_query = "", UNKNOWN, False
        for link in syntax.links(call):
            callee = self._resolver.value(link.func, scope)
            if callee.form is Form.INSTANCE:
                callee = self._resolver.member(callee, "__call__")
            if callee.form not in (Form.FUNCTION, Form.CLASS):
                continue
            done, on_which, queries = self._of_link(link, callee, scope)
            if not done and not queries:
                continue
            reaches = queries or not done.isdisjoint(DATABASE_EFFECTS)
            if not subject or (reaches and not (is_query or not effects.isdisjoint(DATABASE_EFFECTS))):
                subject = _written(link)
                on = on_which
            effects |= done
            is_query = is_query or queries
        if not subject:
            return None
        executes = not effects.isdisjoint(DATABASE_EFFECTS)
        return Operation(call, frozenset(effects), subject, on, is_query and not executes)

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
        if known.consumes and link.args:
            given = self._resolver.value(link.args[0], scope)
            if given.form is Form.INSTANCE and self._resolver.has_kind(given, Kind.QUERY):
                return known.effects | {Effect.READ}, given, False
        return known.effects, on, known.is_query


def _execute(found: list[Operation], executed: Operation) -> None:
    """Add an operation that runs a query, in the place of the one that built it, unless the same chain is known to run it."""
    for item in found:
        if item.node is executed.node or (isinstance(item.node, ast.Call) and executed.node in syntax.links(item.node)):
            if item.is_query:
                found.remove(item)
                found.append(replace(executed, node=item.node, subject=item.subject))
            return
    found.append(executed)


def _query_text(node: ast.expr) -> str:
    return syntax.dotted(node) or (syntax.callee_text(node) if isinstance(node, ast.Call) else "query")


def _names(node: ast.expr) -> list[str]:
    """The name at which an operation's chain begins, and those that its calls are given."""
    given = [item for link in syntax.links(node) for item in link.args] if isinstance(node, ast.Call) else []
    return [item.id for item in (syntax.root_of(node), *given) if isinstance(item, ast.Name)]


def _arguments(node: ast.expr) -> list[ast.AST]:
    """All nodes in the arguments of a chain's calls."""
    if not isinstance(node, ast.Call):
        return []
    given = [item for link in syntax.links(node) for item in (*link.args, *(keyword.value for keyword in link.keywords))]
    return [inner for item in given if not isinstance(item, (ast.Name, ast.Constant)) for inner in syntax.descendants(item)]


def _written(call: ast.Call) -> str:
    text = syntax.dotted(call.func)
    if text is not None:
        return text
    if isinstance(call.func, ast.Attribute):
        root = syntax.root_of(call.func)
        prefix = syntax.dotted(root) if isinstance(root, (ast.Name, ast.Attribute)) else None
        return f"{prefix}...{call.func.attr}" if prefix else call.func.attr
    return "call"
