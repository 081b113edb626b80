"""A handler catches a domain error only to raise an HTTP one.

## Why is this bad?

Every handler that calls the service needs the same `except`, and the one that forgets it answers 500. An exception handler says
once which error is which status, for all routes.

## Bad

`app/users.py`:

```python
from fastapi import APIRouter, Depends, HTTPException

from app.dependencies import get_user_service
from app.errors import UserNotFoundError
from app.schemas import UserOut
from app.services import UserService

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/{user_id}", response_model=UserOut)
def get_user(user_id: int, users: UserService = Depends(get_user_service)):
    try:
        return users.get(user_id)
    except UserNotFoundError as error:  # error: LAY111
        raise HTTPException(404, "no such user") from error
```

`app/errors.py`:

```python
class UserNotFoundError(Exception):
    pass
```

## Good

`app/users.py`:

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_service
from app.schemas import UserOut
from app.services import UserService

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/{user_id}", response_model=UserOut)
def get_user(user_id: int, users: UserService = Depends(get_user_service)):
    return users.get(user_id)
```

`app/errors.py`:

```python
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse


class UserNotFoundError(Exception):
    pass


def user_not_found(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": "no such user"}, 404)


def register(app: FastAPI) -> None:
    app.add_exception_handler(UserNotFoundError, user_not_found)
```

## What it does not report

- Exceptions of Python and of libraries, alone or beside the project's, and project exceptions that are HTTP errors
  already, or are called so.
- Clauses that do more: that answer, retry, clean up or go on. Writing to a log, putting a message together and choosing among HTTP
  errors is no more.
- Helpers, dependencies, exception handlers and websockets.
"""

import ast
from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Confidence, Kind, Profile
from layerlint.project import Form, Value
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY111",
    slug="error-translation-in-router",
    help="register an exception handler for the domain error",
    since="0.1.0",
    profile=Profile.STRICT,
)

_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def check(view: View) -> Iterator[Finding]:
    """The clauses in handlers that catch errors of the project and do nothing but raise HTTP errors."""
    for scope, routes in view.handlers():
        if all(route.is_websocket for route in routes):
            continue
        for clause in _clauses(scope):
            caught = _caught(view, clause, scope)
            if clause.type is not None and caught and _only_raises(view, clause.body, scope):
                more = f" and {len(caught) - 1} more" if caught[1:] else ""
                message = f"handler `{scope.name}` turns `{caught[0].short_name}`{more} into an HTTP error itself"
                confidence = min(Confidence(value.confidence) for value in caught)
                yield view.at(clause.type, scope, message, confidence, caught[0].trail)


def _clauses(scope: Scope) -> Iterator[ast.ExceptHandler]:
    """The `except` clauses of a function's own body, in the order of the source."""
    waiting: list[ast.AST] = [*reversed(scope.function.body)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _NESTED):
            continue
        if isinstance(node, ast.ExceptHandler):
            yield node
        waiting += reversed([*ast.iter_child_nodes(node)])


def _caught(view: View, clause: ast.ExceptHandler, scope: Scope) -> list[Value]:
    """The errors of the project that a clause catches; none if it catches any other, or HTTP errors."""
    node = clause.type
    if node is None:
        return []
    whole = view.value(node, scope)
    found = [*whole.args] if whole.form is Form.INSTANCE and whole.name == "tuple" else [whole]
    for value in found:
        if value.form is not Form.CLASS or not value.is_project:
            return []
        if view.has_kind(value, Kind.HTTP_ERROR) or "http" in value.short_name.lower():
            return []
    return found


def _only_raises(view: View, body: list[ast.stmt], scope: Scope) -> bool:
    """Whether statements lead to HTTP errors alone, whichever way they go."""
    *others, last = body
    if not all(_is_preparation(view, statement, scope) for statement in others):
        return False
    if isinstance(last, ast.If) and last.orelse:
        return _only_raises(view, last.body, scope) and _only_raises(view, last.orelse, scope)
    return _raises_http(view, last, scope)


def _is_preparation(view: View, statement: ast.stmt, scope: Scope) -> bool:
    """Whether a statement writes to a log, puts a name's value together, or raises one HTTP error of several."""
    if isinstance(statement, ast.If) and not statement.orelse:
        return _only_raises(view, statement.body, scope)
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return all(isinstance(target, ast.Name) for target in targets) and not _awaits(statement)
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return "log" in (syntax.dotted(statement.value.func) or "").lower()
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _awaits(statement: ast.stmt) -> bool:
    return any(isinstance(node, ast.Await) for node in syntax.descendants(statement))


def _raises_http(view: View, statement: ast.stmt, scope: Scope) -> bool:
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        return view.has_kind(view.value(statement.exc, scope), Kind.HTTP_ERROR)
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return view.value(statement.value.func, scope).name in view.project.knowledge.aborts
    return False
