"""One schema class is the body of a request and a response.

## Why is this bad?

What a client sends and what it is shown differ: it chooses no id and is never shown its password. A class that serves both has
fields that one side must ignore, all of them optional, and what is added for one side is open to the other.

## Bad

`app/schemas.py`:

```python
from pydantic import BaseModel


class User(BaseModel):  # error: LAY503
    id: int | None = None
    email: str
    is_admin: bool = False
```

`app/routers/users.py`:

```python
from fastapi import APIRouter

from app.schemas import User

router = APIRouter()


def save(user: User) -> object: ...


def find_users() -> object: ...


@router.post("/users", status_code=201)
def create_user(data: User) -> None:
    save(data)


@router.get("/users", response_model=list[User])
def list_users():
    return find_users()
```

## Good

`app/schemas.py`:

```python
from pydantic import BaseModel


class UserCreate(BaseModel):
    email: str


class UserOut(BaseModel):
    id: int
    email: str
```

`app/routers/users.py`:

```python
from fastapi import APIRouter

from app.schemas import UserCreate, UserOut

router = APIRouter()


def save(data: UserCreate) -> object: ...


@router.post("/users", response_model=UserOut, status_code=201)
def create_user(data: UserCreate):
    return save(data)
```

## What it sees

The bodies and declared responses of all handlers of the project, through lists, unions and the arguments of generic classes. The
finding stands at the class; the trail names one handler of each kind.

## What it does not report

- Schemas that are only parts of others, generic wrappers, schemas without fields.
- Two classes with a common base.
- Django REST framework serializers, which are written for both directions.
"""

from collections.abc import Iterator

from layerlint.model import Hop, Kind, Profile
from layerlint.project import Form, SchemaClass, SchemaUse, Value
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY503",
    slug="shared-request-response-schema",
    help="use separate schemas, with a common base for what they share",
    since="0.1.0",
    profile=Profile.STRICT,
)


def check(view: View) -> Iterator[Finding]:
    """Every schema class that is a body and a response."""
    for scope in view.facts.classes():
        if not view.has_kind(Value(Form.CLASS, scope.symbol), Kind.SCHEMA):
            continue
        body, response = view.project.schema_uses.of(scope.symbol)
        if body is None or response is None or view.project.schemas.is_generic(scope):
            continue
        if view.project.schemas.fields(SchemaClass(scope)):
            message = f"schema `{scope.name}` is the body of `{_last(body)}` and a response of `{_last(response)}`"
            confidence = min(body.confidence, response.confidence)
            yield view.at_definition(scope, message, confidence, (_hop(body, "takes"), _hop(response, "answers with")))


def _hop(use: SchemaUse, verb: str) -> Hop:
    return Hop(use.module, "", text=f"`{use.handler_name}` {verb} it", line=use.line)


def _last(use: SchemaUse) -> str:
    return use.handler_name.rpartition(".")[2]
