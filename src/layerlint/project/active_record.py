"""Active record: entities of the project whose own methods write themselves to the database, `article.save()`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import DATABASE_EFFECTS, Effect, Hop, Kind
from layerlint.project import calls
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


_STORING = frozenset(
    "save create update upsert insert add put store persist commit write delete destroy remove erase "
    "asave acreate aupdate adelete".split()
)
_HOW = frozenset(
    "or and if not get find first exists soft hard bulk force safe quick all many one new now self obj object record row instance "
    "model async to into in from db database with without for commit by id".split()
)


class ActiveRecords:
    """What the methods of entities do to the database, through the other methods of the same entity that they call."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._memo: dict[tuple[str, str], tuple[frozenset[Effect], tuple[Hop, ...]]] = {}

    def effects(self, callee: Value) -> tuple[frozenset[Effect], tuple[Hop, ...]]:
        """The database effects of calling an entity's method, with the place of the first; none for one that doesn't write it.

        A method that only reads is a finder of the model's, one that writes other things, or has a name of its own for what it
        does, `order.cancel()`, is the model's logic: neither is active record.
        """
        if callee.form is not Form.FUNCTION or callee.receiver is None or not callee.is_project:
            return frozenset(), ()
        words = callee.short_name.lower().strip("_").split("_")
        if _STORING.isdisjoint(words) or not _STORING.issuperset(word for word in words if word not in _HOW):
            return frozenset(), ()
        if not self._resolver.has_kind(callee.receiver, Kind.ENTITY):
            return frozenset(), ()
        question = (callee.name, callee.receiver.name)
        found = self._memo.get(question)
        if found is None:
            found = self._find(callee, callee.receiver)
            found = self._memo[question] = found if found[0] else (self._promised(callee.receiver, callee.short_name), ())
        return found

    def _promised(self, entity: Value, name: str) -> frozenset[Effect]:
        """What the method of the library does that an entity's own one overrides."""
        lineage = (base for base in self._resolver.mro(entity.name) if "::" not in base)
        known = next((found for base in lineage if (found := self._resolver.knowledge.method(base, name))), None)
        return known.effects & DATABASE_EFFECTS if known is not None else frozenset()

    def _find(self, callee: Value, entity: Value) -> tuple[frozenset[Effect], tuple[Hop, ...]]:
        effects: set[Effect] = set()
        hop: Hop | None = None
        symbols = [callee.name]
        for symbol in symbols:
            method = self._resolver.scope_named(symbol)
            if method is None or method.owner is None:
                continue
            for inner, written, line, writes_own in self._database_calls(method, symbols, entity):
                effects |= inner
                if writes_own and hop is None:
                    hop = Hop(method.module.key, method.qualname, text=f"`{method.qualname}` calls `{written}`", line=line)
        return (frozenset(effects), (hop,)) if hop is not None else (frozenset(), ())

    def _database_calls(
        self, method: Scope, symbols: list[str], entity: Value
    ) -> Iterator[tuple[frozenset[Effect], str, int, bool]]:
        """The known database calls of a method, and whether they write its own entity; calls of its siblings join `symbols`."""
        for link in method.links:
            callee = self._inherited(link.func, method, entity) or self._resolver.value(link.func, method)
            if callee.form is not Form.FUNCTION:
                continue
            receiver = callee.receiver
            if callee.is_project:
                if receiver is not None and self._is_own(receiver, method) and callee.name not in symbols:
                    symbols.append(callee.name)
                continue
            known = calls.known_call(self._resolver, callee)
            if known is None or known.effects.isdisjoint(DATABASE_EFFECTS):
                continue
            acted_on = [self._resolver.value(item, method) for item in link.args]
            own = any(self._is_own(value, method) for value in [*acted_on, *([receiver] if receiver else [])])
            yield known.effects & DATABASE_EFFECTS, syntax.callee_text(link), link.lineno, own and Effect.WRITE in known.effects

    def _inherited(self, node: ast.expr, method: Scope, entity: Value) -> Value | None:
        """What `super().save` in a method stands for: with mix-ins, the entity's class says what comes next."""
        if not isinstance(node, ast.Attribute) or method.owner is None:
            return None
        if not isinstance(node.value, ast.Call) or not isinstance(node.value.func, ast.Name) or node.value.func.id != "super":
            return None
        return self._resolver.member(Value(Form.SUPER, method.owner.symbol, receiver=entity), node.attr)

    def _is_own(self, value: Value, method: Scope) -> bool:
        if value.form not in (Form.INSTANCE, Form.CLASS) or method.owner is None:
            return False
        return method.owner.symbol in self._resolver.mro(value.name)
