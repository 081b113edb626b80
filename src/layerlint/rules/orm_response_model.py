"""The declared response of a handler is an ORM entity.

## Why is this bad?

Every column of the table becomes part of the API, the password hash included, and a change of the table changes the API.

## Bad

```python
from fastapi import APIRouter

from app.models import User

router = APIRouter()


def find_user(user_id: int) -> User: ...


@router.get("/users/{user_id}", response_model=User)
def get_user(user_id: int):  # error: LAY107
    return find_user(user_id)
```

## Good

```python
from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()


class UserOut(BaseModel):
    id: int


def find_user(user_id: int) -> object: ...


@router.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int):
    return find_user(user_id)
```

## What it does not report

- `response_model=Schema` beside the annotation `-> Entity`: the model decides.
- SQLModel classes without `table=True`, which are schemas.
"""

import ast
from collections.abc import Iterator

from layerlint.facts import Scope
from layerlint.model import Kind
from layerlint.project import Route, Value, handlers, type_hints
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY107",
    slug="orm-response-model",
    help="declare a schema that names the fields to show",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Handlers whose declared response, or a part of it, is an entity."""
    for scope, routes in view.handlers():
        for route in (item for item in routes if item.is_annotated):
            if handlers.is_converted(view.project.resolver, route, scope):
                continue
            found = _entity(view, scope, route)
            if found is not None:
                message = f"handler `{scope.name}` declares the ORM entity `{found.short_name}` as its response"
                yield view.at_definition(scope, message, min(route.confidence, found.confidence), found.trail)
                break


def _entity(view: View, scope: Scope, route: Route) -> Value | None:
    declared = route.keyword("response_model")
    if declared is not None:
        return _search(view, declared, route.scope)
    annotation = scope.function.returns
    if annotation is None or route.keyword("response_class") is not None:
        return None
    return _search(view, annotation, scope.parent or scope)


def _search(view: View, node: ast.expr, scope: Scope) -> Value | None:
    """The first entity among the parts of a type."""
    for part, place in type_hints.parts(view.project.resolver, node, scope):
        value = view.project.resolver.annotation(part, place)
        if view.has_kind(value, Kind.ENTITY):
            return value
    return None
