"""A handler returns JSON and declares nowhere what it looks like.

## Why is this bad?

Without a response model nothing keeps internal fields from leaking, and clients and documentation learn nothing of the answer.

## Bad

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_service
from app.services import UserService

router = APIRouter()


@router.get("/users/{user_id}")
def get_user(user_id: int, users: UserService = Depends(get_user_service)):  # error: LAY106
    return users.get(user_id)
```

## Good

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_service
from app.schemas import UserOut
from app.services import UserService

router = APIRouter()


@router.get("/users/{user_id}")
def get_user(user_id: int, users: UserService = Depends(get_user_service)) -> UserOut:
    return users.get(user_id)
```

## The fix

FastAPI's handlers get a return annotation where every `return` is known to give one type: a schema, a list of them, a literal such
as `{"status": "ok"}`, perhaps `None`. It is safe where the code shows the type all the way: the object is made there, or in
functions of the project. It is unsafe where only an annotation promises it, a class derived from the schema may be returned,
another decorator stands between, or the annotation that is there is replaced. There is none for entities: which of their fields
are to be shown, nobody but you can tell.

## What it does not report

- Useful annotations: schemas, data classes, `dict[str, str]`. Not useful are bare `dict` and `list`, `Any` in any part, and
  `None` where a value is returned.
- Handlers without a body: status 204, nothing returned, or what a function returns that returns nothing.
- Responses returned or annotated, `response_class=`, `responses={200: {"model": ...}}`, `response_model=None`, websockets,
  `include_in_schema=False`.
"""

import ast
from collections.abc import Iterator

from layerlint.facts import Scope
from layerlint.model import Confidence
from layerlint.project import Form, Route, gives_nothing, handlers
from layerlint.remedies.response import annotated
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY106",
    slug="missing-response-model",
    help="declare `response_model=` or a return annotation",
    since="0.1.0",
    fixable=True,
)


def check(view: View) -> Iterator[Finding]:
    """Handlers that return JSON under a route that declares no model."""
    for scope, routes in view.handlers():
        undeclared = [route for route in routes if not _declares(view, route, scope)]
        if undeclared and _returns_json(view, scope) and not _useful_annotation(view, scope):
            confidence = min(route.confidence for route in undeclared)
            annotation = scope.function.returns
            how = "but declares no response model"
            if annotation is not None:
                how = f"and `-> {ast.unparse(annotation)}` says nothing of it"
            fix = annotated(view.project, scope, undeclared)
            yield view.at_definition(scope, f"handler `{scope.name}` returns JSON {how}", Confidence(confidence), fix=fix)


def _declares(view: View, route: Route, scope: Scope) -> bool:
    if route.call is None or not route.is_annotated or route.is_websocket or route.has_options:
        return True
    resolver = view.project.resolver
    if handlers.is_bodiless(resolver, route) or handlers.is_converted(resolver, route, scope):
        return True
    if any(route.keyword(name) is not None for name in view.project.knowledge.response_keywords):
        return True
    if _is_hidden(route.call) or _router_decides(view, route.call, route.scope):
        return True
    responses = route.keyword("responses")
    if isinstance(responses, ast.Dict):
        return any(_is_success(key) and _has_model(value) for key, value in zip(responses.keys, responses.values, strict=True))
    return False


def _is_success(node: ast.expr | None) -> bool:
    """Whether a key of `responses=` is a status of success: `200`, `"2XX"`, `HTTPStatus.ACCEPTED`."""
    if isinstance(node, ast.Constant) and str(node.value).startswith("2"):
        return True
    status = handlers.status_of(node)
    return status is not None and 200 <= status < 300


def _has_model(node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) and any(
        isinstance(key, ast.Constant) and key.value in ("model", "content") for key in node.keys
    )


def _is_hidden(call: ast.Call) -> bool:
    return any(
        keyword.arg == "include_in_schema" and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        for keyword in call.keywords
    )


def _router_decides(view: View, call: ast.Call, scope: Scope) -> bool:
    """Whether the router's constructor hides its routes or sets another class of responses than JSON."""
    target = call.func
    if isinstance(target, ast.Call):
        target = target.func
    if not isinstance(target, ast.Attribute) or not isinstance(target.value, ast.Name):
        return False
    for binding in scope.module.top.bindings.get(target.value.id, ()):
        if isinstance(binding.value, ast.Call):
            if _is_hidden(binding.value):
                return True
            for keyword in binding.value.keywords:
                if keyword.arg == "default_response_class":
                    return "JSON" not in view.value(keyword.value, scope).short_name
    return False


def _returns_json(view: View, scope: Scope) -> bool:
    """Whether any `return` gives something that is neither None nor a response of the framework."""
    for statement in scope.returns:
        node = statement.value
        if node is None or (isinstance(node, ast.Constant) and node.value is None):
            continue
        value = view.value(node, scope)
        if value.name == "NoneType" and not _may_be_more(node, scope):
            continue
        if value.form is Form.INSTANCE and handlers.is_response(view.project.resolver, value):
            continue
        if not gives_nothing(view.project.resolver, view.project.derived, node, scope):
            return True
    return False


def _may_be_more(node: ast.expr, scope: Scope) -> bool:
    """Whether a name is also bound to something else than the `None` that is known of it."""
    bindings = scope.bindings.get(node.id, ()) if isinstance(node, ast.Name) else ()
    return any(item.value is not None and not isinstance(item.value, ast.Constant) for item in bindings)


def _useful_annotation(view: View, scope: Scope) -> bool:
    node = scope.function.returns
    if node is None:
        return False
    outer = scope.parent or scope
    value = view.project.resolver.annotation(node, outer)
    if handlers.is_response(view.project.resolver, value):
        return True
    if value.name == "NoneType" and not (isinstance(node, ast.BinOp)):
        return False
    return not handlers.is_untyped(view.project.resolver, node, outer)
