"""Reverse relations: the attributes that a relation field of one entity gives the entity that it points to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import ModuleFacts, Scope
from layerlint.model import Kind
from layerlint.project.values import UNKNOWN, Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


class Relations:
    """What relation fields of the project's entities give their targets; the index is made when first asked for."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._packages = {name.partition(".")[0] for name in resolver.knowledge.relations}
        self._accessors: dict[tuple[str, str], Value] | None = None

    def accessor(self, lineage: tuple[str, ...], name: str) -> Value:
        """What an attribute of an entity with these classes gives by a relation that points to it."""
        if self._packages.isdisjoint(item.partition(".")[0] for item in lineage if "::" not in item):
            return UNKNOWN
        if self._accessors is None:
            self._accessors = {}
            self._accessors = self._find()
        return next((found for item in lineage if (found := self._accessors.get((item, name))) is not None), UNKNOWN)

    def _find(self) -> dict[tuple[str, str], Value]:
        fields = self._resolver.knowledge.relations
        words = {name.rpartition(".")[2] for name in fields}
        modules = self._resolver.modules
        found: dict[tuple[str, str], Value] = {}
        abstract: list[tuple[Scope, ast.Call, Value]] = []
        for key in modules.keys:
            text = modules.text(key)
            facts = modules.facts(key) if any(word in text for word in words) else None
            for scope, call, field in self._fields(facts) if facts is not None else ():
                if _is_abstract(scope):
                    abstract.append((scope, call, field))
                else:
                    self._add(found, call, field, scope)
        if abstract:
            self._add_inherited(found, abstract)
        return found

    def _fields(self, facts: ModuleFacts) -> list[tuple[Scope, ast.Call, Value]]:
        found = []
        for scope in facts.classes():
            for bindings in scope.bindings.values():
                for binding in bindings:
                    if isinstance(binding.value, ast.Call):
                        field = self._resolver.value(binding.value, scope)
                        if field.name in self._resolver.knowledge.relations and field.element.known:
                            found.append((scope, binding.value, field))
        return found

    def _add_inherited(self, found: dict[tuple[str, str], Value], fields: list[tuple[Scope, ast.Call, Value]]) -> None:
        """The relations that entities inherit from abstract classes."""
        by_symbol: dict[str, list[tuple[ast.Call, Value]]] = {}
        for scope, call, field in fields:
            by_symbol.setdefault(scope.symbol, []).append((call, field))
        modules = self._resolver.modules
        for key in modules.keys:
            text = modules.text(key)
            if "class " not in text or "models" not in f"{key} {text}":
                continue
            facts = modules.facts(key)
            for scope in facts.classes() if facts is not None else ():
                if _is_abstract(scope) or scope.symbol in by_symbol or Kind.ENTITY not in self._resolver.kinds(scope.symbol):
                    continue
                for base in self._resolver.mro(scope.symbol)[1:]:
                    for call, field in by_symbol.get(base, ()):
                        self._add(found, call, field, scope)

    def _add(self, found: dict[tuple[str, str], Value], call: ast.Call, field: Value, owner: Scope) -> None:
        keyword, _, rest = self._resolver.knowledge.relations[field.name].partition("|")
        default, _, result = rest.partition(" -> ")
        given = syntax.argument(call, None, keyword)
        written = given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else default
        name = written.replace("%(class)s", owner.name.lower())
        if name.isidentifier():
            found.setdefault((field.element.name, name), self._given(result, owner))

    def _given(self, result: str, owner: Scope) -> Value:
        """One entity, or a manager of them: their own if they have one."""
        element = Value(Form.INSTANCE, owner.symbol)
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
