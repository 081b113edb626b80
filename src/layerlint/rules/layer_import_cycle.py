"""Modules of different layers import each other in a circle.

## Why is this bad?

Layers that need each other are one layer. Python runs the modules of a circle in an order that depends on who comes first, and one
day a name isn't there yet.

## Bad

`app/repositories/users.py`:

```python
from app.schemas.users import UserOut  # error: LAY603


class UserRepository:
    def get(self, user_id: int) -> UserOut:
        return UserOut(id=user_id)
```

`app/schemas/users.py`:

```python
from pydantic import BaseModel

import app.repositories.users  # error: LAY601


class UserOut(BaseModel):
    id: int
```

## Good

`app/repositories/users.py`:

```python
from app.schemas.users import UserOut


class UserRepository:
    def get(self, user_id: int) -> UserOut:
        return UserOut(id=user_id)
```

`app/schemas/users.py`:

```python
from pydantic import BaseModel


class UserOut(BaseModel):
    id: int
```

## What it sees

Imports that run when a module is imported: at its top, under `if` and `try`, in class bodies. A circle is told once, in the module
whose path is the smallest, at the import with which it begins; the trail (`--show-trail`) has every import with its line.

## What it does not report

- Circles of one layer, circles that need a module of the layer `other` or a package's own `__init__`, and modules whose layer is
  not certain.
- Imports in functions, under `if TYPE_CHECKING:` and `if __name__ == "__main__":`.
"""

from collections.abc import Iterator

from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY603",
    slug="layer-import-cycle",
    help="move what both sides need to the lower layer",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """The circle of imports that begins in the module."""
    circle = view.import_circle()
    if circle is None:
        return
    layers = [view.circles.layer(key) for key in circle.modules]
    second = next(index for index, layer in enumerate(layers) if layer is not layers[0])
    own, other = view.layer_name(circle.modules[0]), view.layer_name(circle.modules[second])
    length = "" if len(circle.modules) == 2 else f" in a circle of {len(circle.modules)} modules"
    message = f"{own} and {other} import each other{length}"
    yield view.at(circle.nodes[0], view.facts.top, message, trail=view.circles.hops(circle))
