"""The declared response of a handler exposes a password, its hash or another secret.

## Why is this bad?

Everybody who may call the handler reads the secret, and so do caches, logs and browser histories. A hash is enough to guess
the password at leisure.

## Bad

`app/schemas.py`:

```python
from pydantic import BaseModel


class UserBase(BaseModel):
    email: str
    hashed_password: str


class UserOut(UserBase):
    id: int


class UserPage(BaseModel):
    items: list[UserOut]
    total: int
```

`app/routers/users.py`:

```python
from fastapi import APIRouter

from app.schemas import UserPage

router = APIRouter()


def find_users() -> object: ...


@router.get("/users", response_model=UserPage)
def list_users():  # error: LAY108
    return find_users()
```

## Good

```python
from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()


class UserOut(BaseModel):
    id: int
    email: str


def find_user(user_id: int) -> object: ...


@router.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int):
    return find_user(user_id)
```

## What it sees

Own and inherited fields of the declared schema, and those of the schemas that they lead to, through lists, unions and generic
wrappers. The last words of a field's name decide: `hashed_password`, `smtp_password`, `client_secret`, `private_key`. One finding a
handler, at the field nearest to the declared type; the trail leads there and names the others.

## What it does not report

- Names that only speak of a secret: `password_changed_at`, `password_hint`, `has_password`, `secret_id`, `secret_name`.
- The access and refresh tokens that a login gives.
- Fields with `exclude=True`, what `response_model_exclude=` names or `response_model_include=` doesn't, types that mask what they
  hold (`SecretStr`, unless it holds a hash), fields with a serializer of their own, fields that are no text.
- What stands in the path of a route of the same module (`/checkouts/{client_secret}`): the caller has it.
- Generated credentials (`client_secret`, `api_token`, `temporary_password`, ...) that a POST answers with, as they may be shown
  this once, or that the handler is named for (`rotate_secret`), and handlers that call something named for masking: their
  confidence is `possible`, which `min-confidence` hides unless it is set.
- Aliases: the field's own name counts.
"""

import ast
from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.judgement import Exposed, Exposure, Secret
from layerlint.model import Confidence, Hop
from layerlint.project import Route, TypeExpression, handlers
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY108",
    slug="secret-in-response",
    help="answer with a schema that has no such field",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """One finding a handler: the first secret of its declared response."""
    exposure = Exposure(view.project)
    known = _known_to_callers(view)
    for scope, routes in view.handlers():
        for route in routes:
            declared = handlers.declared_response(view.project.resolver, route, scope)
            if declared is None:
                continue
            found = [
                (_confidence(exposure, scope, route, item), item)
                for item in exposure.secrets(declared)
                if item.field.name not in known and not _is_left_out(route, item)
            ]
            if found:
                yield _finding(view, scope, declared, sorted(found, key=lambda item: -item[0]))
                break


def _known_to_callers(view: View) -> set[str]:
    """The names in the paths of the module's routes: who has the URL has what they stand for."""
    return {name for _, routes in view.handlers() for name in handlers.path_parameters(routes)}


def _finding(view: View, scope: Scope, declared: TypeExpression, found: list[tuple[Confidence, Exposed]]) -> Finding:
    confidence, first = found[0]
    others = [item for _, item in found[1:]]
    message = f"response of handler `{scope.name}` exposes `{first.field.name}` of `{first.schema.scope.name}`"
    start = Hop(declared.scope.module.key, f"response of {scope.name}", written=declared.node, line=declared.node.lineno)
    also = [
        Hop(item.field.owner.module.key, "", text=f"`{item.field.name}` of `{item.schema.scope.name}` too", line=item.field.line)
        for item in others
    ]
    return view.at_definition(scope, message, confidence, (start, *first.hops(), *also))


def _confidence(exposure: Exposure, scope: Scope, route: Route, exposed: Exposed) -> Confidence:
    """A credential may be handed out once, by the handler that makes it."""
    made = exposed.kind is Secret.CREDENTIAL and "POST" in route.methods
    if made or exposure.is_deliberate(scope, exposed):
        return Confidence.POSSIBLE
    return route.confidence


def _is_left_out(route: Route, exposed: Exposed) -> bool:
    """Whether the route's options keep a field from the response; options that can't be read may."""
    names = [item.name for item in exposed.path]
    excluded = route.keyword("response_model_exclude")
    if excluded is not None and (_strings(excluded) is None or set(names) & (_strings(excluded) or set())):
        return True
    included = route.keyword("response_model_include")
    if included is None:
        return route.has_options
    kept = _strings(included)
    return kept is None or names[0] not in kept or (isinstance(included, ast.Dict) and names[-1] not in kept)


def _strings(node: ast.expr) -> set[str] | None:
    """The texts in a literal, None for other expressions."""
    inner = syntax.descendants(node)
    if any(isinstance(item, (ast.Name, ast.Attribute, ast.Starred)) and getattr(item, "id", "set") != "set" for item in inner):
        return None
    return {item.value for item in inner if isinstance(item, ast.Constant) and isinstance(item.value, str)}
