"""A handler builds a service or repository instead of having it injected.

## Why is this bad?

A handler that builds its collaborators knows what they need, so it changes with them, and a test can't put another in their
place with `app.dependency_overrides`.

## Bad

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_repository
from app.repositories import UserRepository
from app.schemas import UserOut
from app.services import UserService

router = APIRouter()


@router.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int, users: UserRepository = Depends(get_user_repository)):
    return UserService(users).get(user_id)  # error: LAY104
```

## Good

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_service
from app.schemas import UserOut
from app.services import UserService

router = APIRouter()


@router.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int, users: UserService = Depends(get_user_service)):
    return users.get(user_id)
```

## What it does not report

- Dependency providers, whose work this is.
- Data classes, schemas, exceptions, context managers and clients of other systems.
- Class methods that hand out one shared object: `Storage.get_default()`.
"""

import ast
from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Kind, Layer
from layerlint.project import Form, Value, gives_shared
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY104",
    slug="router-constructs-collaborator",
    help="write a provider for it and inject it with `Depends`",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Every call in the router layer that gives a new service or repository."""
    for scope in view.functions(Layer.ROUTER):
        for call in scope.calls:
            for link in syntax.links(call):
                built = _built(view, link, scope)
                if built is not None:
                    value, layer = built
                    message = f"{view.handler_name(scope)} builds the {layer} `{value.short_name}` itself"
                    yield view.at(link, scope, message, value.confidence, value.trail)
                    break


def _built(view: View, call: ast.Call, scope: Scope) -> tuple[Value, Layer] | None:
    callee = view.value(call.func, scope)
    if callee.form is Form.FUNCTION and callee.receiver is not None and callee.receiver.form is Form.CLASS:
        made = view.value(call, scope)
        if made.form is not Form.INSTANCE or made.name != callee.receiver.name:
            return None
        if gives_shared(view.project.resolver, callee):
            return None
        callee = callee.receiver
    if callee.form is not Form.CLASS:
        return None
    layer = view.classifier.of_value(callee)
    if layer not in (Layer.SERVICE, Layer.REPOSITORY) or view.has_kind(callee, Kind.QUERY, Kind.MANAGER):
        return None
    if callee.is_project and not _collaborates(view, callee):
        return None
    return callee, layer


def _collaborates(view: View, value: Value) -> bool:
    """Whether a class has methods to call, its bases' included, and is no mere context manager."""
    found = False
    for name in view.project.resolver.mro(value.name):
        if "::" not in name:
            return True
        scope = view.project.resolver.scope_named(name)
        if scope is not None:
            methods = {child.name for child in scope.children if child.is_function}
            if methods & {"__enter__", "__aenter__"} and view.layer_is_inherited(scope):
                return False
            found = found or any(not method.startswith("_") for method in methods)
    return found
