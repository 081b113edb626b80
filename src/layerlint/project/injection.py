"""Which functions and classes are injected: the reverse of every `Depends(...)`, `Provide(...)` and `guards=[...]`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.project import type_hints
from layerlint.project.contributions import Record
from layerlint.project.markers import marker
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_CLOSING = frozenset({"close", "aclose"})


class Injection:
    """Where `Depends` names what; the index is made when first asked for, from the modules that mention it."""

    name = "injection"
    lines: tuple[int, ...] = ()
    has_targets = True

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._names = frozenset(name.rpartition(".")[2] for name in resolver.knowledge.injectors)
        self._keywords = resolver.knowledge.injecting_keywords
        self._settings = resolver.knowledge.guard_settings
        self._index: dict[str, list[tuple[str, str]]] | None = None
        self._arguments: set[str] = set()
        self._closed: set[str] = set()
        self._found: list[Record] = []

    def is_argument(self, symbol: str) -> bool:
        """Whether a class, or one derived from it, is handed to an injected instance: `Depends(Guarded([IsOwner]))`."""
        self.sites(symbol)
        return symbol in self._arguments

    def sites(self, symbol: str) -> list[tuple[str, str]]:
        """The places, as module key and qualified name in it, that inject a function or class, by its symbol."""
        if self._index is None:
            found: dict[str, list[tuple[str, str]]] = {}
            for key, part in self._resolver.contributions.of(self):
                for name, what, place in part:
                    if what == "site":
                        found.setdefault(name, []).append((key, place))
                    else:
                        (self._arguments if what == "argument" else self._closed).add(name)
            self._index = found
        return self._index.get(symbol, [])

    def is_closed_where_injected(self, symbol: str) -> bool:
        """Whether a module that injects a function closes or enters anything that it is given by a parameter's name."""
        self.sites(symbol)
        return symbol in self._closed

    def concerns(self, text: str) -> bool:
        """Whether a text mentions what injects."""
        return self._mentions_injector(text) or any(
            word in text and any(package in text for package in packages) for word, packages in self._keywords.items()
        )

    def _mentions_injector(self, text: str) -> bool:
        return any(name in text for name in self._names) or any(name in text for name in self._settings)

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """What a module injects, where (a `site`), what it hands to injected objects, and what it closes as well."""
        self._found = []
        self._collect(facts)
        found, self._found = self._found, []
        yield from found
        if found and _closes_parameters(facts):
            yield from ((name, "closed", "") for name, what, _ in found if what == "site")

    def has_injected_defaults(self, function: Scope) -> bool:
        """Whether a parameter's default is a `Depends(...)`, without which nobody could call the function."""
        outer = function.parent or function
        return any(
            (found := marker(self._resolver, default, outer)) is not None and found.name in self._resolver.knowledge.injectors
            for _, default in function.parameters
        )

    def reads_request(self, function: Scope) -> bool:
        """Whether a function has a parameter that the framework fills from the request: `Annotated[str, Header()]`."""
        outer = function.parent or function
        markers = self._resolver.knowledge.parameter_markers
        nodes = [(default, outer) for _, default in function.parameters if default is not None]
        for parameter, _ in function.parameters:
            if isinstance(parameter.annotation, ast.Subscript):
                nodes += self._resolver.metadata(parameter.annotation, outer)
        found = (marker(self._resolver, node, scope) for node, scope in nodes)
        return any(item is not None and item.name in markers for item in found)

    def _collect(self, facts: ModuleFacts) -> None:
        is_mentioned = self._mentions_injector(facts.text)
        if is_mentioned and "Depends()" in facts.text:
            self._collect_bare(facts)
        self._collect_named(facts)
        if not is_mentioned:
            return
        names = self._names | {
            name
            for name, bindings in facts.top.bindings.items()
            for binding in bindings
            if binding.form is BindingForm.IMPORT and binding.target and binding.target.name in self._names
        }
        self._collect_settings(facts)
        for scope in facts.all_scopes:
            for call in scope.calls:
                function = call.func
                name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
                if name in names and self._resolver.value(function, scope).name in self._resolver.knowledge.injectors:
                    target = syntax.argument(call, 0, "dependency")
                    if target is not None:
                        self._record(target, scope, scope.qualname)

    def _collect_settings(self, facts: ModuleFacts) -> None:
        """Classes that a setting names by strings: `AUTHENTICATION_BACKENDS = ["app.backends.ByMail"]`."""
        for name in self._settings & facts.top.bindings.keys():
            for binding in facts.top.bindings[name]:
                for node in binding.value.elts if isinstance(binding.value, (ast.List, ast.Tuple)) else ():
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        module, _, last = node.value.rpartition(".")
                        self._hand_over(self._resolver.import_target(module, last, 0, facts))

    def _collect_named(self, facts: ModuleFacts) -> None:
        """Functions that a keyword, or an attribute of a class, names: `guards=[is_owner]`, `dependencies = {"user": find}`."""
        imported = facts.packages
        words = {word for word, packages in self._keywords.items() if not packages.isdisjoint(imported)}
        if not words:
            return
        for scope in facts.all_scopes:
            for link in scope.links:
                for keyword in link.keywords:
                    if keyword.arg in words:
                        self._record_all(keyword.value, scope)
            for name in words & scope.bindings.keys() if scope.is_class else ():
                for binding in scope.bindings[name]:
                    if binding.value is not None:
                        self._record_all(binding.value, scope)

    def _record_all(self, node: ast.expr, scope: Scope) -> None:
        """The functions and objects that a list, or the values of a dict, name; other calls are looked at by themselves.

        A list of classes is one of guards.
        """
        is_listed = isinstance(node, (ast.List, ast.Tuple, ast.Set))
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            items: list[ast.expr] = node.elts
        else:
            items = node.values if isinstance(node, ast.Dict) else [node]
        for item in items:
            value = self._resolver.value(item, scope)
            if is_listed:
                self._hand_over(value)
            if isinstance(item, ast.Name) and value.name in ("list", "tuple"):
                named = type_hints.find_alias(self._resolver, item, scope)
                if named is not None and isinstance(named[0], (ast.List, ast.Tuple)):
                    self._record_all(named[0], named[1])
            elif isinstance(item, (ast.Name, ast.Attribute)) or (value.form is Form.INSTANCE and value.is_project):
                self._record(item, scope, scope.qualname)

    def _collect_bare(self, facts: ModuleFacts) -> None:
        """`page: Page = Depends()` and `Annotated[Page, Depends()]` inject what the parameter is annotated with."""
        for function in facts.functions():
            outer = function.parent or function
            for parameter, default in function.parameters:
                markers = [(default, outer), *self._resolver.metadata(parameter.annotation, outer)]
                if any(self._is_bare(node, place) for node, place in markers):
                    value = self._resolver.annotation(parameter.annotation, outer)
                    self._add(value.as_class(), function.qualname)

    def _is_bare(self, node: ast.expr | None, scope: Scope) -> bool:
        found = marker(self._resolver, node, scope)
        if found is None or found.name not in self._resolver.knowledge.injectors:
            return False
        return syntax.argument(found.call, 0, "dependency") is None

    def _record(self, target: ast.expr, scope: Scope, place: str) -> None:
        if isinstance(target, ast.Lambda):
            return
        if isinstance(target, ast.Call):
            callee = self._resolver.value(target.func, scope)
            if callee.form is Form.FUNCTION:
                self._add(callee, place)
        value = self._resolver.value(target, scope)
        if value.form is Form.INSTANCE:
            self._add(self._resolver.member(value, "__call__"), place)
            self._add(value.as_class(), place)
            if isinstance(target, ast.Call):
                self._collect_arguments(target, scope)
        elif value.form in (Form.FUNCTION, Form.CLASS):
            self._add(value, place)
            self._follow_factory(value, place)

    def _collect_arguments(self, call: ast.Call, scope: Scope) -> None:
        for node in (
            inner for item in [*call.args, *(keyword.value for keyword in call.keywords)] for inner in syntax.descendants(item)
        ):
            if isinstance(node, ast.Name):
                self._hand_over(self._resolver.value(node, scope))

    def _hand_over(self, value: Value) -> None:
        """Note a class, with those that it derives from, that is handed to what is injected."""
        if value.form is Form.CLASS and value.is_project:
            self._found += [(name, "argument", "") for name in self._resolver.mro(value.name) if "::" in name]

    def _follow_factory(self, value: Value, place: str) -> None:
        """A function that `Depends` calls at once may hand out the real dependency through further factories."""
        scope = self._resolver.scope_of(value)
        parent = scope.parent if scope is not None else None
        if parent is not None and parent.is_function:
            self._add(Value(Form.FUNCTION, parent.symbol), place)

    def _add(self, value: Value, place: str) -> None:
        if value.is_project and value.known:
            self._found.append((value.name, "site", place))


def _closes_parameters(facts: ModuleFacts) -> bool:
    """Whether any function closes or enters something by a parameter's name."""
    for function in facts.functions():
        names = {parameter.arg for parameter, _ in function.parameters}
        entered = [node for node in function.contexts if isinstance(node, ast.Name)]
        closed = [node.value for node in function.attributes if node.attr in _CLOSING]
        closed += [
            call.func.value for call in function.calls if isinstance(call.func, ast.Attribute) and call.func.attr in _CLOSING
        ]
        if any(isinstance(node, ast.Name) and node.id in names for node in (*entered, *closed)):
            return True
    return False
