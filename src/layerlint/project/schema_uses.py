"""Which handlers take a schema as their body, and which answer with it: the reverse of all that handlers declare."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from layerlint.facts import ModuleFacts, Scope
from layerlint.model import Confidence
from layerlint.project import handlers
from layerlint.project.contributions import Record
from layerlint.project.markers import marker_names
from layerlint.project.route import Route
from layerlint.project.schema_fields import SchemaFields, TypeExpression

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver
    from layerlint.project.routes import Routes

_VERBS = ("get", "post", "put", "patch", "delete")
_ROUTING = tuple(f"{mark}{name}(" for name in (*_VERBS, "api_route", "route", "add_api_route") for mark in ".@")
_HTTP_NAME = re.compile(rf"\bhttp_(?:{'|'.join(_VERBS)})\b")
_DEPTH = 4


class SchemaUse(NamedTuple):
    """A handler that declares a schema, by its symbol, how sure its route is, and where the type is written (1-based line)."""

    handler: str
    confidence: Confidence
    module: str
    line: int

    @property
    def handler_name(self) -> str:
        """The handler's qualified name in its module."""
        return self.handler.partition("::")[2]


class SchemaUses:
    """Bodies and responses by schema; the index is made when first asked for, from the modules that may have routes."""

    name = "schema uses"
    lines: tuple[int, ...] = (5,)
    has_targets = True

    def __init__(self, resolver: Resolver, routes: Routes, schemas: SchemaFields) -> None:
        self._resolver = resolver
        self._routes = routes
        self._schemas = schemas
        self._bodies: dict[str, SchemaUse] | None = None
        self._responses: dict[str, SchemaUse] = {}

    def of(self, symbol: str) -> tuple[SchemaUse | None, SchemaUse | None]:
        """One handler that takes a schema as its body, and one that answers with it: of several the first by name."""
        if self._bodies is None:
            bodies: dict[str, SchemaUse] = {}
            for _, part in self._resolver.contributions.of(self):
                for name, is_body, handler, confidence, module, line in part:
                    index = bodies if is_body else self._responses
                    if name not in index or handler < index[name].handler:
                        use = SchemaUse(handler, Confidence(confidence), module, line)
                        index[name] = use
            self._bodies = bodies
        return self._bodies.get(symbol), self._responses.get(symbol)

    def concerns(self, text: str) -> bool:
        """Whether a text may have routes."""
        return any(word in text for word in _ROUTING) or ("http_" in text and _HTTP_NAME.search(text) is not None)

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """The schemas that a module's handlers take and answer with."""
        for function in facts.functions():
            for route in self._routes.of(function):
                if route.is_websocket or not route.is_annotated:
                    continue
                for written in self._taken(function, route):
                    yield from self._records(written, True, function, route)
                answer = handlers.declared_response(self._resolver, route, function)
                if answer is not None:
                    yield from self._records(answer, False, function, route)

    def _records(self, written: TypeExpression, is_body: bool, function: Scope, route: Route) -> Iterator[Record]:
        for symbol in self._named(written, _DEPTH):
            yield symbol, is_body, function.symbol, int(route.confidence), written.scope.module.key, written.node.lineno

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
        return not elsewhere.isdisjoint(marker_names(self._resolver, annotation, default, scope))
