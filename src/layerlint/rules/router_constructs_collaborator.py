"""A handler builds a service or repository instead of having it injected.

## Why is this bad?

A handler that builds its collaborators knows what they need, so it changes with them, and a test can't put another in their
place with `app.dependency_overrides`.

## Bad

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_repository
from app.repositories import UserRepository
from app.schemas import UserOut
from app.services import UserService

router = APIRouter()


@router.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int, users: UserRepository = Depends(get_user_repository)):
    return UserService(users).get(user_id)  # error: LAY104
```

## Good

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_service
from app.schemas import UserOut
from app.services import UserService

router = APIRouter()


@router.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int, users: UserService = Depends(get_user_service)):
    return users.get(user_id)
```

## The fix

Where the project has one provider of the class, a handler of FastAPI gets it as a parameter: by the `Annotated[...]` alias if there
is one, else in the way in which the file has things injected. What the object was built of has to be injected in the handler, and
in the provider too; the provider must ask clients for nothing new. Parameters and imports that nothing needs any longer go. It is
unsafe: a provider may do more than build the object.

## What it does not report

- Dependency providers, whose work this is.
- Data classes, schemas, exceptions, context managers and clients of other systems.
- Class methods that hand out one shared object: `Storage.get_default()`.
- Objects of one request: a class that is not named for a service or repository, made of nothing but what the request brings
  (`PasswordLogin(request, form["email"])`). Nothing could inject them.
"""

import ast
import builtins
from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Kind, Layer
from layerlint.project import Form, Value, gives_shared, marker_names
from layerlint.remedies.injection import injected
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY104",
    slug="router-constructs-collaborator",
    help="have it injected, or made in one place for all handlers",
    since="0.1.0",
    fixable=True,
)

_ACTING = (Layer.SERVICE, Layer.REPOSITORY)
_COLLABORATORS = (Kind.SESSION, Kind.CONNECTION, Kind.ENGINE, Kind.SESSION_FACTORY, Kind.REPOSITORY, Kind.SERVICE)


def check(view: View) -> Iterator[Finding]:
    """Every call in the router layer that gives a new service or repository."""
    for scope in view.functions(Layer.ROUTER):
        for call in scope.calls:
            for link in syntax.links(call):
                built = _built(view, link, scope)
                if built is not None:
                    value, layer = built
                    message = f"{view.handler_name(scope)} builds the {layer} `{value.short_name}` itself"
                    fix = injected(view.project, link, value, scope)
                    yield view.at(link, scope, message, value.confidence, value.trail, fix)
                    break


def _built(view: View, call: ast.Call, scope: Scope) -> tuple[Value, Layer] | None:
    callee = view.value(call.func, scope)
    if callee.form is Form.FUNCTION and callee.receiver is not None and callee.receiver.form is Form.CLASS:
        made = view.value(call, scope)
        if made.form is not Form.INSTANCE or made.name != callee.receiver.name:
            return None
        if gives_shared(view.project.resolver, callee):
            return None
        callee = callee.receiver
    if callee.form is not Form.CLASS:
        return None
    layer = view.classifier.of_value(callee)
    if layer not in _ACTING or view.has_kind(callee, Kind.QUERY, Kind.MANAGER, Kind.STATEMENT):
        return None
    if callee.is_project and (not _collaborates(view, callee) or _is_of_one_request(view, callee, call, scope)):
        return None
    return callee, layer


def _is_of_one_request(view: View, made: Value, call: ast.Call, scope: Scope) -> bool:
    """Whether an object whose class only behaves like a layer is made of the request's data alone."""
    defined = view.project.resolver.scope_of(made)
    if defined is None or not view.layer_is_inherited(defined) or view.classifier.declared_layer(defined.module) in _ACTING:
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if any(_collaborator(view, item, scope) for item in given):
        return False
    names = [node for item in given for node in syntax.descendants(item) if isinstance(node, ast.Name)]
    brought = [name for name in names if name.id in scope.bindings]
    others = [name for name in names if name.id not in scope.bindings and not hasattr(builtins, name.id)]
    if not brought or any(view.value(name, scope).form not in (Form.FUNCTION, Form.CLASS) for name in others):
        return False
    return not any(_collaborator(view, name, scope) or _is_injected(view, name.id, scope) for name in brought)


def _collaborator(view: View, node: ast.expr, scope: Scope) -> bool:
    value = view.value(node, scope)
    return view.has_kind(value, *_COLLABORATORS) or view.classifier.of_value(value) in _ACTING


def _is_injected(view: View, name: str, scope: Scope) -> bool:
    """Whether a name is the function's own object, or a parameter that the framework injects."""
    if name in ("self", "cls"):
        return True
    resolver = view.project.resolver
    for parameter, default in scope.parameters:
        if parameter.arg == name:
            names = marker_names(resolver, parameter.annotation, default, view.facts.top)
            return not names.isdisjoint(view.project.knowledge.injectors)
    return False


def _collaborates(view: View, value: Value) -> bool:
    """Whether a class has methods to call, its bases' included, and is no mere context manager."""
    found = False
    for name in view.project.resolver.mro(value.name):
        if "::" not in name:
            return True
        scope = view.project.resolver.scope_named(name)
        if scope is not None:
            methods = {child.name for child in scope.children if child.is_function}
            if methods & {"__enter__", "__aenter__"} and view.layer_is_inherited(scope):
                return False
            found = found or any(not method.startswith("_") for method in methods)
    return found
