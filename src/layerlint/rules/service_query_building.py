"""A service builds a query that it hands on.

## Why is this bad?

Who builds a statement has to know tables, columns and joins, even if another layer runs it. The service then changes with the
database, and the repository can't be exchanged.

## Bad

```python
from sqlalchemy import select

from app.models import Booking
from app.repositories import BookingRepository


class BookingService:
    def __init__(self, bookings: BookingRepository) -> None:
        self.bookings = bookings

    def of_user(self, user_id: int) -> list[Booking]:
        statement = select(Booking).where(Booking.user_id == user_id)  # error: LAY304
        return self.bookings.fetch(statement)
```

`app/repositories.py`:

```python
class BookingRepository:
    def fetch(self, statement):
        return self.session.scalars(statement).all()
```

## Good

```python
from app.models import Booking
from app.repositories import BookingRepository


class BookingService:
    def __init__(self, bookings: BookingRepository) -> None:
        self.bookings = bookings

    def of_user(self, user_id: int) -> list[Booking]:
        return self.bookings.of_user(user_id)
```

## What it does not report

- Statements that the service runs itself: LAY301 tells them.
- Conditions, such as `Booking.user_id == user_id`, that are handed to a repository.
"""

from collections.abc import Iterator

from layerlint import syntax
from layerlint.model import Layer, Profile
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY304",
    slug="service-query-building",
    help="give the repository a method that takes what is looked for, and build the query there",
    since="0.1.0",
    profile=Profile.STRICT,
)


def check(view: View) -> Iterator[Finding]:
    """Every query that a service builds and hands on."""
    for scope in view.functions(Layer.SERVICE):
        for call in view.built_queries(scope):
            message = f"service `{scope.qualname}` builds a query that it hands on: `{syntax.callee_text(call)}`"
            yield view.at(call, scope, message)
