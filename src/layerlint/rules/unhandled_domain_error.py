"""An exception of the application leaves a handler, and nothing turns it into a response: the client sees a 500.

## Why is this bad?

The service says what is wrong, and the client reads "Internal Server Error". Every mistake of a user looks like one of the
server, in its logs and its alarms too.

## Bad

`app/services/accounts.py`:

```python
class InsufficientFundsError(Exception):
    pass


class AccountService:
    def withdraw(self, balance: int, amount: int) -> int:
        if amount > balance:
            raise InsufficientFundsError
        return balance - amount
```

`app/routers/accounts.py`:

```python
from fastapi import APIRouter, Depends

from app.services.accounts import AccountService

router = APIRouter(prefix="/accounts", tags=["accounts"])


@router.put("/{account_id}")
def withdraw(account_id: int, amount: int, accounts: AccountService = Depends()) -> int:
    return accounts.withdraw(account_id, amount)  # error: LAY701
```

## Good

`app/services/accounts.py`:

```python
class InsufficientFundsError(Exception):
    pass


class AccountService:
    def withdraw(self, balance: int, amount: int) -> int:
        if amount > balance:
            raise InsufficientFundsError
        return balance - amount
```

`app/routers/accounts.py`:

```python
from fastapi import APIRouter, Depends

from app.services.accounts import AccountService

router = APIRouter(prefix="/accounts", tags=["accounts"])


@router.put("/{account_id}")
def withdraw(account_id: int, amount: int, accounts: AccountService = Depends()) -> int:
    return accounts.withdraw(account_id, amount)
```

`app/main.py`:

```python
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.routers import accounts
from app.services.accounts import InsufficientFundsError

app = FastAPI()
app.include_router(accounts.router)


@app.exception_handler(InsufficientFundsError)
def refuse(request: Request, error: InsufficientFundsError) -> JSONResponse:
    return JSONResponse({"detail": "not enough money"}, 409)
```

## What it sees

Exception classes of the project that services and repositories raise, followed through their calls of one another up to the
handler, or to a dependency that is injected. The finding stands at the call that it makes; the trail leads to the nearest
`raise` and names the others.

## What it does not report

- HTTP errors of a framework, and exceptions with a foreign base class: the framework may know them.
- What a registered exception handler takes (for the class or a base, `Exception` included), a `try` or a `with` on the way, a
  decorator of the handler or the service, a middleware, a route class, or the function that a setting names.
- Handlers that are registered in ways that can't be read silence the rule for the whole project.
- A `raise` behind a parameter that the call doesn't give (`raise_on_missing=False`).
- With the confidence `possible`, which `min-confidence` hides unless it is set: a `raise` more than three calls away, and an
  exception that another handler of the project catches - its author knows it, and may know why it can't come up here.
- What handlers and dependencies raise themselves; background tasks and generators.
"""

from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.judgement import Escape
from layerlint.model import Confidence, Layer, Profile
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY701",
    slug="unhandled-domain-error",
    help="register an exception handler for it or its base class",
    since="0.1.0",
    profile=Profile.STRICT,
)


def check(view: View) -> Iterator[Finding]:
    """Every call by which exceptions of the project leave a handler or a dependency, with nothing to handle them."""
    for scope, routes in view.handlers():
        if any(not route.is_websocket for route in routes):
            yield from _unhandled(view, scope, "handler", min(route.confidence for route in routes))
    for scope in view.functions(Layer.DEPENDENCY):
        if view.project.injection.sites(scope.symbol) and not view.project.routes.of(scope):
            yield from _unhandled(view, scope, "dependency", Confidence.CERTAIN)


def _unhandled(view: View, scope: Scope, what: str, sure: Confidence) -> Iterator[Finding]:
    for call, escapes in view.escapes.through(scope):
        open_ones = [escape for escape in escapes if not view.project.error_handlers.handles(escape.lineage)]
        judged = sorted(((_confidence(view, escape, sure), escape) for escape in open_ones), key=lambda item: -item[0])
        if judged:
            confidence, first = judged[0]
            name = syntax.callee_text(call)
            message = f"error `{first.short_name}` leaves {what} `{scope.name}` unhandled: `{name}` raises it"
            others = [escape.hops[-1]._replace(text=f"{escape.hops[-1].text} too") for _, escape in judged[1:]]
            yield view.at(call, scope, message, confidence, (*first.hops, *others))


def _confidence(view: View, escape: Escape, sure: Confidence) -> Confidence:
    """What another handler catches is known to its author, who may know why it can't come up here."""
    known = view.project.error_handlers.is_caught_elsewhere(escape.lineage)
    return Confidence.POSSIBLE if known else min(escape.confidence, sure)
