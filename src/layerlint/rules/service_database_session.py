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

from collections.abc import Iterator

from layerlint.model import Layer, Profile
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY302",
    slug="service-database-session",
    help="have repositories or a unit of work injected",
    since="0.1.0",
    profile=Profile.STRICT,
)


def check(view: View) -> Iterator[Finding]:
    """Sessions in the parameters of a service's functions, in the fields of its classes, and those that it opens."""
    for scope in view.functions(Layer.SERVICE):
        name = f"service `{scope.qualname}`"
        for held in view.taken_sessions(scope):
            message = f"{name} takes a database session: `{held.name}` is `{held.value.short_name}`"
            yield view.at(held.node, scope, message, held.value.confidence, held.value.trail)
        for operation in view.opened_sessions(scope):
            message = f"{name} opens a database session itself: `{operation.subject}`"
            yield view.at(operation.node, scope, message, operation.confidence, operation.on.trail)
    for scope in view.facts.classes():
        if view.layer(scope).layer is Layer.SERVICE:
            for held in view.session_fields(scope):
                if held.name not in scope.self_attributes:
                    message = f"service `{scope.name}` holds a database session: `{held.name}` is `{held.value.short_name}`"
                    yield view.at(held.node, scope, message, held.value.confidence, held.value.trail)
