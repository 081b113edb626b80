"""A handler, or a helper beside the handlers, runs a database operation itself.

## Why is this bad?

A router maps URLs, requests and responses. A query in it can't be reused, can't be tested without HTTP, and ties the API to
the tables.

## Bad

```python
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User
from app.schemas import UserOut

router = APIRouter()


@router.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int, db: Session = Depends(get_db)):
    return db.query(User).filter(User.id == user_id).first()  # error: LAY101
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

- A session that is only passed on (LAY102 in the profile `strict` tells it).
- Calls of repositories, services and ready-made facades such as FastCRUD.
- The declared query of a view (`queryset = User.objects.all()`), and its `get_queryset` that only narrows it.
- Forms and serializers that save themselves, `self.get_object()`: the framework's own ways.
- Caches, HTTP client sessions, `request.session`, `dict.get`: what a name stands for decides, not how it is spelt.
"""

from collections.abc import Iterator

from layerlint.model import Effect, Layer
from layerlint.project import Operation
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY101",
    slug="router-database-access",
    help="move the operation into a repository, and have it or a service injected",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Every database operation in functions of the router layer."""
    for scope in view.functions(Layer.ROUTER):
        for operation in view.operations(scope):
            if operation.is_database and not (operation.is_query and view.builds_queries(scope)):
                message = f"{view.handler_name(scope)} {_deed(operation)}: `{operation.subject}`{view.receiver(operation)}"
                yield view.at(operation.node, scope, message, operation.confidence, operation.on.trail)


def _deed(operation: Operation) -> str:
    if operation.is_transaction_only:
        return "handles a transaction itself"
    return "changes the database itself" if Effect.WRITE in operation.effects else "runs a query itself"
