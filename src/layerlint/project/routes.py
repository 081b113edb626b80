"""Which functions handle requests: by decorator, by a call that registers them, as methods of a view or controller."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import ModuleFacts, Scope
from layerlint.model import Confidence, Kind
from layerlint.project.contributions import Record
from layerlint.project.registrars import Registrars
from layerlint.project.route import VERBS, Route, methods_of
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_GENERIC = frozenset({"api_route", "route"})
_ROUTERS = frozenset({"app", "api", "application", "bp"})
_ELSEWHERE = frozenset({"query", "querystring", "path", "view_args", "headers", "cookies"})
_WEBSOCKET = frozenset({"websocket", "websocket_route"})
_BY_CALL = {"add_api_route": False, "add_route": False, "add_api_websocket_route": True, "add_websocket_route": True}
_BY_VERB = re.compile(
    r"""\.(?:get|post|put|patch|delete|head|options|trace|api_route|route|websocket)\(\s*(?:path=)?f?["'](?:/|["'])"""
)


class Routes:
    """The routes of a project, by handler."""

    name = "routes"
    lines: tuple[int, ...] = (4, 5)
    has_targets = True

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._knowledge = resolver.knowledge
        self._registrars = Registrars(resolver)
        self._registering = self._registrars.last_names | _BY_CALL.keys()
        self._routes: dict[Scope, tuple[Route, ...]] = {}
        self._handling: dict[Scope, dict[str, str] | None] = {}
        self._registered: dict[str, list[tuple[str, int, int]]] | None = None
        self._registered_classes: dict[str, str] = {}
        self._mapped: dict[str, dict[str, str]] = {}
        self._registered_by: dict[str, Route | None] = {}

    def of(self, function: Scope) -> tuple[Route, ...]:
        """The routes that a function handles, empty for other functions."""
        found = self._routes.get(function)
        if found is None:
            self._routes[function] = ()
            decorated = tuple(route for item in function.decorators if (route := self._decorator(item, function)))
            places = self._registrations().get(function.symbol, ())
            for key, *_ in places:
                self._resolver.modules.tree.lean(function.symbol, key)
            registered = [route for place in places if (route := self._route_at(*place)) is not None]
            found = (*decorated, *registered, *self._as_method(function))
            found = self._routes[function] = found or self._by_name(function)
        return found

    def is_view(self, scope: Scope) -> bool:
        """Whether a class handles requests by its methods, its own or those of its bases."""
        return self._handling_methods(scope) is not None

    def handles(self, view: Scope) -> bool:
        """Whether a view has methods that handle requests: its own, those of its bases in the project, or ready-made ones."""
        handling = self._handling_methods(view) or {}
        lineage = self._resolver.mro(view.symbol)
        scopes = [self._resolver.scope_named(name) for name in lineage if "::" in name]
        if any(child.name in handling for scope in scopes if scope is not None for child in scope.children):
            return True
        return not all(name in self._knowledge.views for name in lineage if "::" not in name)

    def is_hook(self, function: Scope) -> bool:
        """Whether a function is a lifecycle event, exception handler or middleware of an application or router."""
        for decorator in function.decorators:
            node = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(node, ast.Attribute) and node.attr in self._resolver.knowledge.hooks:
                return True
        return False

    def validated(self, function: Scope) -> str | None:
        """How a handler gets the body that a decorator validates: `first`, `named`, empty for not at all; None without one."""
        names = self._resolver.knowledge.body_decorators
        outer = function.parent or function
        for item in function.decorators:
            node = item.func if isinstance(item, ast.Call) else item
            name = self._resolver.known_as(node, outer, names)
            if name is not None and (not isinstance(item, ast.Call) or _is_of_body(item)):
                return names[name]
        return None

    def is_registrar(self, call: ast.Call, scope: Scope) -> bool:
        """Whether a call maps a URL, as the tables say."""
        return self._registrars.place(call, scope) is not None

    def _as_method(self, function: Scope) -> tuple[Route, ...]:
        owner = function.owner
        if owner is None or owner.parent is None:
            return ()
        handling = self._handling_methods(owner) or {}
        prefix = self._registered_classes.get(owner.symbol)
        name = _without_suffix(function.name, prefix) if prefix else function.name
        verb = handling.get(name)
        if verb is None:
            return ()
        annotated = self._knowledge.annotated_handlers.isdisjoint(self._resolver.mro(owner.symbol)) is False
        return (Route(None, owner.parent, (verb,), False, Confidence.CERTAIN, annotated),)

    def _by_name(self, function: Scope) -> tuple[Route, ...]:
        """A function named and called like a framework's handlers, in a module that imports it."""
        for prefix, (packages, names) in self._knowledge.handler_names.items():
            verb = _without_suffix(function.name, prefix).removeprefix(prefix)
            if verb not in VERBS or not function.name.startswith(prefix):
                continue
            given = [parameter.arg for parameter, _ in function.parameters][0 if function.owner is None else 1 :]
            imported = function.module.packages
            if tuple(given[: len(names)]) == names and not packages.isdisjoint(imported):
                return (Route(None, function.parent or function, (verb.upper(),), False, Confidence.LIKELY, is_annotated=False),)
        return ()

    def _handling_methods(self, owner: Scope) -> dict[str, str] | None:
        """The methods by which a class handles requests, with their HTTP methods; None for a class that is no view."""
        if owner not in self._handling:
            self._handling[owner] = None
            views = self._knowledge.views
            known = [views[name] for name in self._resolver.mro(owner.symbol) if name in views]
            self._registrations()
            found = {name: verb for methods in known for name, verb in methods.items()}
            if not known and owner.symbol in self._registered_classes:
                prefix = self._registered_classes[owner.symbol]
                found = {f"{prefix}{name}": name.upper() for name in VERBS}
            found.update(self._mapped.get(owner.symbol, {}))
            self._handling[owner] = found or None
        return self._handling[owner]

    def _decorator(self, node: ast.expr, function: Scope) -> Route | None:
        if function.parent is None:
            return None
        call = node if isinstance(node, ast.Call) else None
        known = self._known_decorator(call, node if call is None else call.func, function.parent)
        if known is None and call is not None:
            known = self._route(call, call, function.parent) or self._wrapped(call, function.parent)
        return known or self._by_house(call, node if call is None else call.func, function)

    def _known_decorator(self, call: ast.Call | None, node: ast.expr, scope: Scope) -> Route | None:
        value = self._resolver.value(node, scope)
        text = self._knowledge.handler_decorators.get(value.name) if value.form in (Form.FUNCTION, Form.CLASS) else None
        if text is None:
            return None
        methods = methods_of(text, call)
        annotated = value.name in self._knowledge.annotated_handlers
        body_name = self._knowledge.body_names.get(value.name, "")
        return Route(call, scope, methods, "WEBSOCKET" in methods, value.confidence, annotated, body_name)

    def _wrapped(self, node: ast.Call, scope: Scope) -> Route | None:
        """A decorator of the house that is handed the router's: `@guarded(router.post, "/users")`."""
        for item in node.args:
            if isinstance(item, ast.Attribute) and item.attr in VERBS:
                value = self._resolver.value(item.value, scope)
                if self._resolver.has_kind(value, Kind.ROUTER, Kind.APPLICATION):
                    return Route(node, scope, (item.attr.upper(),), False, Confidence.LIKELY, self._is_annotated(value))
        return None

    def _by_house(self, call: ast.Call | None, node: ast.expr, function: Scope) -> Route | None:
        """A decorator of the house that registers what it decorates, or what it wraps it in."""
        scope = function.parent or function
        value = self._resolver.value(node, scope)
        maker = self._resolver.scope_of(value) if value.form is Form.FUNCTION and value.is_project else None
        if maker is None or not maker.is_function:
            return None
        if maker.symbol not in self._registered_by:
            self._registered_by[maker.symbol] = None
            self._registered_by[maker.symbol] = self._registering_route(maker)
        found = self._registered_by[maker.symbol]
        if found is None:
            return None
        self._resolver.modules.tree.lean(function.symbol, maker.symbol)
        return Route(call, scope, found.methods, found.is_websocket, Confidence.LIKELY, is_annotated=False)

    def _registering_route(self, maker: Scope) -> Route | None:
        """The route by which a decorator registers a function of its own, or the one that it is given."""
        scopes = [maker]
        for scope in scopes:
            scopes += [child for child in scope.children if child.is_function]
        given = {parameter.arg for scope in scopes for parameter, _ in scope.parameters}
        for scope in scopes:
            for item in scope.decorators if scope is not maker else ():
                route = self._decorator(item, scope)
                if route is not None:
                    return route
            for call in scope.calls:
                if isinstance(call.func, ast.Call) and len(call.args) == 1 and _mentions(call.args[0], given):
                    inner = call.func
                    route = self._known_decorator(inner, inner.func, scope) or self._route(inner, inner, scope)
                    if route is not None:
                        return route
        return None

    def _route(self, verb_call: ast.Call, options: ast.Call, scope: Scope) -> Route | None:
        target = verb_call.func
        if not isinstance(target, ast.Attribute):
            return None
        verb = target.attr
        if verb not in VERBS and verb not in _GENERIC and verb not in _WEBSOCKET:
            return None
        value = self._resolver.value(target.value, scope)
        if value.known and (value.form is not Form.FUNCTION or value.is_project):
            if self._resolver.has_kind(value, Kind.ROUTER, Kind.APPLICATION):
                annotated = self._is_annotated(value)
                return Route(options, scope, _methods(verb, options), verb in _WEBSOCKET, value.confidence, annotated)
            if not self._is_of_unknown_class(value):
                return None
        if _looks_like_route(target.value, options):
            annotated = self._imports_annotated(scope) or (not value.known and not self._imports_other(scope))
            return Route(options, scope, _methods(verb, options), verb in _WEBSOCKET, Confidence.LIKELY, annotated)
        return None

    def _is_of_unknown_class(self, value: Value) -> bool:
        """Whether an object's class is, or derives from, one of a library of which the tables know nothing."""
        foreign = [name for name in self._resolver.mro(value.name) if "::" not in name and "." in name]
        return value.form is Form.INSTANCE and any(not self._knowledge.is_class(name) for name in foreign)

    def _imports_annotated(self, scope: Scope) -> bool:
        """Whether a module imports a framework that reads the annotations of its handlers."""
        return not self._annotated_packages.isdisjoint(scope.module.packages)

    def _imports_other(self, scope: Scope) -> bool:
        """Whether a module imports a framework that doesn't."""
        return not (self._knowledge.web_packages - self._annotated_packages).isdisjoint(scope.module.packages)

    @cached_property
    def _annotated_packages(self) -> frozenset[str]:
        return frozenset(name.partition(".")[0] for name in self._knowledge.annotated_handlers)

    def _is_annotated(self, router: Value) -> bool:
        return self._resolver.is_a(router, *self._knowledge.annotated_handlers)

    def _registrations(self) -> dict[str, list[tuple[str, int, int]]]:
        """The calls that register functions, by the function's symbol: module key, number of the scope, number of the call."""
        if self._registered is None:
            found: dict[str, list[tuple[str, int, int]]] = {}
            for key, part in self._resolver.contributions.of(self):
                for symbol, what, first, second, scope_number, call_number in part:
                    if what == "function":
                        found.setdefault(symbol, []).append((key, scope_number, call_number))
                    elif what == "class":
                        self._registered_classes[symbol] = first
                    else:
                        self._mapped.setdefault(symbol, {})[first] = second
            self._registered = found
        return self._registered

    def _route_at(self, key: str, scope_number: int, call_number: int) -> Route | None:
        facts = self._resolver.modules.facts(key)
        if facts is None:
            return None
        scope = facts.all_scopes[scope_number]
        return self._registration(scope.calls[call_number], scope)[0]

    def concerns(self, text: str) -> bool:
        """Whether a text may register handlers by calls."""
        by_call = any(name in text for name in _BY_CALL) or (")(" in text and _BY_VERB.search(text) is not None)
        return by_call or self._registrars.may_be_in(text)

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """What a module's calls register: functions with the number of scope and call, classes with a prefix, mapped methods."""
        for scope_number, scope in enumerate(facts.all_scopes):
            for call_number, call in enumerate(scope.calls):
                if isinstance(call.func, ast.Attribute):
                    if call.func.attr == "as_view":
                        yield from self._map_methods(call.func, call, scope)
                    if call.func.attr not in self._registering:
                        continue
                route, handler = self._registration(call, scope)
                if route is None or handler is None:
                    continue
                place = self._registrars.place(call, scope)
                if place is not None and place.prefix:
                    yield from self._object(self._resolver.value(handler, scope), place.prefix)
                    continue
                value = self._registrars.handler(handler, scope)
                if value.form is Form.FUNCTION and value.is_project:
                    yield value.name, "function", "", "", scope_number, call_number
                elif value.form is Form.CLASS and value.is_project:
                    yield value.name, "class", "", "", 0, 0

    def _map_methods(self, function: ast.Attribute, call: ast.Call, scope: Scope) -> Iterator[Record]:
        """`UserViewSet.as_view({"post": "activate"})`: methods of the class and its bases that are mapped by name."""
        mapping = syntax.argument(call, 0, "actions")
        if not isinstance(mapping, ast.Dict):
            return
        named = {
            name.value: verb.value.upper()
            for verb, name in zip(mapping.keys, mapping.values, strict=True)
            if isinstance(verb, ast.Constant) and isinstance(name, ast.Constant)
            if isinstance(name.value, str) and isinstance(verb.value, str) and verb.value in VERBS
        }
        view = self._resolver.value(function.value, scope)
        for symbol in self._resolver.mro(view.name) if named and view.form is Form.CLASS else ():
            owner = self._resolver.scope_named(symbol) if "::" in symbol else None
            for child in owner.children if owner is not None else ():
                if child.name in named:
                    yield symbol, "method", child.name, named[child.name], 0, 0

    def _object(self, value: Value, prefix: str) -> Iterator[Record]:
        """Methods of an object's class and its bases handle requests."""
        if value.form is Form.INSTANCE:
            yield from ((name, "class", prefix, "", 0, 0) for name in self._resolver.mro(value.name) if "::" in name)

    def _registration(self, call: ast.Call, scope: Scope) -> tuple[Route | None, ast.expr | None]:
        if isinstance(call.func, ast.Call):
            return self._route(call.func, call.func, scope), syntax.argument(call, 0)
        place = self._registrars.place(call, scope)
        if place is not None:
            route = Route(call, scope, _methods(_verb(call), call), False, Confidence.CERTAIN, is_annotated=False)
            return route, syntax.argument(call, place.position, place.keyword)
        if isinstance(call.func, ast.Attribute) and call.func.attr in _BY_CALL:
            value = self._resolver.value(call.func.value, scope)
            if self._resolver.has_kind(value, Kind.ROUTER, Kind.APPLICATION):
                methods = _methods("api_route", call)
                is_websocket = _BY_CALL[call.func.attr]
                route = Route(call, scope, methods, is_websocket, value.confidence, self._is_annotated(value))
                return route, syntax.argument(call, 1, "endpoint")
        return None, None


def _verb(call: ast.Call) -> str:
    """The last word of a registering call's name: `get` of `router.add_get(...)`."""
    return (syntax.dotted(call.func) or "").rpartition(".")[2].removeprefix("add_")


def _without_suffix(name: str, prefix: str) -> str:
    """`on_get` of `on_get_collection`."""
    verb = name.removeprefix(prefix).partition("_")[0]
    return f"{prefix}{verb}" if name.startswith(prefix) else name


def _is_of_body(decorator: ast.Call) -> bool:
    """Whether a validating decorator is told no other place than the body: `location="query"`."""
    given = syntax.argument(decorator, None, "location")
    return not (isinstance(given, ast.Constant) and given.value in _ELSEWHERE)


def _methods(verb: str, call: ast.Call) -> tuple[str, ...]:
    return (verb.upper(),) if verb in VERBS else methods_of("$methods|GET", call)


def _mentions(node: ast.expr, names: set[str]) -> bool:
    return any(isinstance(item, ast.Name) and item.id in names for item in syntax.descendants(node))


def _looks_like_route(router: ast.expr, call: ast.Call) -> bool:
    """A router that can't be resolved, named like one, with a path as first argument."""
    name = (syntax.dotted(router) or "").rpartition(".")[2].lower()
    path = syntax.argument(call, 0, "path")
    is_path = isinstance(path, ast.Constant) and isinstance(path.value, str) and (path.value == "" or path.value.startswith("/"))
    return is_path and (name in _ROUTERS or name.endswith(("router", "blueprint", "_bp")))
