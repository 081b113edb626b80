"""A schema reaches the database, the network, files or processes.

## Why is this bad?

Validating data should have one outcome for one input. A schema that queries needs a database to be made at all, queries once for
every object, and answers differently the next time.

## Bad

```python
from pydantic import BaseModel, field_validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import engine
from app.models import User


class UserCreate(BaseModel):
    email: str

    @field_validator("email")
    @classmethod
    def is_free(cls, value: str) -> str:
        with Session(engine) as session:
            if session.scalar(select(User).where(User.email == value)):  # error: LAY502
                raise ValueError("the address is taken")
        return value
```

## Good

```python
from pydantic import BaseModel, EmailStr


class UserCreate(BaseModel):
    email: EmailStr
```

and the service that creates the user asks its repository whether the address is free.

## What it sees

Validators, serializers, hooks, properties and all other methods of a schema, and functions that stand beside schemas: their own
calls and what they reach through helpers of modules without a layer. One finding a function, the others in the trail.

## What it does not report

- What a framework expects there: a Django REST framework serializer or a `ModelForm` that creates, updates or saves its own
  model, looks up in its validation, or goes through all that is related to the object that it represents: that may have been
  fetched along. The profile `strict` tells these too.
- A lazy query that a constructor or the framework's own hook only builds, such as the choices of a form's field.
- Sessions that are merely opened, committed or closed.
"""

from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Effect, Hop, Profile
from layerlint.project import Operation
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY502",
    slug="schema-side-effect",
    help="move the access into a repository or service, and hand the schema what it needs",
    since="0.1.0",
)

_DEEDS = {
    Effect.WRITE: "changes the database",
    Effect.READ: "queries the database",
    Effect.MAIL: "sends mail",
    Effect.QUEUE: "enqueues work",
    Effect.NETWORK: "calls over the network",
    Effect.PROCESS: "runs a process",
    Effect.FILE: "works on files",
}


def check(view: View) -> Iterator[Finding]:
    """The first access in each function of the schema layer."""
    for scope in view.schema_functions():
        found = [(item, deed) for item in view.operations(scope) if (deed := _deed(view, item, scope)) is not None]
        if found:
            (first, deed), *others = found
            message = f"schema `{scope.qualname}` {deed}: `{first.subject}`"
            trail = (*first.on.trail, *(Hop(scope.module.key, "", text=f"`{o.subject}`", line=o.node.lineno) for o, _ in others))
            yield view.at(first.node, scope, message, first.confidence, trail)
            continue
        for call, path in view.hidden_operations(scope):
            if _is_meant(view, path.operation, scope):
                continue
            message = f"schema `{scope.qualname}` reaches the database through `{syntax.callee_text(call)}`"
            yield view.at(call, scope, message, path.confidence, path.hops())
            break


def _deed(view: View, operation: Operation, scope: Scope) -> str | None:
    """What an operation does, in words; None when it is nothing, or the framework's own way of using a schema."""
    if operation.is_query and (scope.name == "__init__" or view.builds_queries(scope)):
        return None
    if operation.is_query:
        deed = _DEEDS[Effect.READ]
    else:
        deed = next((text for effect, text in _DEEDS.items() if effect in operation.effects), "")
    return deed if deed and not _is_meant(view, operation, scope) else None


def _is_meant(view: View, operation: Operation, scope: Scope) -> bool:
    """Whether an operation is the framework's own way of using a schema, which the profile `strict` tells too."""
    return view.config.profile is not Profile.STRICT and view.is_idiom(scope, operation)
