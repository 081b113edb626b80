"""A handler decides about the domain.

## Why is this bad?

Rules in a handler are found by nobody, tested only through HTTP, and missing wherever the same thing is done by a job, a
command or another handler.

## Bad

```python
from fastapi import APIRouter, Depends, HTTPException

from app.dependencies import get_user_service
from app.schemas import UserCreate, UserOut
from app.services import UserService

router = APIRouter()


@router.post("/users", response_model=UserOut, status_code=201)
def create_user(data: UserCreate, users: UserService = Depends(get_user_service)):
    if len(data.password) < 8:  # error: LAY103
        raise HTTPException(400, "password too short")
    return users.create(data)
```

## Good

```python
from fastapi import APIRouter, Depends, HTTPException

from app.dependencies import get_user_service
from app.schemas import UserCreate, UserOut
from app.services import UserService

router = APIRouter()


@router.post("/users", response_model=UserOut, status_code=201)
def create_user(data: UserCreate, users: UserService = Depends(get_user_service)):
    return users.create(data)


@router.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int, users: UserService = Depends(get_user_service)):
    user = users.get(user_id)
    if user is None:
        raise HTTPException(404, "no such user")
    return user
```

## What it sees

Every [sign](../judgement.md) of business logic has a weight, and the weights must reach the threshold. The finding stands at the
strongest sign; the others are its trail.

- Enough alone: checks of the payload's content by hand, hashing or verifying passwords, calls of external systems, state
  transitions, three or more changes of services and repositories, a conflict guard that queries itself.
- Together with others: conflict and state guards, computed values, attributes set, loops that act, branches that choose
  between actions, mail, files, queued jobs.

## Options

- `thresholds`: how much must come together, 100 unless set: `thresholds = { router-business-logic = 150 }`.

## What it does not report

- `if not found: raise 404`, one permission guard, one conflict guard on the answer of a service or repository.
- Mapping to a response, one service call, pagination and parameter plumbing, translation of errors in `except`.
"""

from collections.abc import Iterator

from layerlint.model import Layer
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY103",
    slug="router-business-logic",
    help="move the decision into a service",
    since="0.1.0",
    judged=True,
)


def check(view: View) -> Iterator[Finding]:
    """One finding a function of the router layer that holds business logic."""
    for scope in view.functions(Layer.ROUTER):
        finding = view.logic(RULE, scope, Layer.ROUTER, view.handler_name(scope))
        if finding is not None:
            yield finding
