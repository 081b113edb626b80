"""A service takes or opens a database session or connection.

## Why is this bad?

Whoever holds a session can query, and soon does. A service that is given repositories instead shows what it needs, and runs in a
test without a database.

## Bad

```python
from sqlalchemy.orm import Session

from app import user_repository


class UserService:
    def __init__(self, db: Session) -> None:  # error: LAY302
        self.db = db

    def get(self, user_id: int):
        return user_repository.get(self.db, user_id)
```

## Good

```python
from app.repositories import UserRepository


class UserService:
    def __init__(self, users: UserRepository) -> None:
        self.users = users

    def get(self, user_id: int):
        return self.users.get(user_id)
```

## What it does not report

- A unit of work or a ready-made facade that holds the session inside.
- Sessions that a base class takes: they are told there.
"""

import ast
from collections.abc import Iterator

from layerlint.facts import BindingForm, Scope
from layerlint.model import Effect, Kind, Layer, Profile
from layerlint.project import Form, Value
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY302",
    slug="service-database-session",
    help="have repositories or a unit of work injected",
    since="0.1.0",
    profile=Profile.STRICT,
)
_KINDS = (Kind.SESSION, Kind.CONNECTION, Kind.CURSOR)


def check(view: View) -> Iterator[Finding]:
    """Sessions in the parameters of a service's functions, in the fields of its classes, and those that it opens."""
    for scope in view.functions(Layer.SERVICE):
        name = f"service `{scope.qualname}`"
        for parameter, _default in scope.parameters:
            value = view.parameter(parameter.arg, scope)
            if _is_session(view, value):
                message = f"{name} takes a database session: `{parameter.arg}` is `{value.short_name}`"
                yield view.at(parameter, scope, message, value.confidence, value.trail)
        for operation in view.operations(scope):
            if Effect.OPEN in operation.effects:
                message = f"{name} opens a database session itself: `{operation.subject}`"
                yield view.at(operation.node, scope, message, operation.confidence, operation.on.trail)
    for scope in view.facts.classes():
        if view.layer(scope).layer is Layer.SERVICE:
            yield from _fields(view, scope)


def _fields(view: View, scope: Scope) -> Iterator[Finding]:
    """Annotated fields that a data class or a framework fills; those that a method of the class sets came in by a parameter."""
    for name, bindings in scope.bindings.items():
        for binding in bindings:
            if binding.form is BindingForm.ANNOTATION and name not in scope.self_attributes:
                value = view.project.resolver.binding(binding, scope)
                if isinstance(binding.annotation, ast.expr) and _is_session(view, value):
                    message = f"service `{scope.name}` holds a database session: `{name}` is `{value.short_name}`"
                    yield view.at(binding.annotation, scope, message, value.confidence, value.trail)


def _is_session(view: View, value: Value) -> bool:
    return value.form is Form.INSTANCE and view.has_kind(value, *_KINDS)
