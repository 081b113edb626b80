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
- JSON and forms that go through a schema in the same handler: `UserCreate.model_validate(await request.json())`, `LoginForm()`,
  `schema.load(request.get_json())`; bodies that a decorator of the handler validates: `@use_args(schema)`.
- Parameters that come from the path, the query, headers, cookies, forms or `Depends`.
"""

import ast
import re
from collections.abc import Collection, Iterator
from enum import Enum

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Effect, Kind, Layer
from layerlint.project import Form, Value, handlers
from layerlint.project.calls import known_call
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY105",
    slug="untyped-request-body",
    help="declare a schema for the body",
    since="0.1.0",
)

_HELPERS = 2
_NAMED_SCHEMA = re.compile(r"(^|_)(serializer|form|schema)(_class)?$|(Serializer|Form|Schema)$")
_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class _Source(Enum):
    """As what a handler reads the body, in words."""

    JSON = "raw JSON"
    FORM = "a raw form"


def check(view: View) -> Iterator[Finding]:
    """Body parameters without a schema, and raw JSON or forms that no schema reads."""
    for scope, routes in view.handlers():
        for body in handlers.body_parameters(view.project.resolver, scope, routes):
            if not _validated(view, scope, {body.node.arg}):
                written = ast.unparse(body.node.annotation) if body.node.annotation is not None else "untyped"
                message = f"handler `{scope.name}` takes its body as `{written}`: `{body.node.arg}` has no schema"
                yield view.at(body.node, scope, message)
        if view.project.routes.validated(scope) is None:
            yield from _raw_reads(view, scope)


def _raw_reads(view: View, scope: Scope) -> Iterator[Finding]:
    """The first place each where the handler reads the body as raw JSON and as a raw form."""
    found: dict[_Source, list[ast.expr]] = {}
    for node in _expressions(scope):
        source = _source(view, node, scope)
        if source is not None:
            found.setdefault(source, []).append(node)
    for source, nodes in found.items():
        names = {name for node in nodes for name in _names_of(node, scope)}
        names |= _names_of_parts(nodes, names, scope)
        parts = [item for item in syntax.descendants(scope.node) if isinstance(item, (ast.Subscript, ast.Attribute))]
        used = [node for node in nodes if _is_used_by_key(node, _names_of(node, scope), parts)]
        if not used and (source is _Source.FORM or _calls_out(view, scope)):
            continue
        if not _validated(view, scope, names, nodes):
            node = (used or nodes)[0]
            yield view.at(node, scope, f"handler `{scope.name}` reads {source.value} with no schema: `{_written(node)}`")


def _expressions(scope: Scope) -> list[ast.expr]:
    """The calls and attributes in a function's own body, in the order of the source."""
    below = (node for statement in scope.function.body for node in syntax.descendants(statement, _NESTED))
    found = [node for node in below if isinstance(node, (ast.Call, ast.Attribute))]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0))


def _source(view: View, node: ast.expr, scope: Scope) -> _Source | None:
    """As what an expression gives the body, None for others."""
    if _is_of_request(view, node, scope):
        value = view.value(node, scope)
        if value.name == "json":
            return _Source.JSON
        return _Source.FORM if view.has_kind(value, Kind.FORM_DATA) else None
    return _Source.JSON if isinstance(node, ast.Call) and _parses_body(view, node, scope) else None


def _parses_body(view: View, call: ast.Call, scope: Scope) -> bool:
    if not call.args or view.value(call.func, scope).name not in view.project.knowledge.json_parsers:
        return False
    if syntax.argument(call, None, "type") is not None:
        return False
    source = call.args[0]
    if isinstance(source, ast.Name):
        return _is_body(view, source.id, scope) and not _is_checked(call, source.id, scope)
    return any(_is_bytes(view, node, scope) for node in syntax.descendants(source))


def _is_of_request(view: View, node: ast.AST, scope: Scope) -> bool:
    """Whether an expression is an attribute, or the call of a method, of the request or of the router that knows it."""
    target = node.func if isinstance(node, ast.Call) else node
    if not isinstance(target, ast.Attribute):
        return False
    owner = view.value(target.value, scope)
    return owner.form is Form.INSTANCE and view.has_kind(owner, Kind.REQUEST, Kind.ROUTER)


def _is_bytes(view: View, node: ast.AST, scope: Scope) -> bool:
    """Whether an expression gives the body as it was sent."""
    return isinstance(node, ast.expr) and _is_of_request(view, node, scope) and view.value(node, scope).name == "bytes"


def _is_body(view: View, name: str, scope: Scope) -> bool:
    values = [binding.value for binding in scope.bindings.get(name, ()) if binding.value is not None]
    return any(_is_bytes(view, node, scope) for value in values for node in syntax.descendants(value))


def _written(node: ast.expr) -> str:
    return syntax.callee_text(node) if isinstance(node, ast.Call) else syntax.dotted(node) or "request"


def _is_checked(parser: ast.Call, name: str, scope: Scope) -> bool:
    """Whether the raw body goes into another call too, such as the check of a signature."""
    for link in scope.links:
        given = [*link.args, *(keyword.value for keyword in link.keywords)]
        if link is not parser and any(isinstance(node, ast.Name) and node.id == name for node in given):
            return True
    return False


