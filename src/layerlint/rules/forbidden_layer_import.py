"""An import runs against the direction of the layers.

## Why is this bad?

Routers know services, services know repositories, never the other way round. One import against the direction ties the lower
layer to the upper one: it can't be used, tested or understood without it.

## Bad

`app/services/users.py`:

```python
from app.routers.users import page_size  # error: LAY601


class UserService:
    def first_page(self) -> int:
        return page_size()
```

`app/routers/users.py`:

```python
from fastapi import APIRouter

router = APIRouter()


def page_size() -> int:
    return 20


@router.get("/size")
def get_size() -> int:
    return page_size()
```

## Good

`app/services/users.py`:

```python
class UserService:
    def page_size(self) -> int:
        return 20
```

`app/routers/users.py`:

```python
from fastapi import APIRouter, Depends

from app.services.users import UserService

router = APIRouter()


@router.get("/size")
def get_size(users: UserService = Depends()) -> int:
    return users.page_size()
```

## Options

- `allow`: for a layer, the layers that it may import besides: `allow = { service = ["router"] }`.
- `forbid`: for a layer, the layers that it may not import besides, whatever allows it: `forbid = { service = ["model"] }`.
- `type-checking-imports`: also judge imports under `if TYPE_CHECKING:`.

## What it sees

The layer of what is imported, wherever the name is taken from: re-exports are followed, and the trail (`--show-trail`) has every
import on the way with its line.

## What it does not report

- Constants, exceptions, enumerations and data classes, wherever they stand: the layer of the imported definition counts,
  for an object that of its class.
- A provider that stands in the module of the service or repository that it provides, and functions of modules without a layer
  that happen to be injected.
- Clients of other systems, wherever they stand, and plain classes beside routes.
- Modules and definitions whose layer only their behaviour tells: the direction binds what declares itself.
- Imports under `if __name__ == "__main__":`.
- Imports by modules, and in functions, of the layer `other`, which put the application together.
"""

from collections.abc import Iterator

from layerlint.facts import Import, Scope
from layerlint.layers import Verdict, forbidden
from layerlint.model import Confidence, Hop, Kind, Layer, Profile
from layerlint.project import Form, Value
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY601",
    slug="forbidden-layer-import",
    help="move what is needed to the lower layer, or hand it in from above",
    since="0.1.0",
)


def check(view: View) -> Iterator[Finding]:
    """Imports of a definition whose layer none of the module's layers may import."""
    verdict = view.classifier.module(view.facts.key)
    upper = _forbidden(view, verdict) if _is_one(view, verdict) else frozenset()
    if not upper or verdict.confidence is not Confidence.CERTAIN:
        return
    for item in view.facts.imports:
        if item.script or (item.type_checking and not view.config.type_checking_imports):
            continue
        found = _imported(view, item)
        if found is None or found[0].layer not in upper or found[0].confidence is not Confidence.CERTAIN:
            continue
        wires = item.scope.is_function and item.scope.owner is None
        if wires and view.classifier.definition(item.scope).layer is Layer.OTHER:
            continue
        imported, value = found
        name = item.target.name or item.target.module
        message = f"{verdict.layer} `{view.module_name}` imports the {imported.layer} `{name}`"
        trail = (*view.project.import_graph.chain(item.target, view.facts.key), *_hops(value, imported))
        yield view.at(item.node, item.scope, message, trail=trail)


def _is_one(view: View, verdict: Verdict) -> bool:
    """Whether a module is what its layer says: functions beside a schema in a module named otherwise may import for themselves."""
    if verdict.layer is not Layer.SCHEMA or view.classifier.declared_layer(view.facts) is verdict.layer:
        return True
    functions = (child for child in view.facts.top.children if child.is_function)
    return all(view.classifier.function(child).layer is verdict.layer for child in functions)


def _hops(value: Value, verdict: Verdict) -> Iterator[Hop]:
    for item in verdict.evidence[:1]:
        yield Hop(value.key, item.message, text=item.message, line=item.line)


def _forbidden(view: View, verdict: Verdict) -> frozenset[Layer]:
    layers = [layer for layer in verdict.layers if layer is not Layer.OTHER]
    if not layers or verdict.layer is Layer.OTHER:
        return frozenset()
    strict = view.config.profile is Profile.STRICT
    found: frozenset[Layer] | None = None
    for layer in layers:
        own = forbidden(layer, strict).union(view.config.forbid.get(layer, ())) - view.config.allowed(layer)
        found = own if found is None else found & own
    return found or frozenset()


def _imported(view: View, item: Import) -> tuple[Verdict, Value] | None:
    resolver = view.project.resolver
    target = item.target
    star = target.name == "*"
    value = resolver.import_target(target.module, None if star else target.name, target.level, view.facts)
    if not value.is_project and value.form is not Form.INSTANCE:
        return None
    if value.form is Form.MODULE:
        return (view.classifier.module(value.key), value) if not value.qualname else None
    if value.form is Form.INSTANCE:
        return _object(view, value)
    scope = resolver.scope_of(value)
    if scope is None or value.form not in (Form.CLASS, Form.FUNCTION):
        return None
    verdict = view.classifier.definition(scope)
    if verdict.layer is Layer.DEPENDENCY and not _is_made_for_injection(view, scope):
        return None
    if scope.is_class and view.layer_is_inherited(scope):
        methods = any(child.is_function for child in scope.children)
        if verdict.layer is Layer.ROUTER or scope.name.endswith("Client") or not methods:
            return None
    return verdict, value


def _is_made_for_injection(view: View, provider: Scope) -> bool:
    """Whether an injected function is nothing else: in a service's module it is a part of that, elsewhere a helper."""
    layer = view.classifier.module(provider.module.key).layer
    if layer is Layer.OTHER:
        return provider.is_class or view.project.injection.has_injected_defaults(provider)
    return layer not in (Layer.SERVICE, Layer.REPOSITORY)


def _object(view: View, value: Value) -> tuple[Verdict, Value] | None:
    """A module-level object counts for what it is an instance of: a router, a service, a repository."""
    if view.has_kind(value, Kind.ROUTER):
        return Verdict(Layer.ROUTER, value.confidence), value
    layer = view.classifier.of_value(value)
    if layer not in (Layer.SERVICE, Layer.REPOSITORY):
        return None
    return Verdict(layer, value.confidence), value
