"""What definitions do, where nothing declares what they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from layerlint import syntax
from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.layers.evidence import Evidence
from layerlint.model import Kind, Layer
from layerlint.project import Form, Project, Value

_WIRING_CALLS = frozenset({"include_router", "add_middleware", "mount", "add_exception_handler", "register_blueprint"})
_MAIN = re.compile(r"^if __name__ == ", re.M)


class Behaviour:
    """Questions about what code does; `static_layer` gives a value's layer by structure and names alone."""

    def __init__(self, project: Project, static_layer: Callable[[Value], Layer | None]) -> None:
        self._project = project
        self._resolver = project.resolver
        self._static_layer = static_layer

    def acts(self, scope: Scope) -> bool:
        """Whether a class has methods of its own beyond construction and dunder methods that touch the database or call layers."""
        for child in scope.children:
            if not child.is_function:
                continue
            if self._project.operations.database(child) or self._called_layers(child):
                return True
        return False

    def is_registered(self, function: Scope) -> bool:
        """Whether a decorator hands a function to an object: a task of a queue, a command, a scheduled job, an event."""
        for decorator in function.decorators:
            node = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and function.parent is not None:
                value = self._resolver.value(node.value, function.parent)
                if value.form is Form.MODULE or value.form is Form.CLASS:
                    continue
                if value.form is Form.FUNCTION and function.parent.bindings.get(node.value.id, []) and value.is_project:
                    continue
                return True
        return False

    def speaks_http(self, facts: ModuleFacts) -> bool:
        """Whether any function, hooks left out, raises HTTP errors or takes the framework's request or response."""
        for function in facts.functions():
            if self._is_hook(function):
                continue
            if self.raises_http(function):
                return True
            for parameter, _ in function.parameters():
                value = self._resolver.name(parameter.arg, function)
                if self._resolver.has_kind(value, Kind.REQUEST, Kind.RESPONSE, Kind.UPLOAD):
                    return True
        return False

    def raises_http(self, function: Scope) -> bool:
        """Whether a function raises an HTTP error of the framework."""
        return any(
            self._resolver.has_kind(self._resolver.value(statement.exc, function), Kind.HTTP_ERROR) for statement in function.raises
        )

    def _is_hook(self, function: Scope | None) -> bool:
        while function is not None and function.is_function:
            if self._project.routes.is_hook(function):
                return True
            function = function.parent
        return False

    def wires_application(self, facts: ModuleFacts) -> bool:
        """Whether a module makes the application and puts its parts together."""
        makes = wires = False
        for scope in (facts.top, *facts.top.nested()):
            for call in scope.calls:
                value = self._resolver.value(call, scope)
                makes = makes or (
                    isinstance(call.func, (ast.Name, ast.Attribute))
                    and value.form is Form.INSTANCE
                    and self._resolver.value(call.func, scope).form is Form.CLASS
                    and self._resolver.has_kind(value, Kind.APPLICATION)
                )
                if isinstance(call.func, ast.Attribute) and call.func.attr in _WIRING_CALLS:
                    wires = True
        return makes and wires

    def of_module(self, facts: ModuleFacts) -> list[Evidence]:
        """What the functions and classes of a module without other evidence do."""
        if _MAIN.search(facts.text) or self.builds_infrastructure(facts):
            return []
        functions = [f for f in facts.functions() if f.parent is not None and not f.parent.is_function and not f.name.startswith("__")]
        functions = [f for f in functions if not self._project.routes.is_hook(f)]
        free = [f for f in functions if not self.is_registered(f)]
        if not free or len(free) <= len(functions) - len(free):
            return []
        querying = [f for f in free if any(not op.is_transaction_only for op in self._project.operations.database(f))]
        calling = [(f, called) for f in free if (called := self._called_layers(f))]
        if calling and len(calling) * 3 >= len(free):
            function, called = calling[0]
            more = f", {len(calling) - 1} more do alike" if calling[1:] else ""
            message = f"`{function.name}` calls the {called[0][0]} `{called[0][1]}`{more}"
            return [Evidence("behaviour", Layer.SERVICE, 1, function.line, message)]
        if len(querying) * 2 >= len(free):
            message = f"`{querying[0].name}` runs queries" + (f", as do {len(querying) - 1} more" if querying[1:] else "")
            return [Evidence("behaviour", Layer.REPOSITORY, 1, querying[0].line, message)]
        return []

    def _called_layers(self, function: Scope) -> list[tuple[Layer, str]]:
        found = []
        for call in function.calls:
            for link in syntax.links(call):
                layer = self._layer_of_callee(link.func, function)
                if layer in (Layer.SERVICE, Layer.REPOSITORY):
                    found.append((layer, syntax.callee_text(call)))
                    break
        return found

    def _layer_of_callee(self, node: ast.expr, function: Scope) -> Layer | None:
        callee = self._resolver.value(node, function)
        if not callee.known and isinstance(node, ast.Attribute):
            callee = self._resolver.value(node.value, function)
        if callee.form not in (Form.FUNCTION, Form.INSTANCE) or (callee.is_project and callee.key == function.module.key):
            return None
        return self._static_layer(callee)

    def builds_infrastructure(self, facts: ModuleFacts) -> bool:
        """Whether a module makes or prepares the database itself: an engine, a session factory, the tables."""
        return self._makes_engine(facts) or any(self._handles_engine(function) for function in facts.functions())

    def _handles_engine(self, function: Scope) -> bool:
        for parameter, _ in function.parameters():
            value = self._resolver.name(parameter.arg, function)
            if parameter.arg != "self" and self._resolver.is_a(value, "sqlalchemy.Engine"):
                return True
        return any(
            isinstance(call.func, ast.Attribute) and call.func.attr in ("create_all", "drop_all") for call in function.calls
        )

    def _makes_engine(self, facts: ModuleFacts) -> bool:
        for bindings in facts.top.bindings.values():
            for binding in bindings:
                if binding.form is BindingForm.ASSIGNMENT and binding.value is not None:
                    value = self._resolver.value(binding.value, facts.top)
                    if self._resolver.has_kind(value, Kind.ENGINE) or value.name.endswith("sessionmaker"):
                        return True
        return False
