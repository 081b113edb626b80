"""How a function refuses: it raises, it aborts, it returns a response with an error's status."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Kind
from layerlint.project import Form, Project, Value

_STATUS_NAMES = {"BAD_REQUEST": 400, "UNAUTHORIZED": 401, "FORBIDDEN": 403, "NOT_FOUND": 404, "CONFLICT": 409}
_REFUSING = re.compile(
    r"^_?(bad_request|not_found|forbidden|unauthori[sz]ed|conflict|abort|"
    r"([a-z]+_)?error(_response|_out|_json)?)$"
)
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Refusal:
    """The statement that refuses, with the HTTP status (None where it isn't written there) and the error's name."""

    node: ast.stmt
    status: int | None
    error: str


class Refusals:
    """Answers for one function."""

    def __init__(self, project: Project, scope: Scope) -> None:
        self._resolver = project.resolver
        self._knowledge = project.knowledge
        self._scope = scope

    def of(self, body: list[ast.stmt]) -> Refusal | None:
        """How a branch ends by refusing, None when it doesn't."""
        last = body[-1] if body else None
        if isinstance(last, (ast.With, ast.AsyncWith)):
            return self.of(last.body)
        if isinstance(last, ast.Raise):
            error = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
            name = (syntax.dotted(error) or "").rpartition(".")[2] if error is not None else ""
            status = _written_status(last.exc)
            return Refusal(last, self._own_status(self._resolver.value(last.exc, self._scope)) if status is None else status, name)
        if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and self._is_abort(last.value):
            return Refusal(last, _written_status(last.value), "")
        if isinstance(last, ast.Return) and last.value is not None:
            return self._returned(last)
        return None

    def is_refusal(self, statement: ast.stmt) -> bool:
        """Whether a statement does nothing but refuse."""
        return self.of([statement]) is not None

    def _is_abort(self, call: ast.Call) -> bool:
        return self._resolver.value(call.func, self._scope).name in self._knowledge.aborts

    def _own_status(self, value: Value) -> int | None:
        """The status that the tables give a response or error of a class."""
        if value.form not in (Form.INSTANCE, Form.CLASS):
            return None
        statuses = self._knowledge.statuses
        return next((statuses[name] for name in self._resolver.mro(value.name) if name in statuses), None)

    def _returned(self, statement: ast.Return) -> Refusal | None:
        node = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
        if isinstance(node, ast.Call) and self._is_abort(node):
            return Refusal(statement, _written_status(node), "")
        status = self._error_status(node, self._scope, _DEPTH)
        if status is not None:
            return Refusal(statement, status, "")
        if isinstance(node, ast.Call):
            name = (syntax.dotted(node.func) or "").rpartition(".")[2]
            if _REFUSING.match(name):
                return Refusal(statement, None, name)
        return None

    def _error_status(self, node: ast.expr | None, scope: Scope, depth: int) -> int | None:
        """The status of 400 or more that a returned value carries: a response's, the second of Flask's tuple, a helper's."""
        if isinstance(node, ast.Tuple) and len(node.elts) >= 2:
            return _error(node.elts[1]) or _error(node.elts[0])
        if not isinstance(node, ast.Call):
            return None
        value = self._resolver.value(node, scope)
        if value.form is Form.INSTANCE and self._resolver.has_kind(value, Kind.RESPONSE):
            found = [syntax.argument(node, None, name) for name in ("status", "status_code", "code")]
            written = next((status for item in (*found, *node.args[1:2]) if (status := _error(item)) is not None), None)
            return self._own_status(value) if written is None else written
        helper = self._resolver.scope_of(self._resolver.value(node.func, scope))
        if helper is None or not helper.is_function or depth <= 0 or not helper.returns or helper is scope:
            return None
        statuses = [self._error_status(item.value, helper, depth - 1) for item in helper.returns]
        return statuses[0] if all(status is not None for status in statuses) else None


def _error(node: ast.expr | None) -> int | None:
    status = _status_of(node)
    return status if status is not None and status >= 400 else None


def _written_status(node: ast.expr | None) -> int | None:
    """The HTTP status of a raised error or an abort, None when it isn't written there."""
    if not isinstance(node, ast.Call):
        return None
    return _status_of(syntax.argument(node, 0, "status_code"))


def _status_of(node: ast.expr | None) -> int | None:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    name = (syntax.dotted(node) or "").rpartition(".")[2] if node is not None else ""
    digits = re.search(r"[1-5]\d{2}", name)
    return int(digits.group()) if digits else _STATUS_NAMES.get(name)
