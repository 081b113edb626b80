"""A repository speaks HTTP: it raises the framework's errors, takes its request or response, uses its status codes.

## Why is this bad?

Data access is shared by everything: handlers, jobs, commands, tests. A repository that raises `HTTPException` decides how the
web answers, and callers without the web have to catch an error that means nothing to them.

## Bad

```python
from fastapi import HTTPException
from sqlalchemy.orm import Session

from app.models import User


class AccountRepository:
    def __init__(self, db: Session) -> None:
        self.db = db

    def get(self, user_id: int) -> User:
        user = self.db.get(User, user_id)
        if user is None:
            raise HTTPException(404, "no such user")  # error: LAY402
        return user
```

## Good

```python
from sqlalchemy.orm import Session

from app.models import User


class AccountRepository:
    def __init__(self, db: Session) -> None:
        self.db = db

    def get(self, user_id: int) -> User | None:
        return self.db.get(User, user_id)
```

## What it does not report

- Errors of the data layer or the domain, even if they carry a status, and the standard library's `http.HTTPStatus`.
- Requests and responses of HTTP clients: `httpx`, `requests`, `aiohttp`.
- Filter sets, which narrow a query by what a request asks for.
"""

from collections.abc import Iterator

from layerlint.model import Layer
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY402",
    slug="repository-http-concern",
    help="return nothing or raise an error of the domain, and let the router answer",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """HTTP errors raised, requests and responses taken or made, status codes used in repositories."""
    yield from view.http_concerns(Layer.REPOSITORY)
