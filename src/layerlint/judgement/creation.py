"""Handlers that certainly create something and answer with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import BindingForm, Scope
from layerlint.judgement import words
from layerlint.layers import Classifier
from layerlint.model import Effect, Kind, Layer
from layerlint.project import Form, Project

_CREATING = re.compile(r"^(async_)?(create|add|register|insert)(_[a-z0-9]+)*$")
_NOT_CREATING = frozenset(
    (
        "or if to from into get update verification "
        "token tokens session url link links response client task job jobs many all bulk batch preview checkout "
        "intent code hash key message event log background"
    ).split()
)
_ADDING = frozenset({"add", "insert", "insert_one", "save", "create"})
_VALUES = frozenset({"NoneType", "str", "bool", "bytes", "int", "float"})
_BRANCHING = (ast.IfExp, ast.BoolOp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)


def created(project: Project, classifier: Classifier, handler: Scope) -> ast.Call | None:
    """The call by which a handler creates what it answers with, on every way to a `return` with a value; else None."""
    names: set[str] = set()
    entities: set[str] = set()
    found: ast.Call | None = None
    for statement in _always(handler.function.body):
        value = getattr(statement, "value", None)
        if not isinstance(value, ast.expr):
            continue
        nodes = syntax.descendants(value)
        if any(isinstance(node, _BRANCHING) for node in nodes):
            continue
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        call = next((item for item in calls if _creates(project, classifier, item, handler)), None)
        stored = next((item for item in calls if _stores(project, item, entities, handler)), None)
        targets = _targets(statement)
        if any(_makes_entity(project, item, handler) for item in calls if _unwrapped(value) is item):
            entities |= targets
        if call is not None or _mentions(value, names):
            names |= targets
        if stored is not None:
            names |= {node.id for node in syntax.descendants(stored) if isinstance(node, ast.Name)} & entities
        found = found or call or stored
    if found is None:
        return None
    answers = [item for item in handler.returns if item.value is not None]
    if not answers or any(item.lineno < found.lineno for item in answers):
        return None
    return found if all(_holds(item.value, found) or _mentions(item.value, names) for item in answers) else None


def _always(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a function that run unless it ends before, those of `with` and `try` included."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            yield from _always(statement.body)
        elif isinstance(statement, ast.Try) and all(_ends(handler.body) for handler in statement.handlers):
            yield from _always([*statement.body, *statement.orelse])


def _ends(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], (ast.Raise, ast.Return))


def _targets(statement: ast.stmt) -> set[str]:
    nodes = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _unwrapped(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Await) else node


def _mentions(node: ast.expr | None, names: set[str]) -> bool:
    return node is not None and any(isinstance(item, ast.Name) and item.id in names for item in syntax.descendants(node))


def _holds(node: ast.expr | None, call: ast.Call) -> bool:
    return node is not None and any(item is call for item in syntax.descendants(node))


def _creates(project: Project, classifier: Classifier, call: ast.Call, scope: Scope) -> bool:
    """Whether a call asks a service or repository to create, or an entity's class or manager does, and gives what it created."""
    name = words.tail(call)
    if not _CREATING.match(name) or not _NOT_CREATING.isdisjoint(name.split("_")):
        return False
    if project.resolver.value(call, scope).name in _VALUES:
        return False
    if classifier.layer_of_call(call.func, scope) in (Layer.SERVICE, Layer.REPOSITORY):
        return True
    operation = project.operations.operation(call, scope)
    gives_entity = project.resolver.has_kind(project.resolver.value(call, scope), Kind.ENTITY)
    return operation is not None and Effect.WRITE in operation.effects and gives_entity


def _makes_entity(project: Project, call: ast.Call, scope: Scope) -> bool:
    value = project.resolver.value(call.func, scope)
    return value.form is Form.CLASS and project.resolver.has_kind(value, Kind.ENTITY)


def _stores(project: Project, call: ast.Call, entities: set[str], scope: Scope) -> bool:
    """Whether a call writes an entity that was made just here: `db.add(user)`, `user.save()`."""
    if words.tail(call) not in _ADDING or not _mentions(call, entities):
        return False
    for name in entities:
        bindings = scope.bindings.get(name, ())
        if any(item.form in (BindingForm.PARAMETER, BindingForm.ITERATION) for item in bindings):
            return False
    operation = project.operations.operation(call, scope)
    return operation is not None and Effect.WRITE in operation.effects
