"""A router's routes belong to no group: it has neither prefix nor tags, and is given none where it is included.

## Why is this bad?

The documentation lists the routes under `default`, among all others that nobody has grouped, and every route repeats its path.

## Bad

`app/routers/users.py`:

```python
from fastapi import APIRouter

router = APIRouter()  # error: LAY110


@router.get("/users/count")
def count_users() -> int:
    return 1
```

`app/main.py`:

```python
from fastapi import FastAPI

from app.routers import users

app = FastAPI()
app.include_router(users.router)
```

## Good

`app/routers/users.py`:

```python
from fastapi import APIRouter

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/count")
def count_users() -> int:
    return 1
```

`app/main.py`:

```python
from fastapi import FastAPI

from app.routers import users

app = FastAPI()
app.include_router(users.router)
```

## What it sees

Routers of FastAPI and django-ninja at a module's top, and every `include_router` and `add_router` of the project, those in loops
over a list included. The trail (`--show-trail`) names the places that include the router.

## What it does not report

- A prefix or tags given in one place: to the router, where it is included, to a router that includes it (`/api` and `/v1` alone
  are no group of it).
- Routers whose routes all have tags or stay out of the documentation, and routers that only include others.
- Routers that are included nowhere but in tests, or where it can't be seen, and those of a class with its own `__init__`.
"""

from collections.abc import Iterator

from layerlint.model import Hop, Profile
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY110",
    slug="ungrouped-router",
    help="give the router a prefix and tags",
    since="0.1.0",
    profile=Profile.STRICT,
)


def check(view: View) -> Iterator[Finding]:
    """The routers of a module without a group."""
    for name, node, inclusions in view.ungrouped_routers():
        text = f"`{name}` is included without prefix and tags"
        trail = tuple(Hop(item.key, name, text=text, line=item.line) for item in inclusions)
        yield view.at(node, view.facts.top, f"router `{name}` has neither prefix nor tags, and is given none", trail=trail)
