"""Which handlers take a schema as their body, and which answer with it: the reverse of all that handlers declare."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from layerlint.facts import Scope
from layerlint.project import handlers
from layerlint.project.route import Route
from layerlint.project.schema_fields import SchemaFields, TypeExpression

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver
    from layerlint.project.routes import Routes

_MAY_ROUTE = re.compile(r"[.@](?:get|post|put|patch|delete|api_route|route|add_api_route)\(|\bhttp_(?:get|post|put|patch|delete)\b")
_DEPTH = 4


class SchemaUse(NamedTuple):
    """A handler that declares a schema, and the type that it is written in."""

    handler: Scope
    route: Route
    declared: TypeExpression


class SchemaUses:
    """Bodies and responses by schema; the index is made when first asked for, from the modules that may have routes."""

    def __init__(self, resolver: Resolver, routes: Routes, schemas: SchemaFields) -> None:
        self._resolver = resolver
        self._routes = routes
        self._schemas = schemas
        self._bodies: dict[str, SchemaUse] | None = None
        self._responses: dict[str, SchemaUse] = {}

    def of(self, symbol: str) -> tuple[SchemaUse | None, SchemaUse | None]:
        """One handler that takes a schema as its body, and one that answers with it."""
        if self._bodies is None:
            self._bodies = {}
            self._index(self._bodies)
        return self._bodies.get(symbol), self._responses.get(symbol)

    def _index(self, bodies: dict[str, SchemaUse]) -> None:
        modules = self._resolver.modules
        for key in modules.keys:
            facts = modules.facts(key) if _MAY_ROUTE.search(modules.text(key)) else None
            for function in facts.functions() if facts is not None else ():
                for route in self._routes.of(function):
                    if route.is_websocket or not route.is_annotated:
                        continue
                    for written in self._taken(function, route):
                        self._record(bodies, SchemaUse(function, route, written))
                    answer = handlers.declared_response(self._resolver, route, function)
                    if answer is not None:
                        self._record(self._responses, SchemaUse(function, route, answer))

    def _record(self, index: dict[str, SchemaUse], use: SchemaUse) -> None:
        """Note a use under each schema that it names; of several the first by name, wherever it stands."""
        for symbol in self._named(use.declared, _DEPTH):
            if symbol not in index or use.handler.symbol < index[symbol].handler.symbol:
                index[symbol] = use

    def _named(self, written: TypeExpression, depth: int) -> Iterator[str]:
        """The schemas of a type and of the arguments of generic ones."""
        for schema in self._schemas.schemas(written) if depth else ():
            yield schema.scope.symbol
            for argument in schema.arguments.values():
                yield from self._named(argument, depth - 1)

    def _taken(self, function: Scope, route: Route) -> Iterator[TypeExpression]:
        """The types of the parameters that a handler reads from the body."""
        if set(route.methods) <= {"GET", "HEAD"}:
            return
        outer = function.parent or function
        path = handlers.path_parameters((route,))
        for parameter, default in function.parameters:
            if parameter.annotation is not None and parameter.arg not in path and route.body_name in ("", parameter.arg):
                if not self._is_from_elsewhere(parameter.annotation, default, outer):
                    yield TypeExpression(parameter.annotation, outer)

    def _is_from_elsewhere(self, annotation: ast.expr, default: ast.expr | None, scope: Scope) -> bool:
        """Whether a marker says that a parameter is injected, or read from the path, the query, headers, cookies or a form."""
        knowledge = self._resolver.knowledge
        elsewhere = knowledge.injectors | knowledge.parameter_markers | knowledge.form_markers
        markers = [(default, scope)] if default is not None else []
        markers += self._resolver.metadata(annotation, scope)
        called = [(node.func, place) for node, place in markers if isinstance(node, ast.Call)]
        return any(self._resolver.value(node, place).name in elsewhere for node, place in called)
