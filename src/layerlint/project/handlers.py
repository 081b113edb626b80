"""What a handler takes as its body and what it declares to return."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Kind
from layerlint.project.markers import marker_names
from layerlint.project.route import Route
from layerlint.project.schema_fields import TypeExpression
from layerlint.project.type_hints import find_alias, parse_string
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_UNTYPED = frozenset({"typing.Any", "typing_extensions.Any", "object", "dict", "list", "json"})
_BODILESS = frozenset({204, 205, 304})


@dataclass(frozen=True, slots=True)
class BodyParameter:
    """A parameter of a handler that is read from the request's body."""

    node: ast.arg
    default: ast.expr | None


def is_untyped(resolver: Resolver, node: ast.expr | None, scope: Scope, depth: int = 6) -> bool:
    """Whether an annotation says nothing of a JSON value: `dict`, `list`, `Any`, or a type with such a part."""
    if node is None or depth == 0:
        return node is None
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            parsed = parse_string(resolver, node)
            return parsed is not None and is_untyped(resolver, parsed, scope, depth - 1)
        return False
    if isinstance(node, ast.BinOp):
        return is_untyped(resolver, node.left, scope, depth - 1) or is_untyped(resolver, node.right, scope, depth - 1)
    if isinstance(node, ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        head = resolver.value(node.value, scope).name
        if head.endswith(".Annotated"):
            parts = parts[:1]
        if head.endswith(".Literal"):
            return False
        return any(is_untyped(resolver, part, scope, depth - 1) for part in parts)
    if isinstance(node, (ast.Name, ast.Attribute)):
        direct = resolver.value(node, scope)
        if direct.form is not Form.CLASS:
            alias = find_alias(resolver, node, scope)
            if alias is not None and not isinstance(alias[0], ast.Call):
                return is_untyped(resolver, alias[0], alias[1], depth - 1)
        return resolver.annotation(node, scope).name in _UNTYPED
    return False


def path_parameters(routes: tuple[Route, ...]) -> set[str]:
    """The names in the paths of a handler's routes: `{name:converter}`, or `<converter:name>`."""
    found = set()
    for route in routes:
        for part in (route.path or "").split("{")[1:]:
            found.add(part.partition("}")[0].partition(":")[0])
        for part in (route.path or "").split("<")[1:]:
            found.add(part.partition(">")[0].rpartition(":")[2])
    return found


def body_parameters(resolver: Resolver, scope: Scope, routes: tuple[Route, ...]) -> list[BodyParameter]:
    """The parameters whose value FastAPI reads from the JSON body without a schema."""
    if all(route.is_websocket or not route.is_annotated for route in routes):
        return []
    outer = scope.parent or scope
    names = path_parameters(routes)
    found = []
    for index, (parameter, default) in enumerate(scope.parameters):
        if parameter.arg in names or (index == 0 and scope.owner is not None and parameter.annotation is None):
            continue
        if any(route.body_name not in ("", parameter.arg) for route in routes):
            continue
        called = marker_names(resolver, parameter.annotation, default, outer)
        knowledge = resolver.knowledge
        if called & (knowledge.injectors | knowledge.parameter_markers | knowledge.form_markers):
            continue
        is_body = bool(called & knowledge.body_markers)
        if parameter.annotation is None:
            if is_body:
                found.append(BodyParameter(parameter, default))
            continue
        value = resolver.annotation(parameter.annotation, outer)
        if _is_json(value) and is_untyped(resolver, parameter.annotation, outer):
            if is_body or value.name in ("dict", "json") or value.name.endswith(".Any") or value.name == "list":
                if value.name.endswith(".Any") and not is_body and all("GET" in route.methods for route in routes):
                    continue
                found.append(BodyParameter(parameter, default))
    return found


def _is_json(value: Value) -> bool:
    return value.name in ("dict", "list", "json", "object") or value.name.endswith(".Any")


def declared_response(resolver: Resolver, route: Route, handler: Scope) -> TypeExpression | None:
    """The type that a route declares as its response: its model, else what its handler is annotated with."""
    if not route.is_annotated or is_converted(resolver, route, handler):
        return None
    options = [node for name in sorted(resolver.knowledge.response_keywords) if (node := route.keyword(name)) is not None]
    for node in options:
        if node is not route.keyword("response_class") and not isinstance(node, ast.Constant):
            return TypeExpression(node, route.scope)
    annotation = handler.function.returns
    return TypeExpression(annotation, handler.parent or handler) if annotation is not None and not options else None


def is_converted(resolver: Resolver, route: Route, handler: Scope) -> bool:
    """Whether an option of the route, or an attribute of the handler's class, converts what the handler returns."""
    for name in sorted(resolver.knowledge.response_converters):
        given = route.keyword(name)
        if given is not None:
            return not (isinstance(given, ast.Constant) and given.value is None)
        if handler.owner is not None and name in handler.owner.bindings:
            return True
    return False


def status_code(resolver: Resolver, route: Route) -> int | None:
    """The success status that a route declares, None when it is no literal or known name."""
    return status_of(route.keyword("status_code"))


def status_of(node: ast.expr | None) -> int | None:
    """The status that an expression is: a number, or its name in `http`, Starlette or Litestar."""
    if isinstance(node, ast.Constant):
        text = str(node.value)
        return int(text) if text.isdigit() else None
    name = ((syntax.dotted(node) or "") if node is not None else "").removesuffix(".value").rpartition(".")[2]
    digits = "".join(char for char in name if char.isdigit())
    if digits:
        return int(digits[:3])
    return int(HTTPStatus[name]) if name in HTTPStatus.__members__ else None


def is_bodiless(resolver: Resolver, route: Route) -> bool:
    """Whether a route's declared status has no body."""
    return status_code(resolver, route) in _BODILESS


def is_response(resolver: Resolver, value: Value) -> bool:
    """Whether a value is a response of the framework, which needs no model."""
    return resolver.has_kind(value, Kind.RESPONSE)
