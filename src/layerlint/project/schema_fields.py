"""The fields of schema classes: own and inherited ones, with the classes that they lead to, type arguments put in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import BindingForm, Scope
from layerlint.model import Kind
from layerlint.project import type_hints
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_DEPTH = 8
_UNFOLLOWED = frozenset({"Literal", "ClassVar", "Callable", "Type"})
_PARAMETERS = frozenset({"Generic", "Protocol"})


@dataclass(frozen=True, slots=True, eq=False)
class TypeExpression:
    """A type as it is written, the scope that it is written in, and what stands for the type variables there."""

    node: ast.expr
    scope: Scope
    arguments: Mapping[str, TypeExpression] = field(default_factory=dict)

    def of(self, node: ast.expr) -> TypeExpression:
        """A part of this type, or a type written beside it."""
        return TypeExpression(node, self.scope, self.arguments)


@dataclass(frozen=True, slots=True)
class SchemaField:
    """A field: its type, and what it is assigned. `owner` is the class whose body declares it."""

    name: str
    owner: Scope
    line: int
    type: TypeExpression
    value: ast.expr | None


@dataclass(frozen=True, slots=True, eq=False)
class SchemaClass:
    """A schema class of the project with its type arguments by the names of the type variables."""

    scope: Scope
    arguments: Mapping[str, TypeExpression] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for the same class with the same arguments."""
        return (self.scope.symbol, *((name, id(item.node)) for name, item in sorted(self.arguments.items())))


