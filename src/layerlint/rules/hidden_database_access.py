"""A handler reaches the database through a helper of a module without a layer.

## Why is this bad?

Moving a query from a handler to `utils` hides it and changes nothing else: the router still depends on the tables, and the
query still belongs to nobody.

## Bad

`app/utils.py`:

```python
from sqlalchemy.orm import Session

from app.models import User


def slugify(text: str) -> str:
    return text.lower().replace(" ", "-")


def shorten(text: str) -> str:
    return text[:80]


def find_user(db: Session, user_id: int) -> User | None:
    return db.get(User, user_id)
```

`app/routers/users.py`:

```python
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app import utils
from app.database import get_db
from app.schemas import UserOut

router = APIRouter()


@router.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int, db: Session = Depends(get_db)):
    return utils.find_user(db, user_id)  # error: LAY112
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

## What it sees

The path is followed from helper to helper, however long it is, through functions, methods of plain classes and decorated
ones, as long as no layer answers for them; `--show-trail` prints it call by call. The shortest one is told, at the call with
which it begins; what a function reaches by several calls is told at the first.

## What it does not report

- Calls of services, repositories, dependencies and models, and of ready-made facades: they answer for themselves.
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
    code="LAY112",
    slug="hidden-database-access",
    help="move the helper's queries into a repository, and have it or a service injected",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Every call in functions of the router layer that reaches the database through helpers of the layer `other`."""
    for scope in view.functions(Layer.ROUTER):
        for call, path in view.hidden_operations(scope):
            name = syntax.callee_text(call)
            message = f"{view.handler_name(scope)} reaches the database through `{name}`: `{path.operation.subject}`"
            yield view.at(call, scope, message, path.confidence, path.hops())
