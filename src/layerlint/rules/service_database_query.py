"""A service runs a query or changes the database itself.

## Why is this bad?

A service holds the rules of the business. With queries among them, neither can be read, tested or changed alone.

## Bad

```python
from sqlalchemy.orm import Session

from app.models import User


class UserService:
    def __init__(self, db: Session) -> None:
        self.db = db

    def get(self, user_id: int) -> User | None:
        return self.db.query(User).filter(User.id == user_id).first()  # error: LAY301
```

## Good

```python
from app.models import User
from app.repositories import UserRepository


class UserService:
    def __init__(self, users: UserRepository) -> None:
        self.users = users

    def get(self, user_id: int) -> User | None:
        return self.users.get(user_id)
```

## What it does not report

- A unit of work: `commit`, `flush`, `rollback` and transaction blocks alone.
- Calls of repositories and ready-made facades.
"""

from collections.abc import Iterator

from layerlint.model import Effect, Layer
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY301",
    slug="service-database-query",
    help="move the operation into a repository",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Every database operation in services, transactions left out."""
    for scope in view.functions(Layer.SERVICE):
        for operation in view.operations(scope):
            if operation.is_database and not operation.is_transaction_only:
                deed = "changes the database itself" if Effect.WRITE in operation.effects else "runs a query itself"
                message = f"service `{scope.qualname}` {deed}: `{operation.subject}`{view.receiver(operation)}"
                yield view.at(operation.node, scope, message, operation.confidence, operation.on.trail)
