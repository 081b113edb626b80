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

## The fix

A session that a handler only builds services or repositories of goes with them, where their providers fit: see LAY104. It is
unsafe. A session that is handed to functions stays: nothing can be injected in its place.

## What it does not report

- Sessions of HTTP clients, logins and terminals.
- Methods of a controller that use the session of their base class: the attribute that injects it is told once.
"""

from collections.abc import Iterator

from layerlint.model import Layer, Profile
from layerlint.remedies.injection import without
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY102",
    slug="router-database-session",
    help="inject a service or repository that holds the session",
    since="0.1.0",
    profile=Profile.STRICT,
    fixable=True,
)


def check(view: View) -> Iterator[Finding]:
    """Sessions in the parameters of handlers, opened in the router layer, or injected into controllers."""
    for scope, _ in view.handlers():
        for held in view.taken_sessions(scope):
            message = f"handler `{scope.name}` takes a database session: `{held.name}` is `{held.value.short_name}`"
            fix = without(view.project, held.name, scope)
            yield view.at(held.node, scope, message, held.value.confidence, held.value.trail, fix)
    for scope in view.functions(Layer.ROUTER):
        for operation in view.opened_sessions(scope):
            message = f"{view.handler_name(scope)} opens a database session itself: `{operation.subject}`"
            yield view.at(operation.node, scope, message, operation.confidence, operation.on.trail)
    for scope in view.facts.classes():
        if view.layer(scope).layer is Layer.ROUTER:
            for held in view.session_fields(scope):
                message = f"controller `{scope.name}` takes a database session: `{held.name}` is `{held.value.short_name}`"
                yield view.at(held.node, scope, message, held.value.confidence, held.value.trail)