def _names_of(node: ast.expr, scope: Scope) -> set[str]:
    """The names that are bound to what an expression gives."""
    return {
        name
        for name, bindings in scope.bindings.items()
        for binding in bindings
        if binding.value is not None
        and _spans(binding.value, node)
        and any(item is node for item in syntax.descendants(binding.value))
    }


def _spans(outer: ast.expr, inner: ast.expr) -> bool:
    """Whether an expression stands where another one does: cheap, asked before looking for it."""
    start, end = (outer.lineno, outer.col_offset), (outer.end_lineno or outer.lineno, outer.end_col_offset or 0)
    return start <= (inner.lineno, inner.col_offset) < end


def _names_of_parts(reads: list[ast.expr], names: set[str], scope: Scope) -> set[str]:
    """The names that a loop over the data binds, and those of dicts that are put together from the data."""
    return {
        name
        for name, bindings in scope.bindings.items()
        for binding in bindings
        if binding.value is not None
        and (binding.value in scope.loops or isinstance(binding.value, (ast.Dict, ast.DictComp)))
        and any(item in reads or (isinstance(item, ast.Name) and item.id in names) for item in syntax.descendants(binding.value))
    }


def _is_used_by_key(read: ast.expr, names: set[str], parts: list[ast.Subscript | ast.Attribute]) -> bool:
    """Whether a part of the data is taken out, not only the whole handed on; `parts` are the function's items and attributes."""
    for node in parts:
        owner = node.value.value if isinstance(node.value, ast.Await) else node.value
        if owner is read or (isinstance(owner, ast.Name) and owner.id in names):
            return True
    return False


def _calls_out(view: View, scope: Scope) -> bool:
    """Whether a handler hands on to another system, itself or through a helper: a proxy."""
    for link in scope.links:
        helper = view.judge.helper(view.value(link.func, scope))
        effects = view.project.operations.link_effects(link, scope)
        if Effect.NETWORK in effects or (helper is not None and Effect.NETWORK in view.judge.effects(helper)):
            return True
    return False


def _validated(view: View, scope: Scope, names: set[str], nodes: Collection[ast.expr] = (), depth: int = _HELPERS) -> bool:
    """Whether one of the names or expressions goes into a schema, or the handler makes a form that reads the request itself."""
    readers = view.project.knowledge.request_readers
    for link in scope.links:
        callee = view.value(link.func, scope)
        if callee.is_project and callee.form is Form.FUNCTION and depth > 0:
            if _validated_by_helper(view, callee, link, names, nodes, depth):
                return True
            continue
        owner = callee.receiver if callee.receiver is not None else callee
        is_named_so = callee.name in ("", "NoneType") and (
            _NAMED_SCHEMA.search(syntax.callee_text(link).rpartition(".")[2]) or _makes_named(view, link, scope)
        )
        if not is_named_so and not _is_schema(view, owner, callee):
            continue
        if nodes and callee.form is Form.CLASS and view.project.resolver.is_a(callee, *readers):
            return True
        given = [*link.args, *(keyword.value for keyword in link.keywords)]
        if callee.form is Form.FUNCTION and nodes and any(view.has_kind(view.value(item, scope), Kind.REQUEST) for item in given):
            return True
        for node in (inner for item in given for inner in syntax.descendants(item)):
            if node in nodes or (isinstance(node, ast.Name) and node.id in names):
                return True
    return False


def _validated_by_helper(
    view: View, callee: Value, call: ast.Call, names: set[str], nodes: Collection[ast.expr], depth: int
) -> bool:
    """Whether a function of the project hands what it is given to a schema."""
    helper = view.project.resolver.scope_of(callee)
    if helper is None or not helper.is_function:
        return False
    parameters = [parameter.arg for parameter, _ in helper.parameters][callee.receiver is not None :]
    others = helper.function.args.kwarg
    given = [*zip(parameters, call.args, strict=False)]
    for item in call.keywords:
        name = item.arg if item.arg in parameters or others is None else others.arg
        given.append((name or "", item.value))
    received = {
        name
        for name, value in given
        if any(node in nodes or (isinstance(node, ast.Name) and node.id in names) for node in syntax.descendants(value))
    }
    return bool(received) and _validated(view, helper, received, depth=depth - 1)


def _makes_named(view: View, call: ast.Call, scope: Scope) -> bool:
    """Whether what a call gives is declared to be a schema, or named for one: `form = FORMS[kind](request.POST)`."""
    return any(
        _NAMED_SCHEMA.search(name) is not None or (binding.annotation is not None and view.has_kind(value, Kind.SCHEMA))
        for name, bindings in scope.bindings.items()
        for binding in bindings
        if binding.value is call
        for value in [view.project.resolver.annotation(binding.annotation, scope)]
    )


def _is_schema(view: View, owner: Value, callee: Value) -> bool:
    """Whether a call validates what it is given: a schema's class, its class methods, a validator, what the tables say so of."""
    if owner.form is Form.CLASS and (view.has_kind(owner, Kind.SCHEMA) or view.classifier.of_value(owner) is Layer.SCHEMA):
        return True
    if owner.form is Form.INSTANCE and view.has_kind(owner, Kind.VALIDATOR):
        return True
    known = known_call(view.project.resolver, callee)
    return known is not None and known.checks
