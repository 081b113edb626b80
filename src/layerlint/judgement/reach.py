"""Which database operation a call reaches through helpers without a layer, and by which shortest path."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from layerlint import syntax
from layerlint.facts import ModuleFacts, Scope
from layerlint.layers import Classifier
from layerlint.model import Confidence, Hop, Kind, Layer
from layerlint.project import Form, Operation, Project, Value

_LATER = frozenset({"create_task", "ensure_future", "start_soon", "add_task", "run_in_background"})
_SEVERAL = 3
_OPENED = (Kind.SESSION, Kind.CONNECTION, Kind.ENGINE, Kind.SESSION_FACTORY)


class Step(NamedTuple):
    """One call on a path: the function that calls, the call, and the helper that is called."""

    caller: Scope
    call: ast.Call
    helper: Scope


class Path(NamedTuple):
    """The helper calls that lead from a function to a database operation, and the operation."""

    steps: tuple[Step, ...]
    operation: Operation
    confidence: Confidence

    def hops(self) -> tuple[Hop, ...]:
        """The path in words, call by call, with what the operation acts on at its end."""
        found = [
            Hop(
                step.caller.module.key,
                step.caller.name,
                text=_says(step.caller, "calls", syntax.callee_text(step.call)),
                line=step.call.lineno,
            )
            for step in self.steps
        ]
        last = self.steps[-1].helper
        text = _says(last, "runs", self.operation.subject)
        return (*found, Hop(last.module.key, last.name, text=text, line=self.operation.node.lineno), *self.operation.on.trail)


class Reach:
    """Paths from calls to the database, memoised.

    A path leads through functions, methods of plain classes and their constructors, as long as they are of the layer
    `other`: a service, repository, dependency or model answers for itself. Work that a call only enqueues is no part of it.
    """

    def __init__(self, project: Project, classifier: Classifier) -> None:
        self._project = project
        self._resolver = project.resolver
        self._classifier = classifier
        self._own: dict[Scope, Operation | None] = {}
        self._called: dict[Scope, list[tuple[ast.Call, Scope]]] = {}
        self._paths: dict[Scope, Path | None] = {}
        self._targets: dict[tuple[Form, str], Scope | None] = {}
        self._data_access: dict[str, bool] = {}

    def paths(self, scope: Scope) -> Iterator[tuple[ast.Call, Path]]:
        """The outermost calls of a function that reach the database, each with its shortest path; no operation is reached twice."""
        reached: set[int] = set()
        for call, helper in self._helpers(scope):
            if not self._hands_over_query(call, scope):
                rest = self._from(helper)
                if rest is not None and id(rest.operation) not in reached:
                    reached.add(id(rest.operation))
                    yield call, Path((Step(scope, call, helper), *rest.steps), rest.operation, rest.confidence)

    def _from(self, start: Scope) -> Path | None:
        """The shortest path that begins in a helper: breadth first, so that cycles end."""
        if start in self._paths:
            return self._paths[start]
        seen = {start.symbol}
        waiting: deque[tuple[Scope, tuple[Step, ...]]] = deque([(start, ())])
        found: Path | None = None
        while waiting:
            function, steps = waiting.popleft()
            operation = self._operation(function)
            if operation is not None:
                sure = Confidence.POSSIBLE if self._is_data_access(function.module) else operation.confidence
                found = Path(steps, operation, sure)
                break
            for call, helper in self._helpers(function):
                if helper.symbol not in seen:
                    seen.add(helper.symbol)
                    waiting.append((helper, (*steps, Step(function, call, helper))))
        self._paths[start] = found
        return found

    def _operation(self, function: Scope) -> Operation | None:
        """The first database operation that a function runs itself, transactions left out."""
        if function not in self._own:
            found = None
            if self._may_query(function):
                database = self._project.operations.database(function)
                found = next((operation for operation in database if not operation.is_transaction_only), None)
            self._own[function] = found
        return self._own[function]

    def _is_data_access(self, facts: ModuleFacts) -> bool:
        """Whether a module without a layer looks like data access: who calls it may well call a repository.

        It stands in the database's folder, or it holds several functions that query and has no name that tells otherwise.
        """
        found = self._data_access.get(facts.key)
        if found is None:
            found = self._classifier.is_in_database_folder(facts)
            if not found and self._classifier.may_hold_data_access(facts):
                free = [scope for scope in facts.top.children if scope.is_function]
                found = sum(self._operation(scope) is not None for scope in free) >= _SEVERAL
            self._data_access[facts.key] = found
        return found

    def _may_query(self, function: Scope) -> bool:
        """Whether a function calls anything that is named like an operation: cheap, asked before names are resolved."""
        names = self._project.knowledge.database_names
        if function.loops or "*" in names:
            return True
        if any(item.target.name in names for item in function.module.imports):
            return True
        return any(_last_name(link.func) in names for link in function.links)

    def _helpers(self, function: Scope) -> list[tuple[ast.Call, Scope]]:
        """The helpers without a layer that a function calls at once, with the outermost calls, in the order of the source."""
        found = self._called.get(function)
        if found is None:
            calls = [(call, helper) for call in function.calls if (helper := self._helper(call, function)) is not None]
            if calls:
                later = {id(node) for call in function.calls for node in _enqueued(call)} | function.in_lambdas()
                calls = [item for item in calls if id(item[0]) not in later]
            found = self._called[function] = sorted(calls, key=lambda item: (item[0].lineno, item[0].col_offset))
        return found

    def _helper(self, call: ast.Call, scope: Scope) -> Scope | None:
        for link in syntax.links(call):
            helper = self._target(self._resolver.value(self._project.operations.called(link, scope), scope))
            if helper is None or helper is scope or self._is_job(helper) or self._is_wiring(helper):
                continue
            if self._classifier.function(helper).layer is Layer.OTHER and not self._hands_out_session(helper):
                return helper
        return None

    def _is_wiring(self, function: Scope) -> bool:
        """Whether a function is a method by which the framework is set up: what it does is the framework's way."""
        return function.owner is not None and Kind.WIRING in self._resolver.kinds(function.owner.symbol)

    def _is_job(self, function: Scope) -> bool:
        """Whether a function is registered as a job, which a queue runs later."""
        behaviour = self._classifier.behaviour
        return behaviour.is_registered(function) and not behaviour.is_only_wrapped(function)

    def _hands_out_session(self, helper: Scope) -> bool:
        """Whether a helper gives a session or connection: what it looks up to open one is no query of its caller's."""
        return self._resolver.has_kind(self._resolver.returned(helper), *_OPENED)

    def _target(self, callee: Value) -> Scope | None:
        """The project's function behind a callee: itself, the constructor of a class, or `__call__` of an object."""
        if not callee.is_project:
            return None
        question = (callee.form, callee.name)
        if question not in self._targets:
            self._targets[question] = self._find_target(callee)
        return self._targets[question]

    def _find_target(self, callee: Value) -> Scope | None:
        if callee.form is Form.CLASS:
            callee = self._resolver.member(callee, "__init__")
        elif callee.form is Form.INSTANCE:
            callee = self._resolver.member(callee, "__call__")
        if callee.form is not Form.FUNCTION:
            return None
        found = self._resolver.scope_of(callee)
        return found if found is not None and found.is_function else None

    def _hands_over_query(self, call: ast.Call, scope: Scope) -> bool:
        """Whether a call is given a query that its function has bound to a session: building it is told already."""
        given = [item for link in syntax.links(call) for item in (*link.args, *(keyword.value for keyword in link.keywords))]
        if not given:
            return False
        queries = {id(item.node) for item in self._project.operations.of(scope) if item.is_query}
        if not queries:
            return False
        names = _made_of(queries, scope)
        return any(
            id(node) in queries or (isinstance(node, ast.Name) and node.id in names)
            for item in given
            for node in syntax.descendants(item)
        )


def _made_of(queries: set[int], scope: Scope) -> set[str]:
    """The names of a function's variables that hold one of its queries, or what narrows such a variable."""
    found: set[str] = set()
    for node, name in sorted(
        ((binding.value, name) for name, bindings in scope.bindings.items() for binding in bindings if binding.value is not None),
        key=lambda item: (item[0].lineno, item[0].col_offset),
    ):
        root = syntax.root_of(node) if isinstance(node, (ast.Call, ast.Name)) else None
        if id(node) in queries or (isinstance(root, ast.Name) and root.id in found):
            found.add(name)
    return found


def _says(scope: Scope, verb: str, what: str) -> str:
    return f"`{scope.qualname}` {verb} `{what}`"


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _enqueued(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that only puts them off: `asyncio.create_task(work())`."""
    return [*call.args] if _last_name(call.func) in _LATER else []
