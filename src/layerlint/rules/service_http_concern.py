"""A service speaks HTTP: it raises the framework's errors, takes its request or response, uses its status codes.

## Why is this bad?

A service that raises `HTTPException` can only be used under a web server: not by a job, a command or another service, and its
callers can't tell one failure from another.

## Bad

```python
from fastapi import HTTPException

from app.repositories import UserRepository


class UserService:
    def __init__(self, users: UserRepository) -> None:
        self.users = users

    def get(self, user_id: int):
        user = self.users.get(user_id)
        if user is None:
            raise HTTPException(404, "no such user")  # error: LAY303
        return user
```

## Good

```python
from app.repositories import UserRepository


class NotFoundError(Exception):
    pass


class UserService:
    def __init__(self, users: UserRepository) -> None:
        self.users = users

    def get(self, user_id: int):
        user = self.users.get(user_id)
        if user is None:
            raise NotFoundError(user_id)
        return user
```

## What it does not report

- Domain errors that carry a status, and the standard library's `http.HTTPStatus`.
- Responses of HTTP clients: `httpx`, `requests`, `aiohttp`, and their status compared with a code.
"""

from collections.abc import Iterator

from layerlint.model import Layer
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY303",
    slug="service-http-concern",
    help="raise an error of the domain and translate it in an exception handler",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """HTTP errors raised, requests and responses taken or made, status codes used in services."""
    yield from view.http_concerns(Layer.SERVICE)
