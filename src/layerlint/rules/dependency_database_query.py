"""A dependency runs a database query itself.

## Why is this bad?

A dependency provides: a session, a service, the current user. A query in it is data access without a repository, run on every
request that depends on it, and hard to see from the handler.

## Bad

```python
from fastapi import Depends
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User


def get_current_user(user_id: int, db: Session = Depends(get_db)) -> User:
    return db.get(User, user_id)  # error: LAY201


def get_name(user: User = Depends(get_current_user)) -> str:
    return user.name
```

## Good

```python
from fastapi import Depends

from app.dependencies import get_user_service
from app.models import User
from app.services import UserService


def get_current_user(user_id: int, users: UserService = Depends(get_user_service)) -> User:
    return users.get(user_id)


def get_name(user: User = Depends(get_current_user)) -> str:
    return user.name
```

## What it does not report

- Opening, yielding and closing a session; commit and rollback of the session that it yields.
"""

from collections.abc import Iterator

from layerlint.model import Layer
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY201",
    slug="dependency-database-query",
    help="ask a service or repository that is injected",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Every database operation in dependencies, transactions left out."""
    for scope in view.functions(Layer.DEPENDENCY):
        for operation in view.operations(scope):
            if operation.is_database and not operation.is_transaction_only:
                message = f"dependency `{scope.name}` runs a query itself: `{operation.subject}`{view.receiver(operation)}"
                yield view.at(operation.node, scope, message, operation.confidence, operation.on.trail)
