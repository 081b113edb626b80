"""A schema is made from an ORM entity, but nothing lets it read attributes: it fails at run time.

## Why is this bad?

A pydantic schema reads dictionaries. Given an object, it raises a validation error unless its configuration, or the call, says
`from_attributes=True` - and it says so only when the line is run.

## Bad

```python
from pydantic import BaseModel

from app.models import User


class UserCard(BaseModel):
    id: int
    email: str


def card(user: User) -> UserCard:
    return UserCard.model_validate(user)  # error: LAY504
```

## Good

```python
from pydantic import BaseModel, ConfigDict

from app.models import User


class UserCard(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str


def card(user: User) -> UserCard:
    return UserCard.model_validate(user)
```

## What it sees

`model_validate` and `from_orm` of schemas, `validate_python` of a `TypeAdapter`, where the argument is an entity for certain, or a
list of them for an adapter. `orm_mode` is the setting of pydantic 1: it counts for `from_orm` alone.

## The fix

The setting is put into the configuration that the schema has, `model_config` or a `Config` class, else into a new `model_config`;
`orm_mode` where the project uses pydantic 1. It is safe: the call fails without it. There is none for a configuration that is put
together of others, and none is carried out if the schema's file isn't among those that are checked.

## What it does not report

- Settings in `model_config`, a `Config` class, the class statement, a base class, or the call.
- Schemas of which a base or the configuration can't be read, or whose validators see the whole input first.
- SQLModel classes, and what FastAPI does with a response: both read attributes anyway.
"""

import ast
from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Confidence, Hop, Kind
from layerlint.project import Form, TypeExpression, Value, schema_settings, type_hints
from layerlint.remedies.schema_setting import readable
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY504",
    slug="schema-missing-from-attributes",
    help="set `from_attributes=True` in the schema's configuration",
    since="0.1.0",
    fixable=True,
)
_COLLECTIONS = frozenset({"list", "set", "tuple", "typing.Sequence", "collections.abc.Sequence"})


def check(view: View) -> Iterator[Finding]:
    """Every call that makes a schema of an entity which the schema can't read."""
    readers = view.project.knowledge.attribute_reader_names
    for scope in view.facts.all_scopes:
        for link in scope.links:
            if isinstance(link.func, ast.Attribute) and link.func.attr in readers and link.args:
                yield from _judged(view, link, link.func, scope)


def _judged(view: View, call: ast.Call, function: ast.Attribute, scope: Scope) -> Iterator[Finding]:
    callee = view.value(function, scope)
    settings = view.project.knowledge.attribute_reader(callee.name)
    if not settings or callee.receiver is None or _is_told(call, settings):
        return
    schema = callee.receiver if callee.receiver.form is Form.CLASS else _adapted(view, function.value, scope)
    entity = _entity(view, call.args[0], scope, is_adapter=callee.receiver.form is Form.INSTANCE)
    if schema is None or entity is None or schema.name in view.project.resolver.mro(entity.name):
        return
    resolver = view.project.resolver
    if not view.has_kind(schema, Kind.SCHEMA) or schema_settings.has_own_validation(resolver, schema.name):
        return
    if schema_settings.is_on(resolver, schema.name, settings) is False:
        message = f"schema `{schema.short_name}` is made from the ORM entity `{entity.short_name}` without `{settings[0]}`"
        trail = (*_defined(view, schema), *entity.trail)
        yield view.at(call, scope, message, Confidence.CERTAIN, trail, readable(view.project, schema, settings, view.facts.key))


def _is_told(call: ast.Call, settings: tuple[str, ...]) -> bool:
    return any(
        item.arg is None or (item.arg in settings and not (isinstance(item.value, ast.Constant) and not item.value.value))
        for item in call.keywords
    )


def _defined(view: View, schema: Value) -> tuple[Hop, ...]:
    scope = view.project.resolver.scope_of(schema)
    return (Hop(scope.module.key, "", text=f"`{scope.name}` is defined here", line=scope.line),) if scope is not None else ()


def _adapted(view: View, node: ast.expr, scope: Scope) -> Value | None:
    """The one schema of the project that an adapter reads."""
    if not isinstance(node, ast.Call):
        alias = type_hints.find_alias(view.project.resolver, node, scope)
        if alias is None or not isinstance(alias[0], ast.Call):
            return None
        node, scope = alias[0], alias[1]
    written = syntax.argument(node, 0, "type")
    if written is None:
        return None
    leaves = [item for item in view.project.schemas.classes(TypeExpression(written, scope)) if item.name != "NoneType"]
    return leaves[0] if len(leaves) == 1 and leaves[0].is_project else None


def _entity(view: View, node: ast.expr, scope: Scope, is_adapter: bool) -> Value | None:
    """The entity that an expression is for certain; for an adapter a list of entities is as good."""
    value = view.value(node, scope)
    found = value.element if is_adapter and value.name in _COLLECTIONS else value
    if found.form is not Form.INSTANCE or not view.has_kind(found, Kind.ENTITY) or value.confidence < Confidence.CERTAIN:
        return None
    return found if all(_is_same(view, item, found) for item in _alternatives(view, node, scope)) else None


def _is_same(view: View, value: Value, found: Value) -> bool:
    if value.name in _COLLECTIONS:
        value = value.element
    return value.name == "NoneType" or view.has_kind(value, Kind.ENTITY) or value.name == found.name


def _alternatives(view: View, node: ast.expr, scope: Scope) -> list[Value]:
    """All that an expression may stand for: every binding of a name, every part of the type that is promised for it."""
    resolver, schemas = view.project.resolver, view.project.schemas
    if isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.Call):
        function = resolver.scope_of(view.value(node.func, scope))
        if function is None or not function.is_function or function.function.returns is None:
            return []
        return [
            item for item in schemas.classes(TypeExpression(function.function.returns, function.parent or function)) if item.known
        ]
    if not isinstance(node, ast.Name):
        return []
    found = []
    for binding in scope.bindings.get(node.id, ()):
        if binding.annotation is not None:
            found += schemas.classes(TypeExpression(binding.annotation, scope.parent or scope))
        elif binding.value is not None and not binding.path and binding.extent is None:
            found.append(resolver.binding(binding, scope))
            found += _alternatives(view, binding.value, scope) if not isinstance(binding.value, ast.Name) else []
    return found