class SchemaFields:
    """What the schemas of a project are made of."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def fields(self, schema: SchemaClass) -> list[SchemaField]:
        """The fields of a class, own ones first, then inherited ones, the nearest of each name."""
        found: dict[str, SchemaField] = {}
        seen: set[str] = set()
        waiting = [schema]
        while waiting:
            item = waiting.pop(0)
            if item.scope.symbol in seen:
                continue
            seen.add(item.scope.symbol)
            for own in self._own(item):
                found.setdefault(own.name, own)
            waiting[:0] = self._bases(item)
        return list(found.values())

    def schemas(self, written: TypeExpression) -> list[SchemaClass]:
        """The classes of the project with fields that a type is made of, through unions, containers and aliases."""
        found = []
        for value, arguments in self._leaves(written, _DEPTH):
            scope = self._resolver.scope_of(value)
            if scope is not None and scope.is_class and self._is_schema(value, scope):
                found.append(SchemaClass(scope, arguments))
        return found

    def _is_schema(self, value: Value, scope: Scope) -> bool:
        """Whether a class is a schema, or plain data that a framework writes out as one: a data class, a typed dictionary."""
        knowledge, lineage = self._resolver.knowledge, self._resolver.mro(value.name)
        if self._resolver.has_kind(value, Kind.SCHEMA) or not knowledge.records.isdisjoint(lineage):
            return True
        decorators = [item.func if isinstance(item, ast.Call) else item for item in scope.decorators]
        return any(self._resolver.value(item, scope.parent or scope).name in knowledge.records for item in decorators)

    def classes(self, written: TypeExpression) -> list[Value]:
        """All classes that a type is made of, through unions, containers and aliases; unknown ones are unknown values."""
        return [value for value, _ in self._leaves(written, _DEPTH)]

    def is_generic(self, scope: Scope) -> bool:
        """Whether a class has type variables to be filled in."""
        return bool(self._parameters(scope, _DEPTH))

    def _own(self, schema: SchemaClass) -> Iterator[SchemaField]:
        for name, bindings in schema.scope.bindings.items():
            binding = bindings[-1]
            if binding.form is not BindingForm.ANNOTATION or binding.annotation is None or name.startswith("_"):
                continue
            written = TypeExpression(binding.annotation, schema.scope, schema.arguments)
            if not self._is_class_variable(written):
                yield SchemaField(name, schema.scope, binding.position[0], written, binding.value)

    def _is_class_variable(self, written: TypeExpression) -> bool:
        node = written.node.value if isinstance(written.node, ast.Subscript) else written.node
        return (syntax.dotted(node) or "").rpartition(".")[2] == "ClassVar"

    def _bases(self, schema: SchemaClass) -> list[SchemaClass]:
        outer = schema.scope.parent
        if outer is None:
            return []
        found = []
        for base in schema.scope.class_node.bases:
            value = self._resolver.value(base, outer)
            scope = self._resolver.scope_of(value)
            if value.form is Form.CLASS and scope is not None and scope.is_class:
                node, place = self._followed(base, outer)
                given = self._given(scope, TypeExpression(node, place, schema.arguments))
                found.append(SchemaClass(scope, given))
        return found

    def _followed(self, node: ast.expr, scope: Scope) -> tuple[ast.expr, Scope]:
        """A base class, through the alias that may stand for it with its arguments."""
        if isinstance(node, (ast.Name, ast.Attribute)):
            alias = type_hints.find_alias(self._resolver, node, scope)
            if alias is not None and isinstance(alias[0], ast.Subscript):
                return alias[0], alias[1]
        return node, scope

    def _given(self, scope: Scope, written: TypeExpression) -> dict[str, TypeExpression]:
        """What stands for the type variables of a class where it is used."""
        node = written.node
        if not isinstance(node, ast.Subscript):
            return {}
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return dict(zip(self._parameters(scope, _DEPTH), map(written.of, items), strict=False))

    def _parameters(self, scope: Scope, depth: int) -> list[str]:
        """The names of a generic class's type variables."""
        declared = [name for item in getattr(scope.node, "type_params", ()) if isinstance(name := getattr(item, "name", None), str)]
        outer = scope.parent
        if declared or outer is None or depth == 0:
            return declared
        found: dict[str, None] = {}
        for base in scope.class_node.bases:
            if not isinstance(base, ast.Subscript):
                continue
            items = base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice]
            if (syntax.dotted(base.value) or "").rpartition(".")[2] in _PARAMETERS:
                return [item.id for item in items if isinstance(item, ast.Name)]
            for item in items:
                for node in syntax.descendants(item):
                    if isinstance(node, ast.Name) and self._is_variable(node, outer):
                        found.setdefault(node.id)
        return [*found]

    def _is_variable(self, node: ast.Name, scope: Scope) -> bool:
        alias = type_hints.find_alias(self._resolver, node, scope)
        if alias is None or not isinstance(alias[0], ast.Call):
            return False
        return self._resolver.value(alias[0].func, alias[1]).name.endswith(".TypeVar")

    def _leaves(self, written: TypeExpression, depth: int) -> Iterator[tuple[Value, Mapping[str, TypeExpression]]]:
        if depth == 0:
            return
        node, scope = written.node, written.scope
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            parsed = type_hints.parse_string(self._resolver, node)
            if parsed is not None:
                yield from self._leaves(written.of(parsed), depth - 1)
        elif isinstance(node, ast.BinOp):
            yield from self._leaves(written.of(node.left), depth - 1)
            yield from self._leaves(written.of(node.right), depth - 1)
        elif isinstance(node, ast.Subscript):
            yield from self._generic(written, node, depth)
        elif isinstance(node, ast.Name) and node.id in written.arguments:
            yield from self._leaves(written.arguments[node.id], depth - 1)
        elif isinstance(node, (ast.Name, ast.Attribute)):
            value = self._resolver.value(node, scope)
            if value.form is not Form.CLASS or value.trail:
                alias = type_hints.find_alias(self._resolver, node, scope)
                if alias is not None and not isinstance(alias[0], (ast.Call, ast.Name, ast.Attribute)):
                    yield from self._leaves(TypeExpression(alias[0], alias[1]), depth - 1)
                    return
                value = self._resolver.annotation(node, scope).as_class()
            yield value, {}
        elif isinstance(node, ast.Dict):
            for item in node.values:
                yield from self._leaves(written.of(item), depth - 1)
        else:
            yield self._resolver.annotation(node, scope).as_class(), {}

    def _generic(
        self, written: TypeExpression, node: ast.Subscript, depth: int
    ) -> Iterator[tuple[Value, Mapping[str, TypeExpression]]]:
        head = self._resolver.value(node.value, written.scope)
        last = head.name.rpartition(".")[2]
        if last in _UNFOLLOWED or head.name == "type":
            return
        scope = self._resolver.scope_of(head)
        if head.form is Form.CLASS and scope is not None and scope.is_class:
            yield head, self._given(scope, written)
            return
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        for item in items[:1] if last == "Annotated" else items:
            yield from self._leaves(written.of(item), depth - 1)
