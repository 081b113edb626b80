"""What a function has to do with HTTP: errors it raises, requests and responses it takes or makes, status codes it uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from layerlint import syntax
from layerlint.facts import ModuleFacts, Scope
from layerlint.model import Confidence, Hop, Kind
from layerlint.project import Form, Project

_STATUSES = frozenset({"status_code", "status"})
_PREFIXES = ("HTTP_", "WS_")
_PLAIN = frozenset({"str", "int", "bool", "float", "bytes", "dict", "list"})


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing about HTTP, in words that follow the function's name; without a node it is the function's own promise."""

    node: ast.expr | ast.stmt | ast.arg | None
    text: str
    confidence: Confidence = Confidence.CERTAIN
    trail: tuple[Hop, ...] = ()


class HttpConcerns:
    """The concerns of one module's functions."""

    def __init__(self, project: Project, facts: ModuleFacts) -> None:
        self._project = project
        self._resolver = project.resolver
        self._codes = self._imported_codes(facts) if any(prefix in facts.text for prefix in _PREFIXES) else None

    def of(self, scope: Scope) -> Iterator[Concern]:
        """The concerns of a function, each fact once."""
        raised = []
        for statement in scope.raises:
            value = self._resolver.value(statement.exc, scope)
            if self._resolver.has_kind(value, Kind.HTTP_ERROR):
                raised.append(statement)
                yield Concern(statement, f"raises the HTTP error `{value.short_name}`", value.confidence, value.trail)
        yield from self._aborts(scope)
        yield from self._parameters(scope)
        yield from self._reads(scope)
        yield from self._promise(scope)
        yield from self._responses(scope)
        if self._codes is not None:
            yield from self._status_codes(scope, raised, self._codes)

    def _parameters(self, scope: Scope) -> Iterator[Concern]:
        for parameter, default in scope.parameters:
            annotation = parameter.annotation
            if (annotation is None and default is None) or (isinstance(annotation, ast.Name) and annotation.id in _PLAIN):
                continue
            value = self._resolver.name(parameter.arg, scope)
            if annotation is None and value.confidence is not Confidence.CERTAIN:
                continue
            if value.form is Form.INSTANCE and self._resolver.has_kind(value, Kind.REQUEST, Kind.RESPONSE):
                text = f"takes the framework's `{value.short_name}`: `{parameter.arg}`"
                yield Concern(parameter, text, value.confidence, value.trail)

    def _aborts(self, scope: Scope) -> Iterator[Concern]:
        aborts = self._project.knowledge.aborts
        lines = set()
        for call in scope.calls:
            if call.lineno not in lines and self._resolver.value(call.func, scope).name in aborts:
                lines.add(call.lineno)
                yield Concern(call, f"ends the request with an HTTP error: `{syntax.callee_text(call)}`")

    def _reads(self, scope: Scope) -> Iterator[Concern]:
        """What a function takes from a request that it can reach without being given it, told once."""
        for node in sorted(_own_attributes(scope), key=lambda item: (item.lineno, item.col_offset)):
            if isinstance(node.value, ast.Name) and node.value.id in scope.bindings:
                continue
            value = self._resolver.value(node.value, scope)
            if value.form is Form.INSTANCE and self._resolver.has_kind(value, Kind.REQUEST):
                yield Concern(node, f"reads the framework's `{value.short_name}`: `{syntax.dotted(node)}`")
                return

    def _promise(self, scope: Scope) -> Iterator[Concern]:
        annotation = scope.function.returns
        if annotation is None or (isinstance(annotation, ast.Constant) and annotation.value is None):
            return
        value = self._resolver.annotation(annotation, scope.parent or scope)
        if self._resolver.has_kind(value, Kind.RESPONSE) and not any(self._is_made(item, scope) for item in scope.returns):
            yield Concern(None, f"promises the framework's `{value.short_name}`", value.confidence, value.trail)

    def _is_made(self, statement: ast.Return, scope: Scope) -> bool:
        """Whether a `return` gives a response that is told by itself."""
        if not isinstance(statement.value, (ast.Call, ast.Await)):
            return False
        return self._resolver.has_kind(self._resolver.value(statement.value, scope), Kind.RESPONSE)

    def _responses(self, scope: Scope) -> Iterator[Concern]:
        made = set()
        for call in scope.calls:
            callee = self._resolver.value(call.func, scope)
            if callee.form is Form.CLASS and self._resolver.has_kind(callee, Kind.RESPONSE):
                made.add(id(call))
                yield Concern(call, f"makes the framework's `{callee.short_name}`", callee.confidence, callee.trail)
        for statement in scope.returns:
            node = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
            if not isinstance(node, ast.Call) or id(node) in made:
                continue
            if self._resolver.value(node.func, scope).form is not Form.FUNCTION:
                continue
            value = self._resolver.value(node, scope)
            if value.form is Form.INSTANCE and self._resolver.has_kind(value, Kind.RESPONSE):
                yield Concern(node, f"returns the framework's `{value.short_name}`", value.confidence, value.trail)

    def _status_codes(self, scope: Scope, raised: list[ast.Raise], imported: dict[str, str]) -> Iterator[Concern]:
        lines = {line for node in raised for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
        lines |= {node.lineno for node in syntax.descendants(scope.node) if self._asks_client(node, scope)}
        for node in scope.attributes:
            if node.attr.startswith(_PREFIXES) and node.lineno not in lines:
                if self._resolver.value(node.value, scope).name in self._project.knowledge.status_modules:
                    yield Concern(node, f"uses the framework's status code `{node.attr}`")
        if imported:
            for name in syntax.descendants(scope.node):
                if isinstance(name, ast.Name) and name.id in imported and name.lineno not in lines:
                    yield Concern(name, f"uses the framework's status code `{imported[name.id]}`")

    def _asks_client(self, node: ast.AST, scope: Scope) -> TypeGuard[ast.Compare]:
        """Whether an expression compares the status of an answer that another system gave."""
        if not isinstance(node, ast.Compare):
            return False
        statuses = [item for item in (node.left, *node.comparators) if isinstance(item, ast.Attribute) and item.attr in _STATUSES]
        own = (Kind.HTTP_ERROR, Kind.RESPONSE)
        return bool(statuses) and not any(
            self._resolver.has_kind(self._resolver.value(item.value, scope), *own) for item in statuses
        )

    def _imported_codes(self, facts: ModuleFacts) -> dict[str, str]:
        """The names under which the module imports status codes themselves, with the codes' names."""
        return {
            name: binding.target.name
            for name, bindings in facts.top.bindings.items()
            for binding in bindings
            if binding.target is not None
            and binding.target.name is not None
            and binding.target.name.startswith(_PREFIXES)
            and self._project.knowledge.canonical(binding.target.module) in self._project.knowledge.status_modules
        }


def _own_attributes(scope: Scope) -> list[ast.Attribute]:
    """The attributes of names and of modules' names in a function's own body, those of called methods included."""
    nodes = [item for call in scope.calls for item in _chain(call)]
    found = [*(node for node in scope.attributes), *(node for node in nodes if isinstance(node, ast.Attribute))]
    return [node for node in found if syntax.dotted(node) is not None]


def _chain(node: ast.expr) -> Iterator[ast.expr]:
    """The expressions of a call chain, outermost first."""
    while True:
        yield node
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, (ast.Attribute, ast.Subscript, ast.Await)):
            node = node.value
        else:
            return
