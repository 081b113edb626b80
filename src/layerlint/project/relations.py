"""Reverse relations: the attributes that a relation field of one entity gives the entity that it points to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import ModuleFacts, Scope
from layerlint.model import Kind
from layerlint.project.contributions import Record
from layerlint.project.values import UNKNOWN, Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


class Relations:
    """What relation fields of the project's entities give their targets; the index is made when first asked for."""

    name = "relations"
    lines: tuple[int, ...] = ()
    has_targets = True

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._packages = {name.partition(".")[0] for name in resolver.knowledge.relations}
        words = {name.rpartition(".")[2] for name in resolver.knowledge.relations}
        self._words = {word for word in words if not any(other in word for other in words - {word})}
        self._accessors: dict[tuple[str, str], Value] | None = None

    def accessor(self, lineage: tuple[str, ...], name: str) -> Value:
        """What an attribute of an entity with these classes gives by a relation that points to it."""
        if self._packages.isdisjoint(item.partition(".")[0] for item in lineage if "::" not in item):
            return UNKNOWN
        if self._accessors is None:
            if self._resolver.contributions.is_early(self):
                return UNKNOWN
            self._accessors = self._find()
        for item in lineage:
            found = self._accessors.get((item, name))
            if found is not None:
                self._note(item if "::" in item else "*", found)
                return found
        return UNKNOWN

    def _note(self, asker: str, found: Value) -> None:
        for value in (found, found.element):
            if value.is_project:
                self._resolver.modules.tree.lean(asker, value.name)

    def _find(self) -> dict[tuple[str, str], Value]:
        """The accessors by class and name; a field of an entity's own goes before an inherited one."""
        found: dict[tuple[str, str], Value] = {}
        parts = [part for _, part in self._resolver.contributions.of(self)]
        for wanted in (False, True):
            for target, name, is_inherited, result, owner in (record for part in parts for record in part):
                if is_inherited is wanted and (target, name) not in found:
                    found[target, name] = self._given(result, Value(Form.INSTANCE, owner))
        return found

    def concerns(self, text: str) -> bool:
        """Whether a text may define entities with relations, own or inherited ones."""
        return self._names_relations(text) or ("class " in text and "models" in text)

    def _names_relations(self, text: str) -> bool:
        return any(word in text for word in self._words)

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """What the entities of a module give others: the target, the name there, whether it's inherited, the result, the entity."""
        names_relations = self._names_relations(facts.text)
        for scope in facts.classes():
            if _is_abstract(scope):
                continue
            for call, field in self._fields(scope) if names_relations else ():
                yield from self._record(call, field, scope, is_inherited=False)
            if Kind.ENTITY in self._resolver.kinds(scope.symbol):
                for name in self._resolver.mro(scope.symbol)[1:]:
                    base = self._resolver.scope_named(name) if "::" in name else None
                    for call, field in self._fields(base) if base is not None and _is_abstract(base) else ():
                        yield from self._record(call, field, scope, is_inherited=True)

    def _fields(self, scope: Scope) -> Iterator[tuple[ast.Call, Value]]:
        for bindings in scope.bindings.values():
            for binding in bindings:
                if isinstance(binding.value, ast.Call):
                    field = self._resolver.value(binding.value, scope)
                    if field.name in self._resolver.knowledge.relations and field.element.known:
                        yield binding.value, field

    def _record(self, call: ast.Call, field: Value, owner: Scope, is_inherited: bool) -> Iterator[Record]:
        keyword, _, rest = self._resolver.knowledge.relations[field.name].partition("|")
        default, _, result = rest.partition(" -> ")
        given = syntax.argument(call, None, keyword)
        written = given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else default
        name = written.replace("%(class)s", owner.name.lower())
        if name.isidentifier():
            yield field.element.name, name, is_inherited, result, owner.symbol

    def _given(self, result: str, element: Value) -> Value:
        """One entity, or a manager of them: their own if they have one."""
        if result == "elem":
            return element
        own = self._resolver.member(element.as_class(), "objects")
        return own if own.is_project and own.form is Form.INSTANCE else Value(Form.INSTANCE, result, (element,))


def _is_abstract(scope: Scope) -> bool:
    for child in scope.children:
        if child.is_class and child.name == "Meta":
            for binding in child.bindings.get("abstract", ()):
                return isinstance(binding.value, ast.Constant) and binding.value.value is True
    return False
