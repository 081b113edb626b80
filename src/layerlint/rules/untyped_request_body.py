"""A request's body arrives as `dict`, `Any` or raw JSON, with no schema.

## Why is this bad?

Nothing checks the data, nothing documents it, and every reader of the handler has to find out its keys by reading on.

## Bad

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_service
from app.schemas import UserOut
from app.services import UserService

router = APIRouter()


@router.post("/users", response_model=UserOut, status_code=201)
def create_user(data: dict, users: UserService = Depends(get_user_service)):  # error: LAY105
    return users.create(data)
```

## Good

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_service
from app.schemas import UserCreate, UserOut
from app.services import UserService

router = APIRouter()


@router.post("/users", response_model=UserOut, status_code=201)
def create_user(data: UserCreate, users: UserService = Depends(get_user_service)):
    return users.create(data)
```

## What it does not report

- Raw bodies (`await request.body()`), read to check a signature; JSON that is handed on whole to another system.
- Forms of which the handler takes no key.
- JSON that goes through a schema in the same handler: `UserCreate.model_validate(await request.json())`.
- Parameters that come from the path, the query, headers, cookies, forms or `Depends`.
"""

import ast
from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Effect, Kind
from layerlint.project import Form, handlers
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY105",
    slug="untyped-request-body",
    help="declare a schema for the body",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Body parameters without a schema, and raw JSON that no schema reads."""
    for scope, routes in view.handlers():
        for body in handlers.body_parameters(view.project.resolver, scope, routes):
            if not _validated(view, scope, {body.node.arg}):
                written = ast.unparse(body.node.annotation) if body.node.annotation is not None else "untyped"
                message = f"handler `{scope.name}` takes its body as `{written}`: `{body.node.arg}` has no schema"
                yield view.at(body.node, scope, message)
        for call in scope.calls:
            for link in syntax.links(call):
                if not _reads_json(view, link, scope):
                    continue
                names = _names_of(link, scope)
                is_form = isinstance(link.func, ast.Attribute) and link.func.attr == "form"
                used_by_key = _is_used_by_key(link, names, scope)
                if used_by_key or not (is_form or _calls_out(view, scope)):
                    if not _validated(view, scope, names, link):
                        what = "a raw form" if is_form else "raw JSON"
                        message = f"handler `{scope.name}` reads {what} with no schema: `{syntax.callee_text(link)}`"
                        yield view.at(link, scope, message)


def _reads_json(view: View, call: ast.Call, scope: Scope) -> bool:
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("json", "form"):
        return _is_request(view, call.func.value, scope)
    if view.value(call.func, scope).name not in view.project.knowledge.json_parsers or not call.args:
        return False
    source = call.args[0]
    if isinstance(source, ast.Name):
        return _is_body(view, source.id, scope) and not _is_checked(call, source.id, scope)
    return any(_is_body_call(view, node, scope) for node in syntax.descendants(source))


def _is_request(view: View, node: ast.expr, scope: Scope) -> bool:
    owner = view.value(node, scope)
    return owner.form is Form.INSTANCE and view.has_kind(owner, Kind.REQUEST)


def _is_body_call(view: View, node: ast.AST, scope: Scope) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    return node.func.attr == "body" and _is_request(view, node.func.value, scope)


def _is_body(view: View, name: str, scope: Scope) -> bool:
    values = [binding.value for binding in scope.bindings.get(name, ()) if binding.value is not None]
    return any(_is_body_call(view, node, scope) for value in values for node in syntax.descendants(value))


def _is_checked(parser: ast.Call, name: str, scope: Scope) -> bool:
    """Whether the raw body goes into another call too, such as the check of a signature."""
    for chain in scope.calls:
        for link in syntax.links(chain):
            given = [*link.args, *(keyword.value for keyword in link.keywords)]
            if link is not parser and any(isinstance(node, ast.Name) and node.id == name for node in given):
                return True
    return False


def _names_of(call: ast.Call, scope: Scope) -> set[str]:
    """The names that are bound to a call's result."""
    return {
        name
        for name, bindings in scope.bindings.items()
        for binding in bindings
        if binding.value is not None and any(node is call for node in syntax.descendants(binding.value))
    }


def _is_used_by_key(call: ast.Call, names: set[str], scope: Scope) -> bool:
    """Whether a part of the data is taken out, not only the whole handed on."""
    for node in syntax.descendants(scope.node):
        if isinstance(node, (ast.Subscript, ast.Attribute)):
            owner = node.value.value if isinstance(node.value, ast.Await) else node.value
            if owner is call or (isinstance(owner, ast.Name) and owner.id in names):
                return True
    return False


def _calls_out(view: View, scope: Scope) -> bool:
    """Whether a handler hands on to another system, itself or through a helper: a proxy."""
    for call in scope.calls:
        for link in syntax.links(call):
            helper = view.judge.helper(view.value(link.func, scope))
            effects = view.project.operations.link_effects(link, scope)
            if Effect.NETWORK in effects or (helper is not None and Effect.NETWORK in view.judge.effects(helper)):
                return True
    return False


def _validated(view: View, scope: Scope, names: set[str], call: ast.Call | None = None) -> bool:
    """Whether a call of a schema's class or class method takes one of the names, or the call itself."""
    for chain in scope.calls:
        for link in syntax.links(chain):
            callee = view.value(link.func, scope)
            owner = callee.receiver if callee.receiver is not None else callee
            is_schema = owner.form is Form.CLASS and view.has_kind(owner, Kind.SCHEMA)
            is_adapter = owner.form is Form.INSTANCE and view.has_kind(owner, Kind.VALIDATOR)
            if not (is_schema or is_adapter):
                continue
            given = [*link.args, *(keyword.value for keyword in link.keywords)]
            for node in (inner for item in given for inner in syntax.descendants(item)):
                if node is call or (isinstance(node, ast.Name) and node.id in names):
                    return True
    return False
