"""A handler takes or opens a database session or connection.

## Why is this bad?

Whoever holds a session can query. A handler that only passes it on still decides how services reach the database, and has to
change when they do.

## Bad

```python
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app import user_repository  # error: LAY602
from app.database import get_db
from app.schemas import UserOut

router = APIRouter()


@router.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int, db: Session = Depends(get_db)):  # error: LAY102
    return user_repository.get(db, user_id)
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

- Sessions of HTTP clients, logins and terminals.
- Methods of a controller that use the session of their base class: the attribute that injects it is told once.
"""

import ast
from collections.abc import Iterator

from layerlint.facts import BindingForm, Scope
from layerlint.model import Effect, Kind, Layer, Profile
from layerlint.project import Form
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY102",
    slug="router-database-session",
    help="inject a service or repository that holds the session",
    since="0.1.0",
    profile=Profile.STRICT,
)

_KINDS = (Kind.SESSION, Kind.CONNECTION, Kind.CURSOR)


def check(view: View) -> Iterator[Finding]:
    """Sessions in the parameters of handlers, opened in the router layer, or injected into controllers."""
    for scope, _ in view.handlers():
        for parameter, _default in scope.parameters:
            value = view.parameter(parameter.arg, scope)
            if value.form is Form.INSTANCE and view.has_kind(value, *_KINDS):
                message = f"handler `{scope.name}` takes a database session: `{parameter.arg}` is `{value.short_name}`"
                yield view.at(parameter, scope, message, value.confidence, value.trail)
    for scope in view.functions(Layer.ROUTER):
        for operation in view.operations(scope):
            if Effect.OPEN in operation.effects:
                message = f"{view.handler_name(scope)} opens a database session itself: `{operation.subject}`"
                yield view.at(operation.node, scope, message, operation.confidence, operation.on.trail)
    for scope in view.facts.classes():
        if view.layer(scope).layer is Layer.ROUTER:
            yield from _controller(view, scope)


def _controller(view: View, scope: Scope) -> Iterator[Finding]:
    for name, bindings in scope.bindings.items():
        for binding in bindings:
            if binding.form is BindingForm.ANNOTATION and isinstance(binding.annotation, ast.expr):
                value = view.project.resolver.binding(binding, scope)
                if value.form is Form.INSTANCE and view.has_kind(value, *_KINDS):
                    message = f"controller `{scope.name}` takes a database session: `{name}` is `{value.short_name}`"
                    yield view.at(binding.annotation, scope, message, value.confidence, value.trail)
