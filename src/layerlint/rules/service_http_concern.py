"""A service speaks HTTP: it raises the framework's errors, takes its request or response, uses its status codes.

## Why is this bad?

A service that raises `HTTPException` can only be used under a web server: not by a job, a command or another service, and its
callers can't tell one failure from another.

## Bad

```python
from fastapi import HTTPException

from app.repositories import UserRepository


class UserService:
    def __init__(self, users: UserRepository) -> None:
        self.users = users

    def get(self, user_id: int):
        user = self.users.get(user_id)
        if user is None:
            raise HTTPException(404, "no such user")  # error: LAY303
        return user
```

## Good

```python
from app.repositories import UserRepository


class NotFoundError(Exception):
    pass


class UserService:
    def __init__(self, users: UserRepository) -> None:
        self.users = users

    def get(self, user_id: int):
        user = self.users.get(user_id)
        if user is None:
            raise NotFoundError(user_id)
        return user
```

## What it does not report

- Domain errors that carry a status, and the standard library's `http.HTTPStatus`.
- Responses of HTTP clients: `httpx`, `requests`, `aiohttp`.
"""

import ast
from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Kind, Layer
from layerlint.project import Form, Value
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY303",
    slug="service-http-concern",
    help="raise an error of the domain and translate it in an exception handler",
    since="0.1.0",
)

_PREFIXES = ("HTTP_", "WS_")
_PLAIN = frozenset({"str", "int", "bool", "float", "bytes", "dict", "list"})


def check(view: View) -> Iterator[Finding]:
    """HTTP errors raised, requests and responses taken or made, status codes used in services."""
    services = view.functions(Layer.SERVICE)
    imported = _imported_codes(view) if services else {}
    mentions_codes = bool(services) and any(prefix in view.facts.text for prefix in _PREFIXES)
    for scope in services:
        raised = []
        for statement in scope.raises:
            value = view.value(statement.exc, scope)
            if view.has_kind(value, Kind.HTTP_ERROR):
                raised.append(statement)
                message = f"service `{scope.qualname}` raises the HTTP error `{value.short_name}`"
                yield view.at(statement, scope, message, value.confidence, value.trail)
        yield from _parameters(view, scope)
        yield from _promise(view, scope)
        yield from _responses(view, scope)
        if mentions_codes:
            yield from _status_codes(view, scope, raised, imported)


def _parameters(view: View, scope: Scope) -> Iterator[Finding]:
    for parameter, default in scope.parameters:
        annotation = parameter.annotation
        if (annotation is None and default is None) or (isinstance(annotation, ast.Name) and annotation.id in _PLAIN):
            continue
        value = view.parameter(parameter.arg, scope)
        if value.form is Form.INSTANCE and view.has_kind(value, Kind.REQUEST, Kind.RESPONSE):
            message = f"service `{scope.qualname}` takes the framework's `{value.short_name}`: `{parameter.arg}`"
            yield view.at(parameter, scope, message, value.confidence, value.trail)


def _promise(view: View, scope: Scope) -> Iterator[Finding]:
    annotation = scope.function.returns
    if annotation is None or (isinstance(annotation, ast.Constant) and annotation.value is None):
        return
    value = view.project.resolver.annotation(annotation, scope.parent or scope)
    if view.has_kind(value, Kind.RESPONSE) and not any(_is_made(view, statement, scope) for statement in scope.returns):
        message = f"service `{scope.qualname}` promises the framework's `{value.short_name}`"
        yield view.at_definition(scope, message, value.confidence, value.trail)


def _is_made(view: View, statement: ast.Return, scope: Scope) -> bool:
    """Whether a `return` gives a response that is told by itself."""
    return isinstance(statement.value, (ast.Call, ast.Await)) and view.has_kind(view.value(statement.value, scope), Kind.RESPONSE)


def _responses(view: View, scope: Scope) -> Iterator[Finding]:
    made = set()
    for call in scope.calls:
        callee: Value = view.value(call.func, scope)
        if callee.form is Form.CLASS and view.has_kind(callee, Kind.RESPONSE):
            made.add(id(call))
            message = f"service `{scope.qualname}` makes the framework's `{callee.short_name}`"
            yield view.at(call, scope, message, callee.confidence, callee.trail)
    for statement in scope.returns:
        node = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
        if not isinstance(node, ast.Call) or id(node) in made or view.value(node.func, scope).form is not Form.FUNCTION:
            continue
        value = view.value(node, scope)
        if value.form is Form.INSTANCE and view.has_kind(value, Kind.RESPONSE):
            message = f"service `{scope.qualname}` returns the framework's `{value.short_name}`"
            yield view.at(node, scope, message, value.confidence, value.trail)


def _status_codes(view: View, scope: Scope, raised: list[ast.Raise], imported: dict[str, str]) -> Iterator[Finding]:
    lines = {line for node in raised for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    for node in scope.attributes:
        if node.attr.startswith(_PREFIXES) and node.lineno not in lines:
            if view.value(node.value, scope).name in view.project.knowledge.status_modules:
                message = f"service `{scope.qualname}` uses the framework's status code `{node.attr}`"
                yield view.at(node, scope, message)
    if imported:
        for name in syntax.descendants(scope.node):
            if isinstance(name, ast.Name) and name.id in imported and name.lineno not in lines:
                message = f"service `{scope.qualname}` uses the framework's status code `{imported[name.id]}`"
                yield view.at(name, scope, message)


def _imported_codes(view: View) -> dict[str, str]:
    """The names under which the module imports status codes themselves, with the codes' names."""
    return {
        name: binding.target.name
        for name, bindings in view.facts.top.bindings.items()
        for binding in bindings
        if binding.target is not None
        and binding.target.name is not None
        and binding.target.name.startswith(_PREFIXES)
        and view.project.knowledge.canonical(binding.target.module) in view.project.knowledge.status_modules
    }
