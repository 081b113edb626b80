"""Functions of a project that give an object of a class when a framework injects them, and the aliases that stand for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from layerlint import syntax
from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.model import Kind
from layerlint.project.contributions import Record
from layerlint.project.markers import marker
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.project import Project

_DEPTH = 12
_GIVEN = (Kind.REQUEST, Kind.RESPONSE, Kind.BACKGROUND)


class Provider(NamedTuple):
    """A function that gives an object when it is injected; `alias` is the `Annotated[...]` that injects it, by module and name."""

    function: Scope
    alias: Value | None


class Providers:
    """The providers of a project, by what they give; the index is made when first asked for."""

    name = "providers"
    lines: tuple[int, ...] = ()
    has_targets = True

    def __init__(self, project: Project) -> None:
        self._project = project
        self._functions: dict[str, list[str]] | None = None
        self._aliases: dict[str, list[str]] = {}

    def of(self, made: Value, asker: str) -> Provider | None:
        """The one provider of a class's objects, None where there is none, or several; `asker` is the symbol of who asks."""
        if self._functions is None:
            functions: dict[str, list[str]] = {}
            for _, part in self._project.contributions.of(self):
                for name, what, symbol in part:
                    (functions if what == "function" else self._aliases).setdefault(name, []).append(symbol)
            self._functions = functions
        found = self._functions.get(made.name, [])
        function = self._project.resolver.scope_named(found[0]) if len(found) == 1 else None
        if function is None:
            return None
        aliases = self._aliases.get(function.symbol, [])
        for symbol in (function.symbol, *aliases):
            self._project.modules.tree.lean(asker, symbol)
        return Provider(function, Value(Form.FUNCTION, aliases[0]) if len(aliases) == 1 else None)

    def concerns(self, text: str) -> bool:
        """Whether a text may hold functions or aliases."""
        return "def " in text or "Annotated[" in text

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """The functions at a module's top that are injected, or have things injected, by what they give; the aliases for such."""
        for scope in facts.top.children:
            if scope.is_function and self._is_provider(scope):
                given = self._project.resolver.returned(scope)
                if given.is_project:
                    yield given.name, "function", scope.symbol
        for name, bindings in facts.top.bindings.items() if "Annotated[" in facts.text else ():
            value = bindings[0].value if len(bindings) == 1 and bindings[0].form is not BindingForm.IMPORT else None
            target = _target(self._project, value, facts.top) if isinstance(value, ast.Subscript) else None
            if target is not None:
                yield target.symbol, "alias", f"{facts.key}::{name}"

    def _is_provider(self, scope: Scope) -> bool:
        if self._project.injection.sites(scope.symbol):
            return True
        return not self._project.routes.of(scope) and len(closure(self._project, scope)) > 1


def _target(project: Project, node: ast.expr, scope: Scope) -> Scope | None:
    targets = [*injected(project, project.resolver.metadata(node, scope))]
    return targets[0] if targets else None


def injected(project: Project, nodes: list[tuple[ast.expr, Scope]]) -> Iterator[Scope]:
    """The functions that markers among some expressions inject."""
    for node, place in nodes:
        found = marker(project.resolver, node, place)
        if found is not None and found.name in project.knowledge.injectors:
            target = syntax.argument(found.call, 0, "dependency")
            scope = project.resolver.scope_of(project.resolver.value(target, found.scope)) if target is not None else None
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
