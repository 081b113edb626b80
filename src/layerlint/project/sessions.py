"""Where a database session or connection comes into a function or class."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from layerlint.facts import BindingForm, Scope
from layerlint.model import Effect, Kind
from layerlint.project.operation import Operation
from layerlint.project.operations import Operations
from layerlint.project.resolver import Resolver
from layerlint.project.values import Form, Value

_KINDS = (Kind.SESSION, Kind.CONNECTION, Kind.CURSOR, Kind.ENGINE)


class Held(NamedTuple):
    """A parameter or annotated field that is a session: where, by which name, and what it is."""

    node: ast.arg | ast.expr
    name: str
    value: Value


def parameters(resolver: Resolver, scope: Scope) -> Iterator[Held]:
    """The sessions that a function takes."""
    for parameter, _default in scope.parameters:
        value = resolver.name(parameter.arg, scope)
        if _is_session(resolver, value):
            yield Held(parameter, parameter.arg, value)


def fields(resolver: Resolver, scope: Scope) -> Iterator[Held]:
    """The annotated fields of a class that hold sessions."""
    for name, bindings in scope.bindings.items():
        for binding in bindings:
            if binding.form is BindingForm.ANNOTATION and isinstance(binding.annotation, ast.expr):
                value = resolver.binding(binding, scope)
                if _is_session(resolver, value):
                    yield Held(binding.annotation, name, value)


def opened(operations: Operations, scope: Scope) -> Iterator[Operation]:
    """The calls of a function that open one."""
    return (operation for operation in operations.of(scope) if Effect.OPEN in operation.effects)


def _is_session(resolver: Resolver, value: Value) -> bool:
    return value.form is Form.INSTANCE and resolver.has_kind(value, *_KINDS)
