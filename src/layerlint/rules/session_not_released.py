"""A dependency hands out a session that it opened and that nothing closes.

## Why is this bad?

A session keeps its connection until it is closed. A provider that leaves that to chance empties the pool under load, and the
application stops at the worst moment.

## Bad

```python
from fastapi import APIRouter, Depends

from app.database import SessionLocal
from app.services import UserService

router = APIRouter()


def get_session():
    session = SessionLocal()  # error: LAY203
    yield session


def get_user_service(session=Depends(get_session)) -> UserService:
    return UserService(session)
```

## Good

```python
from fastapi import APIRouter, Depends

from app.database import SessionLocal
from app.services import UserService

router = APIRouter()


def get_session():
    with SessionLocal() as session:
        yield session


def get_user_service(session=Depends(get_session)) -> UserService:
    return UserService(session)
```

## What it does not report

- Sessions that are entered with `with`, closed anywhere in the provider, registered to be closed, or given to another function.
- Scoped sessions: what registered their scope removes them.
- Sessions that come from another provider, and objects made with a session.
- A provider that returns its session, where a function that it is injected into closes it.
- Providers of a container, methods of a class that derives from one of its library: the container knows what ends.
"""

from collections.abc import Iterator

from layerlint.model import Kind, Layer
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY203",
    slug="session-not-released",
    help="open the session with `with`, and yield it inside",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Every session that a dependency opens, hands out and doesn't release."""
    for scope in view.functions(Layer.DEPENDENCY):
        if scope.owner is not None and Kind.PROVIDER in view.project.resolver.kinds(scope.owner.symbol):
            continue
        for operation in view.unreleased_sessions(scope):
            message = f"dependency `{scope.qualname}` hands out a session that nothing closes: `{operation.subject}`"
            yield view.at(operation.node, scope, message, operation.confidence, operation.on.trail)
