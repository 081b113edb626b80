"""A repository decides about the domain, or works outside the database.

## Why is this bad?

A repository stores and finds. One that hashes passwords, sends mail or tests roles can't be used by a caller for whom another rule
holds, and whoever looks for the rule doesn't look there.

## Bad

```python
from passlib.context import CryptContext
from sqlalchemy.orm import Session

from app.models import User

passwords = CryptContext(schemes=["argon2"])


class UserRepository:
    def __init__(self, session: Session) -> None:
        self.session = session

    def create(self, email: str, password: str) -> User:
        user = User(email=email, hashed_password=passwords.hash(password))  # error: LAY401
        self.session.add(user)
        return user
```

## Good

```python
from sqlalchemy.orm import Session

from app.models import User


class UserRepository:
    def __init__(self, session: Session) -> None:
        self.session = session

    def create(self, email: str, hashed_password: str) -> User:
        user = User(email=email, hashed_password=hashed_password)
        self.session.add(user)
        return user
```

## What it sees

Every [sign](../judgement.md) of business logic has a weight, and the weights must reach the threshold. The finding stands at the
strongest sign; the others are its trail.

- Enough alone: passwords hashed or verified, mail sent, external systems called, jobs queued, files written, roles and permissions
  tested, switches of the settings that change what is stored.
- Together with others: limits of the domain, tokens made, values drawn at random.

## Options

- `thresholds`: how much must come together, 100 unless set: `thresholds = { repository-business-logic = 150 }`.

## What it does not report

- Filters, sorting, pagination, look-ups before an insert, attributes set, whatever the entity.
- `set_password` in a manager derived from Django's `BaseUserManager`.
- Repositories whose store are files or a system outside: what is no database is then the store.
- Functions that only their queries make a repository.
- Parameters that narrow a query: `if role: query = query.filter(...)`.
"""

from collections.abc import Iterator

from layerlint.model import Confidence, Layer
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY401",
    slug="repository-business-logic",
    help="move the decision into the service that calls the repository",
    since="0.1.0",
    judged=True,
)


def check(view: View) -> Iterator[Finding]:
    """One finding a function of the repository layer that holds business logic.

    What is a repository by its behaviour alone, and decides, is rather a service that queries.
    """
    for scope in view.functions(Layer.REPOSITORY):
        if view.layer(scope).confidence is not Confidence.CERTAIN:
            continue
        finding = view.logic(RULE, scope, Layer.REPOSITORY, f"repository `{scope.qualname}`")
        if finding is not None:
            yield finding
