"""What definitions do, where nothing declares what they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from layerlint import syntax
from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.layers import names
from layerlint.layers.evidence import Evidence
from layerlint.model import Effect, Kind, Layer
from layerlint.project import Form, Project, Value, gives_shared, handlers

_WIRING_CALLS = frozenset({"include_router", "add_middleware", "mount", "add_exception_handler", "register_blueprint"})
_MAIN = re.compile(r"^if __name__ == ", re.M)
_TASK_DECORATORS = frozenset({"shared_task", "task", "actor", "job", "periodic_task", "cron", "listener", "receiver", "command"})
_WORK = re.compile(r"task|actor|job|command|cron|schedul|^connect(_via)?$", re.I)
_BACKGROUND = re.compile(r"task|actor|job|command|cron|schedul|subscri|consum|listen|handle|worker|queue|event|signal", re.I)
_OUTGOING = frozenset({Effect.MAIL, Effect.QUEUE, Effect.NETWORK})
_DEPTH = 3
_PLAIN_BASES = ("typing.", "typing_extensions.", "abc.", "collections.", "contextlib.", "threading.")
_SENSITIVE = frozenset({Effect.HASH, Effect.MAIL, Effect.QUEUE, Effect.PROCESS})


class Behaviour:
    """Questions about what code does; `static_layer` gives a value's layer by structure and names alone."""

    def __init__(self, project: Project, static_layer: Callable[[Value], Layer | None]) -> None:
        self._project = project
        self._resolver = project.resolver
        self._static_layer = static_layer

    def acts(self, scope: Scope) -> bool:
        """Whether a class has methods that touch the database or call layers."""
        return any(self.vote(child) is not None for child in scope.children if child.is_function)

    def vote(self, function: Scope) -> Layer | None:
        """The layer that a function behaves like.

        Repository for one that queries, or builds a query to hand on, and does nothing else; service for one that calls
        services or repositories, or queries and hashes, mails, queues or raises HTTP errors besides; in a database's folder the
        errors are a fault of data access.
        """
        if self._lends_session(function):
            return None
        if self.called_layers(function):
            return Layer.SERVICE
        if self.queries(function):
            effects = {effect for operation in self._project.operations.of(function) for effect in operation.effects}
            decides = self.raises_http(function) and not names.is_in_database_folder(
                self._project.modules.tree.name(function.module.key)
            )
            return Layer.SERVICE if decides or not effects.isdisjoint(_SENSITIVE) else Layer.REPOSITORY
        return None

    def _lends_session(self, function: Scope) -> bool:
        """Whether a function yields a session or connection: what it asks the database only prepares that."""
        return any(
            isinstance(node, ast.Yield)
            and node.value is not None
            and self._resolver.has_kind(self._resolver.value(node.value, function), Kind.SESSION, Kind.CONNECTION)
            for node in function.yields
        )

    def queries(self, function: Scope) -> bool:
        """Whether a function queries the database, or builds a query to hand on."""
        if any(not operation.is_transaction_only for operation in self._project.operations.database(function)):
            return True
        if any(self._asks_manager(link.func, function) for link in function.links):
            return True
        return any(
            statement.value is not None
            and self._resolver.has_kind(self._resolver.value(statement.value, function), Kind.STATEMENT, Kind.QUERY)
            for statement in function.returns
        )

    def of_functions(self, functions: list[Scope]) -> Evidence | None:
        """The layer that most of some functions behave like, with the first that does."""
        free = [function for function in functions if not function.name.startswith("__")]
        votes = [(function, vote) for function in free if (vote := self.vote(function)) is not None]
        serving = [function for function, vote in votes if vote is Layer.SERVICE]
        if serving and len(serving) * 3 >= len(free):
            called = self.called_layers(serving[0])
            more = f", {len(serving) - 1} more do alike" if serving[1:] else ""
            deed = f"calls the {called[0][0]} `{called[0][1]}`" if called else "queries and decides"
            return Evidence("behaviour", Layer.SERVICE, 1, serving[0].line, f"`{serving[0].name}` {deed}{more}")
        if votes and len(votes) * 2 >= len(free):
            first = votes[0][0]
            more = f", as do {len(votes) - 1} more" if votes[1:] else ""
            layer = Layer.SERVICE if len(serving) * 3 >= len(votes) else Layer.REPOSITORY
            return Evidence("behaviour", layer, 1, first.line, f"`{first.name}` runs or builds queries{more}")
        return None

    def of_class(self, scope: Scope) -> Evidence | None:
        """The layer that a class behaves like; one that extends a library is a part of that, whatever it does."""
        if self.extends_library(scope):
            return None
        return self.of_functions([child for child in scope.children if child.is_function])

    def extends_library(self, scope: Scope) -> bool:
        """Whether a class derives from one of a library that the tables don't know."""
        return any(
            "." in name and "::" not in name and not name.startswith(_PLAIN_BASES) and not self._project.knowledge.is_class(name)
            for name in self._resolver.mro(scope.symbol)
        )

    def leaning(self, scope: Scope) -> Evidence | None:
        """The layer of a class by any method that acts, however many others don't; the ways to make one of it tell nothing."""
        if self.extends_library(scope):
            return None
        methods = [child for child in scope.children if child.is_function and not child.name.startswith("from_")]
        votes = [(method, Layer.SERVICE if self.raises_http(method) else self.vote(method)) for method in methods]
        for layer in (Layer.SERVICE, Layer.REPOSITORY):
            first = next((method for method, vote in votes if vote is layer), None)
            if first is not None:
                return Evidence("behaviour", layer, 1, first.line, f"`{scope.name}.{first.name}` acts like a {layer}")
        return None

    def of_module(self, facts: ModuleFacts, functions: list[Scope], classes: list[Scope]) -> Evidence | None:
        """The layer that those functions and classes of a module behave like that nothing else classifies.

        Scripts, background jobs and what prepares the database are no layer, whatever their functions do.
        """
        if self.builds_infrastructure(facts):
            return None
        votes = [evidence for scope in classes if (evidence := self.of_class(scope)) is not None]
        if votes:
            return next((vote for vote in votes if vote.layer is Layer.SERVICE), votes[0])
        if "__main__" in facts.text and _MAIN.search(facts.text):
            return None
        registered = [function for function in functions if self.is_registered(function)]
        free = [function for function in functions if function not in registered]
        return self.of_functions(free) if len(free) > len(registered) else None

    def works_for_handlers(self, functions: list[Scope]) -> Evidence | None:
        """Whether a handler calls one of some functions to reach an external system: they stand where services stand."""
        for function in functions:
            if function.name.startswith("_") or self.promises_response(function) or not self._reaches_out(function):
                continue
            if gives_shared(self._resolver, Value(Form.FUNCTION, function.symbol)):
                continue
            handler = self._project.handler_calls.caller(function.symbol)
            if handler is not None:
                message = f"`{function.name}` reaches an external system for the handler `{handler}`"
                return Evidence("behaviour", Layer.SERVICE, 1, function.line, message)
        return None

    def _reaches_out(self, function: Scope, depth: int = _DEPTH) -> bool:
        """Whether a function, or one of the project's that it calls, sends mail, queues jobs or calls over the network."""
        if any(not operation.effects.isdisjoint(_OUTGOING) for operation in self._project.operations.of(function)):
            return True
        if depth <= 1:
            return False
        callees = (self._project.operations.callee(link, function) for link in function.links)
        scopes = (self._resolver.scope_of(callee) for callee in callees if callee.form is Form.FUNCTION)
        return any(scope is not None and scope.is_function and self._reaches_out(scope, depth - 1) for scope in scopes)

    def is_registered(self, function: Scope) -> bool:
        """Whether a decorator hands a function to an object: a task of a queue, a command, a scheduled job, an event."""
        if self.is_background(function):
            return True
        for decorator in function.decorators:
            node = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and function.parent is not None:
                value = self._resolver.value(node.value, function.parent)
                if value.form in (Form.MODULE, Form.CLASS):
                    continue
                known = value.is_project or self._project.knowledge.function(f"{value.name}.{node.attr}") is not None
                if value.form is Form.FUNCTION and known and not _BACKGROUND.search(node.attr):
                    continue
                if value.form is Form.INSTANCE and self._takes_message(function, decorator, value):
                    continue
                return True
        return False

    def is_background(self, function: Scope) -> bool:
        """Whether a decorator makes a function a task, job or command, by what the tables say of it or by its name."""
        for decorator in function.decorators:
            node = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(node, ast.Name) and node.id in _TASK_DECORATORS:
                return True
            if not isinstance(node, ast.Attribute) or function.parent is None:
                continue
            if self._resolver.known_as(node, function.parent, self._project.knowledge.decorated) is not None:
                return True
            if _WORK.search(node.attr):
                value = self._resolver.value(node.value, function.parent)
                if isinstance(node.value, ast.Attribute) or (value.form is Form.MODULE and not value.is_project):
                    return True
        return False

    def is_mostly_background(self, facts: ModuleFacts) -> bool:
        """Whether at least half of a module's functions and methods are tasks, jobs or commands."""
        functions = [item for item in facts.functions() if item.parent is not None and not item.parent.is_function]
        working = sum(self.is_background(item) for item in functions if item.decorators)
        return working > 0 and working * 2 >= len(functions)

    def _takes_message(self, function: Scope, decorator: ast.expr, bus: Value) -> bool:
        """Whether a bus hands a function commands or queries: its first parameter is of a class of the project.

        The bus is the house's own, or is told the class: `@module.handler(PlaceOrder)`.
        """
        outer = function.parent or function
        parameter = next((parameter for parameter, _ in function.parameters), None)
        if parameter is None or parameter.annotation is None:
            return False
        message = self._resolver.annotation(parameter.annotation, outer)
        if message.form is not Form.INSTANCE or not message.is_project:
            return False
        told = decorator.args if isinstance(decorator, ast.Call) else []
        return bus.is_project or any(self._resolver.value(node, outer).name == message.name for node in told)

    def is_only_wrapped(self, function: Scope) -> bool:
        """Whether no decorator's name speaks of background work: what is left still is what its callers call, such as a cache."""
        nodes = [item.func if isinstance(item, ast.Call) else item for item in function.decorators]
        return not any(_BACKGROUND.search((syntax.dotted(node) or "").rpartition(".")[2]) for node in nodes)

    def speaks_http(self, facts: ModuleFacts) -> bool:
        """Whether any function, hooks left out, raises HTTP errors, or gives a body with a status and maybe headers."""
        return any(
            not self._is_hook(function) and (self.raises_http(function) or any(map(_has_status, function.returns)))
            for function in facts.functions()
        )

    def handles_requests(self, facts: ModuleFacts) -> bool:
        """Whether a class of a module is made of the framework's request, or a method takes one or promises a response.

        It prepares what a handler shows, or answers in its place.
        """
        return any(
            self._takes_request(scope) or self.promises_response(scope) for scope in facts.functions() if scope.owner is not None
        )

    def _takes_request(self, function: Scope) -> bool:
        return any(
            self._resolver.has_kind(self._resolver.annotation(parameter.annotation, function.parent or function), Kind.REQUEST)
            for parameter, _ in function.parameters
            if parameter.annotation is not None
        )

    def promises_response(self, function: Scope) -> bool:
        """Whether a function's annotation says that it gives a response of the framework."""
        returns = function.function.returns
        return returns is not None and self._resolver.has_kind(
            self._resolver.annotation(returns, function.parent or function), Kind.RESPONSE
        )

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
        if not any(name in facts.text for name in _WIRING_CALLS):
            return False
        calls = (call.func for scope in facts.all_scopes for call in scope.calls)
        wires = any(isinstance(function, ast.Attribute) and function.attr in _WIRING_CALLS for function in calls)
        return wires and self.makes_application(facts)

    def makes_application(self, facts: ModuleFacts) -> bool:
        """Whether a module makes the application."""
        return any(self._makes_application(call, scope) for scope in facts.all_scopes for call in scope.calls)

    def _makes_application(self, call: ast.Call, scope: Scope) -> bool:
        callee = self._resolver.value(call.func, scope)
        return callee.form is Form.CLASS and self._resolver.has_kind(callee, Kind.APPLICATION)

    def called_layers(self, function: Scope) -> list[tuple[Layer, str]]:
        """The services and repositories of other modules that a function calls, with the callees as they are written."""
        found: list[tuple[Layer, str]] = []
        for call in function.calls:
            for link in syntax.links(call):
                layer = self._layer_of_callee(self._project.operations.called(link, function), function)
                if layer in (Layer.SERVICE, Layer.REPOSITORY):
                    found.append((layer, syntax.callee_text(call)))
                    break
        return found

    def _asks_manager(self, node: ast.expr, function: Scope) -> bool:
        """Whether a callee is a method of a manager or query, which an entity carries along: as good as querying by hand."""
        receiver = self._resolver.value(node, function).receiver
        return receiver is not None and self._resolver.has_kind(receiver, Kind.MANAGER, Kind.QUERY)

    def _layer_of_callee(self, node: ast.expr, function: Scope) -> Layer | None:
        callee = self._resolver.value(node, function)
        if not callee.known and isinstance(node, ast.Attribute):
            callee = self._resolver.value(node.value, function)
        if self._asks_manager(node, function):
            return None
        if callee.form is Form.INSTANCE:
            method = self._resolver.member(callee, "__call__")
            if method.known and not method.is_project:
                return None
        if callee.form not in (Form.FUNCTION, Form.INSTANCE) or (callee.is_project and callee.key == function.module.key):
            return None
        return self._static_layer(callee)

    def builds_infrastructure(self, facts: ModuleFacts) -> bool:
        """Whether a module makes or prepares the database itself: an engine, a session factory, the tables."""
        if "create_all" in facts.text and any(node.attr in ("create_all", "drop_all") for node in _attributes(facts)):
            return True
        if self._makes_engine(facts) or self._hands_out_engine(facts):
            return True
        return "Engine" in facts.text and any(self._takes_engine(function) for function in facts.functions())

    def _hands_out_engine(self, facts: ModuleFacts) -> bool:
        """Whether a function at a module's top gives an engine or a factory of sessions that it makes."""
        knowledge = self._project.knowledge
        if facts.packages.isdisjoint(knowledge.engine_packages) or not any(name in facts.text for name in knowledge.engine_makers):
            return False
        functions = (child for child in facts.top.children if child.is_function and not self._project.routes.of(child))
        return any(
            self._resolver.has_kind(self._resolver.returned(item), Kind.ENGINE, Kind.SESSION_FACTORY) for item in functions
        )

    def _takes_engine(self, function: Scope) -> bool:
        outer = function.parent or function
        annotations = [parameter.annotation for parameter, _ in function.parameters if parameter.annotation is not None]
        return any(self._resolver.has_kind(self._resolver.annotation(node, outer), Kind.ENGINE) for node in annotations)

    def _makes_engine(self, facts: ModuleFacts) -> bool:
        for bindings in facts.top.bindings.values():
            for binding in bindings:
                if binding.form is BindingForm.ASSIGNMENT and binding.value is not None:
                    value = self._resolver.value(binding.value, facts.top)
                    if self._resolver.has_kind(value, Kind.ENGINE, Kind.SESSION_FACTORY):
                        return True
        return False


def _has_status(statement: ast.Return) -> bool:
    """Whether a function gives a tuple whose second part is a status: `return {}, HTTPStatus.CREATED`."""
    given = statement.value
    if not isinstance(given, ast.Tuple) or not 2 <= len(given.elts) <= 3:
        return False
    node = given.elts[1]
    status = handlers.status_of(node) if isinstance(node, ast.Constant) or "HTTP" in (syntax.dotted(node) or "") else None
    return status is not None and 200 <= status < 600


def _attributes(facts: ModuleFacts) -> list[ast.Attribute]:
    found = [node for scope in facts.all_scopes for node in scope.attributes]
    return found + [call.func for scope in facts.all_scopes for call in scope.calls if isinstance(call.func, ast.Attribute)]
