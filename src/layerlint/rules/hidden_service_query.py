"""A service reaches the database through a helper of a module without a layer.

## Why is this bad?

A service whose queries stand in `utils` still depends on the tables, and no repository can be put in their place: not for a
test, not for another store.

## Bad

`app/utils.py`:

```python
from sqlalchemy.orm import Session

from app.models import User


def slugify(text: str) -> str:
    return text.lower().replace(" ", "-")


def shorten(text: str) -> str:
    return text[:80]


def count_users(db: Session) -> int:
    return db.query(User).count()
```

`app/services/accounts.py`:

```python
from sqlalchemy.orm import Session

from app import utils


class AccountService:
    def __init__(self, db: Session) -> None:
        self.db = db

    def is_full(self) -> bool:
        return utils.count_users(self.db) >= 1000  # error: LAY305
```

## Good

```python
from app.user_repository import UserRepository


class AccountService:
    def __init__(self, users: UserRepository) -> None:
        self.users = users

    def is_full(self) -> bool:
        return self.users.count() >= 1000
```

## What it sees

The path is followed from helper to helper, however long it is, through functions, methods of plain classes and decorated
ones, as long as no layer answers for them; `--show-trail` prints it call by call. The shortest one is told, at the call with
which it begins; what a function reaches by several calls is told at the first.

## What it does not report

- Calls of repositories, other services, dependencies and models, and of ready-made facades: they answer for themselves.
- Helpers that only commit, flush or roll back, and those that open a session, whatever they look up for it.
- Functions of a `db` or `database` folder, and of a module that holds several that query: data access in all but name
  (`--min-confidence possible` tells them).
- Work that is put off: background tasks, queues, `asyncio.create_task(...)`, and callbacks and lambdas that are merely passed on.
- A query that the function has built itself and hands to the helper: building it is told already.
"""

from collections.abc import Iterator

from layerlint import syntax
from layerlint.model import Layer
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY305",
    slug="hidden-service-query",
    help="move the helper's queries into a repository, and have it or a service injected",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Every call in functions of the service layer that reaches the database through helpers of the layer `other`."""
    for scope in view.functions(Layer.SERVICE):
        for call, path in view.hidden_operations(scope):
            name = syntax.callee_text(call)
            message = f"service `{scope.qualname}` reaches the database through `{name}`: `{path.operation.subject}`"
            yield view.at(call, scope, message, path.confidence, path.hops())
