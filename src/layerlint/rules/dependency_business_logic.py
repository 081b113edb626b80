"""A dependency decides about the domain, beyond authentication, look-ups and parameters.

## Why is this bad?

A dependency runs before every handler that names it, unseen in the handler's body. Rules that hide there act at a distance, and
can't be called by a job or another service.

## Bad

```python
from datetime import datetime, timedelta

from fastapi import Depends

from app.dependencies import get_user_repository
from app.models import User
from app.repositories import UserRepository


def get_account(user_id: int, users: UserRepository = Depends(get_user_repository)) -> User:
    user = users.get(user_id)
    user.status = "seen"  # error: LAY202
    users.save(user)
    return user


def get_status(user: User = Depends(get_account)) -> str:
    return user.status
```

## Good

```python
from fastapi import Depends, HTTPException

from app.dependencies import get_user_service
from app.models import User
from app.services import UserService


def get_account(user_id: int, users: UserService = Depends(get_user_service)) -> User:
    user = users.get(user_id)
    if user is None:
        raise HTTPException(404, "no such user")
    return user


def get_status(user: User = Depends(get_account)) -> str:
    return user.status
```

## What it sees

Every [sign](../judgement.md) of business logic has a weight, and the weights must reach the threshold. The finding stands at the
strongest sign; the others are its trail.

- Enough alone: state transitions, limits of the domain (`count >= plan.limit`), mail, three or more changes.
- Together with others: values chosen by domain objects, computed values, jobs queued, external calls, loops that act.

## Options

- `thresholds`: how much must come together, 100 unless set: `thresholds = { dependency-business-logic = 150 }`.

## What it does not report

- Authentication: passwords verified, tokens decoded and made, roles, permissions and the state of the user checked.
- Look-ups with `if not found: raise`, parsing and checking of parameters, settings, clients and services put together.
- Queries that it runs itself: LAY201 tells them.
"""

from collections.abc import Iterator

from layerlint.model import Layer
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY202",
    slug="dependency-business-logic",
    help="move the decision into a service that the handler calls",
    since="0.1.0",
    judged=True,
)


def check(view: View) -> Iterator[Finding]:
    """One finding a dependency that holds business logic."""
    for scope in view.functions(Layer.DEPENDENCY):
        finding = view.logic(RULE, scope, Layer.DEPENDENCY, f"dependency `{scope.qualname}`")
        if finding is not None:
            yield finding
