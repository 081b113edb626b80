"""One module holds definitions of layers that don't belong together.

## Why is this bad?

Layers are kept apart by imports, and what stands in one module needs none: nothing stops the handler below the repository from
running the query itself. Whoever needs the model imports the routes with it.

## Bad

`app/users.py`:

```python
from fastapi import APIRouter
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base

router = APIRouter(prefix="/users", tags=["users"])


class User(Base):  # error: LAY002
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)


@router.get("/count")
def count_users() -> int:
    return 0
```

`app/database.py`:

```python
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass
```

## Good

`app/models.py`:

```python
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
```

`app/users.py`:

```python
from fastapi import APIRouter

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/count")
def count_users() -> int:
    return 0
```

`app/database.py`:

```python
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass
```

## What it sees

What stands at the module's top and is of a layer by itself: handlers and views; entities and tables; classes named for services or
repositories, or derived from such. Told are routers with repositories, models or services, and schemas with repositories that
query. The profile `strict` tells any two layers. A module is told once, at a definition
of the lower layer, the first by name.

## What it does not report

- Schemas beside the handlers that use them, SQLModel's schemas beside its tables, managers beside their models, providers beside
  what they provide (all of them are told in `strict`).
- Helper functions, and classes whose layer only their behaviour or their module tells.
- Declarative bases, exceptions, enumerations and settings.
- Filter sets beside the views whose requests they read.
"""

from collections.abc import Iterator

from layerlint.layers import Part
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY002",
    slug="mixed-layers",
    help="give each layer a module of its own",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """The module's first two definitions of layers that don't belong together."""
    found = view.mixed_layers()
    if found is None:
        return
    first, second = found
    message = f"{_called(view, second)} shares its module with the {_called(view, first)}"
    if second.scope is not None:
        yield view.at_definition(second.scope, message)
    elif second.node is not None:
        yield view.at(second.node, view.facts.top, message)


def _called(view: View, part: Part) -> str:
    is_handler = part.scope is not None and part.scope.is_function and any(view.project.routes.of(part.scope))
    return f"{'handler' if is_handler else part.layer} `{part.name}`"
