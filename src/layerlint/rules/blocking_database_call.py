"""A synchronous database call blocks the event loop.

## Why is this bad?

An `async def` runs on the event loop that serves all requests. While it waits for a synchronous driver, nobody else is served: a
query of a second stops the whole process for a second.

## Bad

```python
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User

router = APIRouter()


async def find_user(user_id: int, db: Session) -> User | None:
    return db.get(User, user_id)  # error: LAY003
```

## Good

```python
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import User


async def find_user(user_id: int, db: AsyncSession) -> User | None:
    return await db.get(User, user_id)
```

or a plain `def`, which FastAPI and Starlette run in a thread.

## What it does not report

- What runs in a thread: functions and lambdas handed to `run_in_threadpool`, `asyncio.to_thread`, `sync_to_async`,
  `AsyncSession.run_sync` and the like.
- What only changes the session's memory: `add`, `close`, making a session; building a query.
- Calls of a synchronous function that queries in turn.
"""

from collections.abc import Iterator

from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY003",
    slug="blocking-database-call",
    help="use the asynchronous driver, hand the work to a thread, or make the function a plain `def`",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Every chain of synchronous database calls in the module's asynchronous functions."""
    for scope in view.facts.functions():
        for node, written, on in view.blocking_calls(scope):
            message = f"async `{scope.qualname}` blocks the event loop: `{written}` on a `{on.short_name}`"
            yield view.at(node, scope, message, on.confidence, on.trail)
