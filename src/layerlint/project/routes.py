"""Which functions handle requests: by decorator, by a call that registers them, as methods of a controller."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Confidence, Kind
from layerlint.project.values import Form

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_VERBS = {verb: (verb.upper(),) for verb in ("get", "post", "put", "patch", "delete", "head", "options", "trace")}
_GENERIC = frozenset({"api_route", "route"})
_WEBSOCKET = frozenset({"websocket", "websocket_route"})
_BY_CALL = {"add_api_route": False, "add_route": False, "add_api_websocket_route": True, "add_websocket_route": True}
_BY_VERB = re.compile(
    r"""\.(?:get|post|put|patch|delete|head|options|trace|api_route|route|websocket)\(\s*(?:path=)?f?["'](?:/|["'])"""
)
_HOOKS = frozenset({"on_event", "exception_handler", "middleware", "errorhandler", "lifespan"})


@dataclass(frozen=True, slots=True)
class Route:
    """One registration of a handler. `call` is the decorator or the registering call, `scope` where it is written."""

    call: ast.Call
    scope: Scope
    methods: tuple[str, ...]
    is_websocket: bool
    confidence: Confidence

    def keyword(self, name: str) -> ast.expr | None:
        """An option of the registration, such as `response_model`."""
        return syntax.argument(self.call, None, name)

    @property
    def path(self) -> str | None:
        """The URL path as it is written, None when it is no literal."""
        given = syntax.argument(self.call, None, "path")
        for node in [given] if given is not None else self.call.args:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                return node.value
        return None

    @property
    def has_options(self) -> bool:
        """Whether options hide behind `**`."""
        return any(keyword.arg is None for keyword in self.call.keywords)


class Routes:
    """The routes of a project, by handler."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._routes: dict[str, tuple[Route, ...]] = {}
        self._registered: dict[str, list[Route]] | None = None

    def of(self, function: Scope) -> tuple[Route, ...]:
        """The routes that a function handles, empty for other functions."""
        found = self._routes.get(function.symbol)
        if found is None:
            decorated = tuple(route for item in function.decorators if (route := self._decorator(item, function)))
            found = self._routes[function.symbol] = (*decorated, *self._registrations().get(function.symbol, ()))
        return found

    def is_hook(self, function: Scope) -> bool:
        """Whether a function is a lifecycle event, exception handler or middleware of an application or router."""
        for decorator in function.decorators:
            if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.func.attr in _HOOKS:
                return True
        return False

    def _decorator(self, node: ast.expr, function: Scope) -> Route | None:
        if not isinstance(node, ast.Call) or function.parent is None:
            return None
        return self._route(node, node, function.parent) or self._wrapped(node, function.parent)

    def _wrapped(self, node: ast.Call, scope: Scope) -> Route | None:
        """A decorator of the house that is handed the router's: `@guarded(router.post, "/users")`."""
        for item in node.args:
            if isinstance(item, ast.Attribute) and item.attr in _VERBS:
                value = self._resolver.value(item.value, scope)
                if self._resolver.has_kind(value, Kind.ROUTER, Kind.APPLICATION):
                    return Route(node, scope, _VERBS[item.attr], False, Confidence.LIKELY)
        return None

    def _route(self, verb_call: ast.Call, options: ast.Call, scope: Scope) -> Route | None:
        target = verb_call.func
        if not isinstance(target, ast.Attribute):
            return None
        verb = target.attr
        if verb not in _VERBS and verb not in _GENERIC and verb not in _WEBSOCKET:
            return None
        value = self._resolver.value(target.value, scope)
        if value.known and (value.form is not Form.FUNCTION or value.is_project):
            if not self._resolver.has_kind(value, Kind.ROUTER, Kind.APPLICATION):
                return None
            confidence = value.confidence
        elif _looks_like_route(target.value, options):
            confidence = Confidence.LIKELY
        else:
            return None
        return Route(options, scope, _methods(verb, options), verb in _WEBSOCKET, confidence)

    def _registrations(self) -> dict[str, list[Route]]:
        if self._registered is None:
            self._registered = {}
            modules = self._resolver.modules
            for key in modules.keys:
                text = modules.text(key)
                if any(name in text for name in _BY_CALL) or (")(" in text and _BY_VERB.search(text)):
                    self._collect(key, self._registered)
        return self._registered

    def _collect(self, key: str, found: dict[str, list[Route]]) -> None:
        facts = self._resolver.modules.facts(key)
        if facts is None:
            return
        for scope in facts.all_scopes:
            for call in scope.calls:
                route, handler = self._registration(call, scope)
                if route is None or handler is None:
                    continue
                value = self._resolver.value(handler, scope)
                if value.form is Form.FUNCTION and value.is_project:
                    found.setdefault(value.name, []).append(route)

    def _registration(self, call: ast.Call, scope: Scope) -> tuple[Route | None, ast.expr | None]:
        if isinstance(call.func, ast.Call):
            return self._route(call.func, call.func, scope), syntax.argument(call, 0)
        if isinstance(call.func, ast.Attribute) and call.func.attr in _BY_CALL:
            value = self._resolver.value(call.func.value, scope)
            if self._resolver.has_kind(value, Kind.ROUTER, Kind.APPLICATION):
                methods = _methods("api_route", call)
                route = Route(call, scope, methods, _BY_CALL[call.func.attr], value.confidence)
                return route, syntax.argument(call, 1, "endpoint")
        return None, None


def _methods(verb: str, call: ast.Call) -> tuple[str, ...]:
    if verb in _VERBS:
        return _VERBS[verb]
    given = syntax.argument(call, None, "methods")
    if isinstance(given, (ast.List, ast.Tuple, ast.Set)):
        return tuple(item.value.upper() for item in given.elts if isinstance(item, ast.Constant) and isinstance(item.value, str))
    return ("GET",)


def _looks_like_route(router: ast.expr, call: ast.Call) -> bool:
    """A router that can't be resolved, named like one, with a path as first argument."""
    name = (syntax.dotted(router) or "").rpartition(".")[2].lower()
    path = syntax.argument(call, 0, "path")
    is_path = isinstance(path, ast.Constant) and isinstance(path.value, str) and (path.value == "" or path.value.startswith("/"))
    return is_path and (name in ("app", "api", "application") or name.endswith("router"))
