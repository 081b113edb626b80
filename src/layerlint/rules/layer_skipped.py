"""A router imports, or is given, a repository or an ORM model past the service.

## Why is this bad?

A handler that knows repositories and tables can do without the service, and sooner or later does. What the tables look like then
shows in the routes, and no rule of the service is sure to be kept.

## Bad

```python
from fastapi import APIRouter, Depends

from app.dependencies import get_user_repository
from app.repositories import UserRepository  # error: LAY602
from app.schemas import UserOut

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/{user_id}", response_model=UserOut)
def get_user(user_id: int, users: UserRepository = Depends(get_user_repository)):
    return users.get(user_id)
```

## Good

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

## Options

- `allow`: what routers may know besides: `allow = { router = ["model"] }`.

## What it sees

Imports by modules of routes, each name once, by the layer of what is imported; of a module, by what is used of it. A repository
or an entity that a handler gets by injection without an import is told at the parameter, once for each class.

## What it does not report

- What only a provider in the same module uses, functions that only `Depends` is given, and what a view of the framework
  declares: `queryset = User.objects.all()`.
- Schemas, SQLModel's included, enumerations and declarative bases, wherever they stand.
- Names that nothing in the module uses, imports under `if TYPE_CHECKING:` and `if __name__ == "__main__":`.
- Definitions whose layer only their behaviour tells, and functions beside a repository that only compute.
"""

import ast
from collections import Counter
from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Import, Scope
from layerlint.model import Confidence, Kind, Layer, Profile
from layerlint.project import Form, Value
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY602",
    slug="layer-skipped",
    help="let a service hand out what the router needs",
    since="0.1.0",
    profile=Profile.STRICT,
)
_BASE = 1
_HANDLING = 4


def check(view: View) -> Iterator[Finding]:
    """Imports and injected parameters of a module of routes."""
    if not _holds_routes(view):
        return
    seen: set[str] = set()
    uses: _Uses | None = None
    for item in view.facts.imports:
        if item.type_checking or item.script:
            continue
        value = _target(view, item)
        uses = uses or _Uses(view)
        for used in _used(view, item, value, uses):
            layer = _skipping(view, used)
            if layer is None or layer in view.config.allowed(Layer.ROUTER):
                continue
            seen.add(used.name)
            name = item.target.name or item.target.module
            message = f"router `{view.module_name}` imports the {layer} `{name}`"
            if value.form is Form.MODULE:
                message = f"router `{view.module_name}` imports `{name}` and uses its {layer} `{used.short_name}`"
            trail = view.project.import_graph.chain(item.target, view.facts.key)
            yield view.at(_alias(item), item.scope, message, trail=tuple(trail))
            break
    yield from _injected(view, seen)


def _holds_routes(view: View) -> bool:
    """Whether the module is the router layer's by handlers or views in it, not by its name."""
    verdict = view.classifier.module(view.facts.key)
    return verdict.layer is Layer.ROUTER and any(
        item.kind == "structure" and item.layer is Layer.ROUTER and item.weight >= _HANDLING for item in verdict.evidence
    )


def _target(view: View, item: Import) -> Value:
    target = item.target
    name = None if target.name == "*" else target.name
    return view.project.resolver.import_target(target.module, name, target.level, view.facts)


def _used(view: View, item: Import, value: Value, uses: "_Uses") -> Iterator[Value]:
    """What the module uses of an import: the definition itself, or what it takes from an imported module."""
    local = _local_name(item)
    if local is None or not value.is_project:
        return
    if value.form is not Form.MODULE:
        names = uses.outside_injectors if value.form is Form.FUNCTION else uses.of_names
        if names[local] and not _is_alias(value):
            yield value
        return
    for node in uses.attributes.get(local, ()):
        yield view.value(node, item.scope)


def _is_alias(value: Value) -> bool:
    """Whether a class goes by another name with more to it: `CurrentUser = Annotated[User, Depends(...)]`."""
    return value.form is Form.CLASS and bool(value.trail)


def _alias(item: Import) -> ast.alias:
    """The part of the statement that imports the one name."""
    return next(alias for alias in item.node.names if alias.name == (item.target.name or item.target.module))


