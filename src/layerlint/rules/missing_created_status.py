"""A POST handler creates something and answers 200 instead of 201.

## Why is this bad?

201 tells clients, caches and the documentation that there is something new now. Where creating looks like any other success, nobody
can tell the two apart without reading the body.

## Bad

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_service
from app.schemas import UserCreate, UserOut
from app.services import UserService

router = APIRouter(prefix="/users", tags=["users"])


@router.post("", response_model=UserOut)
def create_user(data: UserCreate, users: UserService = Depends(get_user_service)):  # error: LAY109
    return users.create(data)
```

## Good

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_service
from app.schemas import UserCreate, UserOut
from app.services import UserService

router = APIRouter(prefix="/users", tags=["users"])


@router.post("", status_code=201, response_model=UserOut)
def create_user(data: UserCreate, users: UserService = Depends(get_user_service)):
    return users.create(data)
```

## What it sees

POST handlers of FastAPI and django-ninja that always create and return what they created: by a service's or repository's method
named for it, by an ORM's, or as an entity that they add themselves.

## What it does not report

- Any status that the route, a returned response or a `response` parameter sets.
- Handlers that create only in some case, return something else, or whose path or name says that they do something else: log in,
  search, validate, import, or act on one thing (`/{id}/cancel`).
- Litestar, whose POST handlers answer 201 by themselves.
"""

import ast
import re
from collections.abc import Iterator

from layerlint.facts import Scope
from layerlint.model import Kind, Profile
from layerlint.project import Form, Route
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY109",
    slug="missing-created-status",
    help="declare status 201",
    since="0.1.0",
    profile=Profile.STRICT,
)
_ACTIONS = frozenset(
    (
        "login logout signin token tokens oauth auth authorize callback webhook webhooks search query filter find list count get "
        "cancel confirm accept decline approve reject verify validate check test preview refresh reset restore resend send notify "
        "bulk batch many upload import export sync run execute trigger start stop retry copy duplicate clone move merge toggle "
        "enable disable set update upsert save generate estimate calculate compute convert render download ping"
    ).split()
)


def check(view: View) -> Iterator[Finding]:
    """The handlers of POST routes without a status that create what they return."""
    for scope, routes in view.handlers():
        if not all(_answers_200(view, route) and _is_collection(route) for route in routes):
            continue
        if not _ACTIONS.isdisjoint(scope.name.split("_")) or _decides_itself(view, scope):
            continue
        call = view.created_by(scope)
        if call is not None:
            message = f"handler `{scope.name}` creates by `{ast.unparse(call.func)}`, but declares no status 201"
            yield view.at_definition(scope, message)


def _answers_200(view: View, route: Route) -> bool:
    """Whether a route is for POST alone and leaves its status to a framework whose default is 200."""
    if route.methods != ("POST",) or route.call is None or route.has_options or route.keyword("response_class") is not None:
        return False
    option = view.status_option(route)
    given = route.keyword(option) if option is not None else None
    if option is None or option == "status_code":
        return option is not None and given is None
    return given is not None and not isinstance(given, (ast.Dict, ast.DictComp)) and _is_class(view, given, route)


def _is_class(view: View, node: ast.expr, route: Route) -> bool:
    """Whether a response is declared by its class alone, which is then that of status 200."""
    return view.value(node, route.scope).form is Form.CLASS or isinstance(node, ast.Subscript)


def _is_collection(route: Route) -> bool:
    """Whether a path names things to be added to, and not what is done to one of them."""
    if route.path is None:
        return False
    parts = [part for part in route.path.split("/") if part]
    said = {word for part in parts if not part.startswith("{") for word in re.split(r"[-_.:]", part.lower())}
    if not said.isdisjoint(_ACTIONS):
        return False
    if not parts or not any(part.startswith("{") for part in parts):
        return True
    return parts[-1].endswith("s") and not parts[-1].startswith("{")


def _decides_itself(view: View, scope: Scope) -> bool:
    """Whether a handler returns a response, or gets one on which it can set the status."""
    values = [view.parameter(parameter.arg, scope) for parameter, _ in scope.parameters]
    values += [view.value(item.value, scope) for item in scope.returns if item.value is not None]
    values.append(view.project.resolver.annotation(scope.function.returns, scope.parent or scope))
    if any(value.form is Form.INSTANCE and view.has_kind(value, Kind.RESPONSE) for value in values):
        return True
    return any(isinstance(item.value, ast.Tuple) for item in scope.returns)
