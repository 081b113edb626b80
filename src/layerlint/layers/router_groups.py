"""Under which prefixes and tags the routes of routers go: their own, and those that they are given where they are included."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from layerlint import syntax
from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.layers import purpose
from layerlint.model import Kind
from layerlint.project import Form, Project, Record, Value

_DEPTH = 6
_EVERYWHERE = re.compile(r"(/(api|v\d+))*/?")

Router = tuple[str, str]


class Inclusion(NamedTuple):
    """A call that includes a router in `parent`, None for an application or what isn't known.

    `groups` if it gives prefix or tags or leaves the routes out of the documentation, `names_group` if what it gives tells a
    group of routes from others.
    """

    key: str
    line: int
    groups: bool
    names_group: bool
    parent: Router | None


class Ungrouped(NamedTuple):
    """A router with routes of its own and neither prefix nor tags anywhere, by the name that it is bound to."""

    name: str
    node: ast.Call
    inclusions: tuple[Inclusion, ...]


class RouterGroups:
    """The groups of a project's routers; the inclusions are found when first asked for, those by tests left out."""

    name = "router groups"
    lines: tuple[int, ...] = (2,)
    has_targets = True

    def __init__(self, project: Project) -> None:
        resolver = project.resolver
        self._resolver = resolver
        self._routes = project.routes
        self._keywords = {name: frozenset(words.split()) for name, words in resolver.knowledge.route_groups.items()}
        self._methods = {name: words.split() for name, words in resolver.knowledge.inclusions.items()}
        self._last_names = frozenset(name.rpartition(".")[2] for name in self._methods)
        self._found: dict[Router, list[Inclusion]] | None = None
        project.contributions.register(self)

    def ungrouped(self, facts: ModuleFacts) -> Iterator[Ungrouped]:
        """The routers at a module's top that are included without a group and hold routes that name none."""
        for name, bindings in facts.top.bindings.items():
            call = bindings[0].value if len(bindings) == 1 and bindings[0].form is BindingForm.ASSIGNMENT else None
            if not isinstance(call, ast.Call) or self._constructor_words(call, facts.top) is None:
                continue
            if self._is_grouped((facts.key, name), call, facts) or not self._has_plain_routes(facts, name):
                continue
            inclusions = self._inclusions().get((facts.key, name), [])
            if inclusions and not any(item.groups or self._gives_group(item.parent, facts.key, _DEPTH) for item in inclusions):
                yield Ungrouped(name, call, tuple(inclusions))

    def _constructor_words(self, call: ast.Call, scope: Scope) -> frozenset[str] | None:
        """The keywords by which the class of a router that a call makes groups its routes; None where they can't be known."""
        value = self._resolver.value(call.func, scope)
        if value.form is not Form.CLASS:
            return None
        lineage = self._resolver.mro(value.name)
        for name in lineage:
            owner = self._resolver.scope_named(name) if "::" in name else None
            if owner is not None and "__init__" in owner.bindings:
                return None
        return next((self._keywords[name] for name in lineage if name in self._keywords), None)

    def _is_grouped(self, router: Router, call: ast.Call, facts: ModuleFacts) -> bool:
        words = self._constructor_words(call, facts.top) or frozenset()
        if _is_given(call, words) or _is_hidden(call):
            return True
        return any(f"{router[1]}.{word}" in facts.text for word in ("prefix", "tags"))

    def _has_plain_routes(self, facts: ModuleFacts, name: str) -> bool:
        """Whether the module registers routes on a router of its own which say of no group themselves."""
        for scope in facts.functions():
            for route in self._routes.of(scope):
                call = route.call
                if call is None or route.is_websocket or route.has_options or _is_hidden(call):
                    continue
                target = call.func.func if isinstance(call.func, ast.Call) else call.func
                if not isinstance(target, ast.Attribute) or route.keyword("tags") is not None:
                    continue
                if self._identity(target.value, route.scope) == (facts.key, name):
                    return True
        return False

    def _gives_group(self, router: Router | None, asker: str, depth: int) -> bool:
        """Whether an including router has tags or a prefix that says more than `/api/v1`, or gets them itself."""
        facts = self._resolver.modules.facts(router[0]) if router is not None else None
        if router is not None:
            self._resolver.modules.tree.lean(f"{asker}::", f"{router[0]}::{router[1]}")
        if router is None or facts is None or depth == 0:
            return False
        calls = [item.value for item in facts.top.bindings.get(router[1], ()) if isinstance(item.value, ast.Call)]
        for call in calls:
            if self._resolver.has_kind(self._resolver.value(call.func, facts.top), Kind.APPLICATION):
                return False
            words = self._constructor_words(call, facts.top)
            if words is None or _names_group(call, words):
                return True
        inclusions = self._inclusions().get(router, [])
        return any(item.names_group or self._gives_group(item.parent, asker, depth - 1) for item in inclusions)

    def _inclusions(self) -> dict[Router, list[Inclusion]]:
        if self._found is None:
            found: dict[Router, list[Inclusion]] = {}
            for key, part in self._resolver.contributions.of(self):
                for module, name, line, groups, names_group, parent_module, parent_name in part:
                    parent = (parent_module, parent_name) if parent_module is not None else None
                    inclusion = Inclusion(key, line, groups, names_group, parent)
                    found.setdefault((module, name), []).append(inclusion)
            self._found = found
        return self._found

    def concerns(self, text: str) -> bool:
        """Whether a text may include routers."""
        return any(f".{name}(" in text for name in self._last_names)

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """The routers that a module includes, with what the inclusion gives, and what they are included in."""
        if purpose.of(facts) is purpose.Purpose.TEST:
            return
        for scope in facts.all_scopes:
            for call in scope.calls:
                for router, item in self._of_call(call, scope):
                    yield *router, item.line, item.groups, item.names_group, *(item.parent or (None, None))

    def _of_call(self, call: ast.Call, scope: Scope) -> Iterator[tuple[Router, Inclusion]]:
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr not in self._last_names:
            return
        words = self._words(function, scope)
        if words is None:
            return
        node = syntax.argument(call, int(words[0]), words[1])
        if node is None:
            return
        groups = _is_given(call, frozenset(words[2:])) or _is_hidden(call)
        names_group = _names_group(call, frozenset(words[2:]))
        parent = self._identity(function.value, scope)
        for router in self._included(node, scope):
            yield router, Inclusion(scope.module.key, call.lineno, groups, names_group, parent)

    def _words(self, function: ast.Attribute, scope: Scope) -> list[str] | None:
        """How a method includes a router; a receiver that nothing is known of has the only method of that name."""
        owner = self._resolver.value(function.value, scope)
        if owner.form is Form.INSTANCE:
            lineage = self._resolver.mro(owner.name)
            return next((words for name in lineage if (words := self._methods.get(f"{name}.{function.attr}"))), None)
        return next((words for name, words in self._methods.items() if name.endswith(f".{function.attr}")), None)

    def _included(self, node: ast.expr, scope: Scope) -> list[Router]:
        """The routers that an argument stands for: several where it goes through a list in a loop."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            dotted, _, name = node.value.rpartition(".")
            key = self._resolver.modules.tree.find(dotted, scope.module.key)
            return [(key, name)] if key is not None else []
        root = node.value if isinstance(node, ast.Attribute) else node
        bindings = scope.bindings.get(root.id, ()) if isinstance(root, ast.Name) else ()
        items = [item for item in bindings if item.form is BindingForm.ITERATION and not item.path]
        if not items:
            found = self._identity(node, scope)
            return [found] if found is not None else []
        routers = []
        for element, place in (pair for item in items for pair in self._elements(item.value, scope)):
            value = self._resolver.value(element, place)
            if isinstance(node, ast.Attribute):
                value = self._resolver.member(value, node.attr)
            origin = _origin(value)
            routers += [origin] if origin is not None else []
        return routers

    def _elements(self, node: ast.expr | None, scope: Scope) -> list[tuple[ast.expr, Scope]]:
        if isinstance(node, (ast.List, ast.Tuple)):
            return [(element, scope) for element in node.elts]
        if isinstance(node, ast.Name):
            place: Scope | None = scope
            while place is not None:
                bindings = place.bindings.get(node.id)
                if bindings:
                    value = bindings[0].value
                    return [(item, place) for item in value.elts] if isinstance(value, (ast.List, ast.Tuple)) else []
                place = place.parent
        return []

    def _identity(self, node: ast.expr, scope: Scope) -> Router | None:
        return _origin(self._resolver.value(node, scope))


def _origin(value: Value) -> Router | None:
    """Where the object that a value stands for was first bound to a name."""
    if value.form is not Form.INSTANCE or not value.trail:
        return None
    return value.trail[-1].module, value.trail[-1].subject


def _arguments(call: ast.Call, words: frozenset[str]) -> Iterator[ast.expr]:
    """The arguments of the named keywords; `0:prefix` is a position with its keyword."""
    for word in words:
        position, _, name = word.rpartition(":")
        node = syntax.argument(call, int(position) if position else None, name)
        if node is not None and not _is_empty(node):
            yield node


def _is_given(call: ast.Call, words: frozenset[str]) -> bool:
    return any(keyword.arg is None for keyword in call.keywords) or any(True for _ in _arguments(call, words))


def _names_group(call: ast.Call, words: frozenset[str]) -> bool:
    """Whether a call gives tags, or a prefix by which routes can be told apart from others."""
    for node in _arguments(call, words):
        if isinstance(node, (ast.List, ast.Tuple)):
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not _EVERYWHERE.fullmatch(node.value):
            return True
    return False


def _is_empty(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value in (None, "", "/")
    return isinstance(node, (ast.List, ast.Tuple)) and not node.elts


def _is_hidden(call: ast.Call) -> bool:
    node = syntax.argument(call, None, "include_in_schema")
    return isinstance(node, ast.Constant) and node.value is False
