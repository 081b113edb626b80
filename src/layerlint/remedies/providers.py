"""Functions of a project that give an object of a class when a framework injects them, and the aliases that stand for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from layerlint import syntax
from layerlint.facts import BindingForm, Scope
from layerlint.model import Kind
from layerlint.project import Form, Project, Value

_DEPTH = 12
_GIVEN = (Kind.REQUEST, Kind.RESPONSE, Kind.BACKGROUND)


class Provider(NamedTuple):
    """A function that gives an object when it is injected; `alias` is the `Annotated[...]` that injects it, by module and name."""

    function: Scope
    alias: Value | None


def provider_of(project: Project, made: Value, asker: str) -> Provider | None:
    """The one provider of a class's objects, None where there is none, or several; it is injected, or has things injected.

    Any module may hold it: `asker`, the module on whose behalf is asked, leans on all code.
    """
    project.modules.tree.note_all(asker)
    found = [function for function in _functions(project, made.short_name) if project.resolver.returned(function).name == made.name]
    found = [item for item in found if project.injection.sites(item.symbol) or len(closure(project, item)) > 1]
    if len(found) != 1:
        return None
    return Provider(found[0], _alias(project, found[0]))


_FUNCTIONS: WeakKeyDictionary[Project, dict[str, list[Scope]]] = WeakKeyDictionary()


def _functions(project: Project, mentioned: str) -> list[Scope]:
    """The functions at the top of modules that mention a class; nobody wants one of a test."""
    known = _FUNCTIONS.setdefault(project, {})
    if mentioned not in known:
        keys = (key for key in project.keys if key not in project.contributions.beside)
        modules = [project.modules.facts(key) for key in keys if mentioned in project.modules.text(key)]
        known[mentioned] = [scope for facts in modules if facts is not None for scope in facts.top.children if scope.is_function]
    return known[mentioned]


def _alias(project: Project, provider: Scope) -> Value | None:
    """The one name at the top of a module that is `Annotated[..., Depends(provider)]`, as a function would be known."""
    found = []
    for key in project.keys:
        text = project.modules.text(key)
        facts = project.modules.facts(key) if provider.name in text and "Annotated[" in text else None
        for name, bindings in facts.top.bindings.items() if facts is not None else ():
            value = bindings[0].value if len(bindings) == 1 and bindings[0].form is not BindingForm.IMPORT else None
            if facts is not None and isinstance(value, ast.Subscript) and _target(project, value, facts.top) is provider:
                found.append(Value(Form.FUNCTION, f"{key}::{name}"))
    return found[0] if len(found) == 1 else None


def _target(project: Project, node: ast.expr, scope: Scope) -> Scope | None:
    targets = [*injected(project, project.resolver.metadata(node, scope))]
    return targets[0] if targets else None


def injected(project: Project, nodes: list[tuple[ast.expr, Scope]]) -> Iterator[Scope]:
    """The functions that markers among some expressions inject."""
    for node, place in nodes:
        if isinstance(node, ast.Call) and project.resolver.value(node.func, place).name in project.knowledge.injectors:
            target = syntax.argument(node, 0, "dependency")
            scope = project.resolver.scope_of(project.resolver.value(target, place)) if target is not None else None
            if scope is not None:
                yield scope


def markers(project: Project, parameter: ast.arg, default: ast.expr | None, function: Scope) -> list[tuple[ast.expr, Scope]]:
    """The default of a parameter and the metadata of its annotation, each with the scope that it is written in."""
    outer = function.parent or function
    own = [(default, outer)] if default is not None else []
    return [*own, *project.resolver.metadata(parameter.annotation, outer)]


def closure(project: Project, function: Scope) -> dict[str, Scope]:
    """What is called to inject a function: the function itself, what it has injected, and so on, by symbol."""
    found = {function.symbol: function}
    waiting = [function]
    while waiting and len(found) < _DEPTH:
        scope = waiting.pop()
        if scope.is_function:
            for parameter, default in scope.parameters:
                for target in injected(project, markers(project, parameter, default, scope)):
                    if target.symbol not in found:
                        found[target.symbol] = target
                        waiting.append(target)
    return found


def asks_for_more(project: Project, function: Scope) -> bool:
    """Whether a function takes anything that is neither injected nor the request, so that injecting it asks clients for it."""
    if not function.is_function:
        return True
    for parameter, default in function.parameters:
        if [*injected(project, markers(project, parameter, default, function))]:
            continue
        value = project.resolver.name(parameter.arg, function)
        if not project.resolver.has_kind(value, *_GIVEN):
            return True
    return False
