"""Which statements of a function run only where a parameter is given, or isn't: conditions that a call can be held against."""

from __future__ import annotations

import ast
from typing import NamedTuple

from layerlint import syntax
from layerlint.facts import Scope


class Condition(NamedTuple):
    """A parameter that must be true (or not None), or must not be, for a statement to run."""

    parameter: str
    is_true: bool


class Conditions:
    """The conditions around the calls and `raise` statements of one function."""

    def __init__(self, scope: Scope) -> None:
        self._names = {parameter.arg for parameter, _ in scope.parameters}
        self._rebound = {name for name in self._names if len(scope.bindings.get(name, ())) > 1}
        self._around: dict[int, frozenset[Condition]] = {}
        for statement in scope.function.body:
            self._visit(statement, frozenset())

    def of(self, node: ast.AST) -> frozenset[Condition]:
        """The conditions around a call or `raise`."""
        return self._around.get(id(node), frozenset())

    def _visit(self, node: ast.AST, given: frozenset[Condition]) -> None:
        if isinstance(node, (ast.Call, ast.Raise)) and given:
            self._around[id(node)] = given
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return
        if isinstance(node, (ast.If, ast.IfExp)):
            self._visit(node.test, given)
            for branch, holds in ((node.body, True), (node.orelse, False)):
                for item in branch if isinstance(branch, list) else [branch]:
                    self._visit(item, given | self._said(node.test, holds))
            return
        for value in node.__dict__.values():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, ast.AST):
                    self._visit(item, given)

    def _said(self, test: ast.expr, holds: bool) -> frozenset[Condition]:
        """What a test says of parameters where it holds, or doesn't."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self._said(test.operand, not holds)
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And if holds else ast.Or):
            return frozenset().union(*(self._said(item, holds) for item in test.values))
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.left, ast.Name):
            right = test.comparators[0]
            if isinstance(right, ast.Constant) and right.value is None and isinstance(test.ops[0], (ast.Is, ast.IsNot)):
                return self._said(test.left, holds is isinstance(test.ops[0], ast.IsNot))
        if isinstance(test, ast.Name) and test.id in self._names and test.id not in self._rebound:
            return frozenset({Condition(test.id, holds)})
        return frozenset()


def held_against(conditions: frozenset[Condition], function: Scope, call: ast.Call, caller: Scope) -> frozenset[Condition] | None:
    """What conditions on a function's parameters ask of its caller's, None where a call of it doesn't meet them."""
    found = set()
    for condition in conditions:
        given = _given(condition.parameter, function, call)
        if isinstance(given, ast.Constant) and bool(given.value) is not condition.is_true:
            return None
        if isinstance(given, ast.Name) and any(parameter.arg == given.id for parameter, _ in caller.parameters):
            if len(caller.bindings.get(given.id, ())) == 1:
                found.add(Condition(given.id, condition.is_true))
    return frozenset(found)


def _given(name: str, function: Scope, call: ast.Call) -> ast.expr | None:
    """What a call gives for a parameter, its default where it gives nothing, None where that can't be seen."""
    if any(keyword.arg is None for keyword in call.keywords) or any(isinstance(item, ast.Starred) for item in call.args):
        return syntax.argument(call, None, name)
    positional = [*function.function.args.posonlyargs, *function.function.args.args]
    is_bound = function.owner is not None and not any(syntax.dotted(item) == "staticmethod" for item in function.decorators)
    names = [item.arg for item in positional][int(is_bound) :]
    found = syntax.argument(call, names.index(name) if name in names else None, name)
    if found is not None:
        return found
    return next((default for parameter, default in function.parameters if parameter.arg == name), None)
