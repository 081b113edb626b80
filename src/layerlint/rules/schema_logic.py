"""A schema does more than validate, serialize and convert.

## Why is this bad?

A schema says what data looks like. It is made wherever data comes in or goes out, so logic in it runs at surprising times, and
twice when the data is read back.

## Bad

```python
from passlib.context import CryptContext
from pydantic import BaseModel, field_validator

passwords = CryptContext(schemes=["argon2"])


class UserCreate(BaseModel):
    email: str
    password: str

    @field_validator("password")
    @classmethod
    def hash_it(cls, value: str) -> str:
        return passwords.hash(value)  # error: LAY501
```

## Good

```python
from pydantic import BaseModel, field_validator


class UserCreate(BaseModel):
    email: str
    password: str

    @field_validator("password")
    @classmethod
    def has_a_digit(cls, value: str) -> str:
        if not any(char.isdigit() for char in value):
            raise ValueError("a digit is missing")
        return value
```

## What it sees

Every [sign](../judgement.md) of business logic has a weight, and the weights must reach the threshold. The finding stands at the
strongest sign; the others are its trail.

- Enough alone: passwords hashed or verified, tokens made, roles and permissions tested, services or repositories called in turn.
- Together with others: values drawn at random, loops that act; in methods that neither validate nor convert, arithmetic,
  state transitions and limits too.

## Options

- `thresholds`: how much must come together, 100 unless set: `thresholds = { schema-logic = 150 }`.

## What it does not report

- Validators and serializers of any length that only look at the data, conversions, constructors, properties.
- What a schema reads or writes outside the process, in loops too: LAY502 tells it.
- Functions beside schemas, unless the module is named for schemas.
"""

from collections.abc import Iterator

from layerlint.model import Layer
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY501",
    slug="schema-logic",
    help="move the logic into a service, and leave the data's form to the schema",
    since="0.1.0",
    judged=True,
)


def check(view: View) -> Iterator[Finding]:
    """One finding a method of a schema that holds business logic."""
    for scope in view.schema_functions():
        finding = view.logic(RULE, scope, Layer.SCHEMA, f"schema `{scope.qualname}`")
        if finding is not None:
            yield finding
