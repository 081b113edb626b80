"""The secrets that a type would write into a response: fields whose names say so, nothing excludes and nothing masks."""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.judgement.secrets import Secret, names_a_key, secret, words
from layerlint.model import Hop
from layerlint.project import Project, SchemaClass, SchemaField, TypeExpression

_TEXT = frozenset({"str", "bytes"})
_WEAK = frozenset({"key", "token", "password"})
_MASKING = re.compile(r"mask|redact|obfuscat|obscure|censor|sanitiz", re.I)
_CONFIGURATIONS = frozenset({"Config", "model_config"})


@dataclass(frozen=True, slots=True)
class Exposed:
    """A secret field of a schema, and the fields that lead to it from the declared type, itself last."""

    schema: SchemaClass
    path: tuple[SchemaField, ...]
    kind: Secret

    @property
    def field(self) -> SchemaField:
        """The field itself."""
        return self.path[-1]

    def hops(self) -> tuple[Hop, ...]:
        """The fields in words."""
        return tuple(Hop(item.owner.module.key, item.name, written=item.type.node, line=item.line) for item in self.path)


class Exposure:
    """What types expose, and what their handlers say of it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver

    def secrets(self, declared: TypeExpression) -> Iterator[Exposed]:
        """The secrets of a declared type, the nearest first."""
        schemas = self._project.schemas
        waiting: deque[tuple[SchemaClass, tuple[SchemaField, ...]]] = deque((item, ()) for item in schemas.schemas(declared))
        seen: set[object] = set()
        while waiting:
            schema, path = waiting.popleft()
            if schema.key in seen:
                continue
            seen.add(schema.key)
            fields = schemas.fields(schema)
            names = {field.name for field in fields}
            for field in fields:
                kind = secret(field.name)
                if kind is Secret.CREDENTIAL and names_a_key(field.name, names):
                    kind = None
                nested = schemas.schemas(field.type)
                if not nested and (kind is None or not self._is_written(field, kind)):
                    continue
                if self._is_hidden(field, schema.scope):
                    continue
                if kind is not None and not nested:
                    yield Exposed(schema, (*path, field), kind)
                waiting += [(item, (*path, field)) for item in nested]

    def is_deliberate(self, handler: Scope, exposed: Exposed) -> bool:
        """Whether a handler is there for handing a credential out, or masks what it answers with."""
        last = words(exposed.field.name)
        named = last[-2:] if last[-1] in _WEAK else last[-1:]
        if exposed.kind is Secret.CREDENTIAL and set(named) <= set(words(handler.name)):
            return True
        called = [self._resolver.scope_of(self._resolver.value(link.func, handler)) for link in handler.links]
        return any(_masks(scope) for scope in (handler, *called) if scope is not None and scope.is_function)

    def _is_written(self, field: SchemaField, kind: Secret) -> bool:
        """Whether a field's value is text that would be read in the response; a hash is one even where its type masks it."""
        names = {value.name for value in self._project.schemas.classes(field.type)}
        masked = self._project.knowledge.masked_types
        return bool(names & _TEXT) or (kind is Secret.PASSWORD_HASH and bool(names & masked))

    def _is_hidden(self, field: SchemaField, schema: Scope) -> bool:
        """Whether something excludes a field, or decides how it is written."""
        markers = [(node, field.owner) for node in (field.value,) if node is not None]
        markers += self._resolver.metadata(field.type.node, field.type.scope)
        if any(isinstance(node, ast.Call) and self._hides(node, place) for node, place in markers):
            return True
        lineage = [self._resolver.scope_named(name) for name in self._resolver.mro(schema.symbol) if "::" in name]
        return any(scope is not None and self._is_hidden_by(scope, field.name) for scope in lineage)

    def _hides(self, marker: ast.Call, scope: Scope) -> bool:
        excluded = syntax.argument(marker, None, "exclude")
        if excluded is not None and not (isinstance(excluded, ast.Constant) and not excluded.value):
            return True
        return self._resolver.value(marker.func, scope).name in self._project.knowledge.serializers

    def _is_hidden_by(self, scope: Scope, name: str) -> bool:
        """Whether a class names a field where it configures itself, or a method of it writes the field in its own way."""
        node = scope.class_node
        configured: list[ast.AST] = [*node.decorator_list, *(keyword.value for keyword in node.keywords)]
        configured += [item for item in node.body if not _CONFIGURATIONS.isdisjoint(_names(item))]
        if any(_mentions(item, name) for item in configured):
            return True
        if any(isinstance(binding.value, ast.Constant) for binding, _ in scope.self_attributes.get(name, ())):
            return True
        return any(self._writes(method, name) for method in scope.children if method.is_function)

    def _writes(self, method: Scope, name: str) -> bool:
        for decorator in method.decorators:
            call = decorator if isinstance(decorator, ast.Call) else None
            strings = {item.value for item in call.args if isinstance(item, ast.Constant)} if call is not None else set()
            callee = call.func if call is not None else decorator
            if self._resolver.value(callee, method.parent or method).name in self._project.knowledge.serializers:
                if not strings or name in strings or "*" in strings:
                    return True
            elif name in strings and any(isinstance(item.value, ast.Constant) for item in method.returns):
                return True
        return False


def _masks(function: Scope) -> bool:
    """Whether anything that a function calls or passes is named for masking."""
    for call in function.links:
        named = [(syntax.dotted(call.func) or "").rpartition(".")[2]]
        named += [
            item.arg for item in call.keywords if item.arg and not (isinstance(item.value, ast.Constant) and not item.value.value)
        ]
        if any(_MASKING.search(name) for name in named):
            return True
    return False


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(item, ast.Constant) and item.value == name for item in syntax.descendants(node))