def _local_name(item: Import) -> str | None:
    """The name by which the module knows an import, dotted for `import a.b`, None for a star."""
    alias = _alias(item)
    return None if alias.name == "*" else alias.asname or alias.name


def _skipping(view: View, value: Value) -> Layer | None:
    """The layer of what a router should not know, None for everything else."""
    if value.form is Form.INSTANCE and value.is_project is False and view.has_kind(value, Kind.TABLE):
        return Layer.MODEL
    scope = view.project.resolver.scope_of(value)
    if scope is None or value.confidence is not Confidence.CERTAIN:
        return None
    if scope.is_function and value.form is Form.FUNCTION and scope.owner is None:
        verdict = view.layer(scope)
        is_repository = verdict.layer is Layer.REPOSITORY and verdict.confidence is Confidence.CERTAIN
        return Layer.REPOSITORY if is_repository and _reaches_data(view, scope) else None
    verdict_of_class = view.classifier.own(scope) if scope.is_class else None
    if verdict_of_class is None or verdict_of_class.confidence is not Confidence.CERTAIN:
        return None
    if verdict_of_class.layer is Layer.MODEL and verdict_of_class.evidence[0].weight != _BASE:
        return Layer.MODEL if view.has_kind(value, Kind.ENTITY) else None
    return Layer.REPOSITORY if verdict_of_class.layer is Layer.REPOSITORY else None


def _reaches_data(view: View, scope: Scope) -> bool:
    """Whether a function may query, or gives a repository or a query; what only computes beside such is no access."""
    if scope.awaits or any(operation.is_database for operation in view.operations(scope)):
        return True
    given = view.project.resolver.returned(scope)
    return view.has_kind(given, Kind.STATEMENT, Kind.QUERY) or view.classifier.of_value(given) is Layer.REPOSITORY


def _injected(view: View, imported: set[str]) -> Iterator[Finding]:
    """Parameters of handlers whose class the module does not import, each class at the first handler by name."""
    seen = set(imported)
    for item in view.facts.imports:
        value = _target(view, item)
        if not item.type_checking and not _is_alias(value):
            seen.add(value.name)
    for scope, _ in sorted(view.handlers(), key=lambda item: item[0].qualname):
        for parameter, _ in scope.parameters:
            value = view.parameter(parameter.arg, scope)
            if value.form is not Form.INSTANCE or value.name in seen or value.key == view.facts.key:
                continue
            layer = _skipping(view, value)
            if layer is not None and layer not in view.config.allowed(Layer.ROUTER):
                seen.add(value.name)
                message = f"handler `{scope.name}` is given the {layer} `{value.short_name}`"
                yield view.at(parameter, scope, message, trail=value.trail)


class _Uses:
    """How often the names of a module are used where it counts, and which attributes are taken of them.

    A function that only injectors are given, or that makes what they are given, is a provider wherever it stands.
    """

    def __init__(self, view: View) -> None:
        self.of_names: Counter[str] = Counter()
        self.outside_injectors: Counter[str] = Counter()
        injected: set[int] = set()
        self.attributes: dict[str, list[ast.Attribute]] = {}
        left_out = {id(node) for item in _left_out(view) for node in syntax.descendants(item)}
        for node in ast.walk(view.facts.tree):
            if id(node) in left_out:
                continue
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self.of_names[node.id] += 1
                self.outside_injectors[node.id] += id(node) not in injected
            elif isinstance(node, ast.Call) and view.is_injector(node):
                injected.update(map(id, syntax.descendants(node)))
            elif isinstance(node, ast.Attribute) and (owner := syntax.dotted(node.value)) is not None:
                self.attributes.setdefault(owner, []).append(node)


def _left_out(view: View) -> Iterator[ast.AST]:
    """The providers of a module, and what its views declare in their bodies."""
    for scope in view.facts.definitions:
        if scope.is_function and view.layer(scope).layer is Layer.DEPENDENCY:
            yield scope.node
        elif scope.is_class and view.layer(scope).layer is Layer.ROUTER:
            yield from _declarations(scope)


def _declarations(scope: Scope) -> Iterator[ast.stmt]:
    return (statement for statement in scope.class_node.body if isinstance(statement, ast.Assign))
