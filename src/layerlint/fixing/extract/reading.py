"""Results that are read where they are needed: the reading goes along with the query, if nothing can tell the difference."""

from __future__ import annotations

import ast

from layerlint.facts import BindingForm, Scope
from layerlint.model import Kind
from layerlint.project import Project

_QUIET = frozenset({"scalars", "all", "first", "mappings", "unique", "fetchall", "fetchone"})
_RAISING = frozenset({"one", "one_or_none", "scalar", "scalar_one", "scalar_one_or_none"})
_REPEATED = (ast.For, ast.AsyncFor, ast.While, ast.Lambda, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def reading_of(project: Project, function: Scope, parents: dict[int, ast.AST], expression: ast.expr) -> ast.expr | None:
    """The one chain of calls by which a function reads a result that it has just given a name: `result.scalars().all()`."""
    host = parents.get(id(expression))
    if not isinstance(host, ast.Assign) or len(host.targets) != 1 or not isinstance(host.targets[0], ast.Name):
        return None
    name = host.targets[0].id
    bindings = function.bindings.get(name, ())
    if len(bindings) != 1 or bindings[0].form is not BindingForm.ASSIGNMENT:
        return None
    if not project.resolver.has_kind(project.resolver.value(expression, function), Kind.RESULT):
        return None
    uses = [node for node in ast.walk(function.function) if isinstance(node, ast.Name) and node.id == name]
    uses = [node for node in uses if isinstance(node.ctx, ast.Load)]
    if len(uses) != 1:
        return None
    chain, called = _chain(uses[0], parents)
    if chain is None or not called or not called <= _QUIET | _RAISING:
        return None
    if isinstance(parents.get(id(chain)), ast.Await) or _is_between(project, function, host, chain):
        return None
    if not called <= _QUIET and not _follows(host, chain, parents):
        return None
    return chain if _runs_once(chain, host, parents) else None


def _is_between(project: Project, function: Scope, host: ast.stmt, chain: ast.expr) -> bool:
    """Whether anything is done to the database before the result is read."""
    start, end = (host.end_lineno or 0, host.end_col_offset or 0), (chain.lineno, chain.col_offset)
    return any(start <= (item.node.lineno, item.node.col_offset) < end for item in project.operations.database(function))


def _chain(node: ast.expr, parents: dict[int, ast.AST]) -> tuple[ast.expr | None, set[str]]:
    """The calls of methods that begin at a name, and these methods' names."""
    called: set[str] = set()
    while True:
        attribute = parents.get(id(node))
        call = parents.get(id(attribute)) if isinstance(attribute, ast.Attribute) else None
        if not isinstance(attribute, ast.Attribute) or not isinstance(call, ast.Call) or call.func is not attribute:
            return (node if not isinstance(attribute, ast.Attribute) else None), called
        if call.args or call.keywords:
            return None, called
        called.add(attribute.attr)
        node = call


def _follows(host: ast.stmt, node: ast.AST, parents: dict[int, ast.AST]) -> bool:
    """Whether a node is what the next statement begins with."""
    statement = node
    while not isinstance(statement, ast.stmt):
        statement = parents[id(statement)]
    block = next(
        (
            found
            for field in ("body", "orelse", "finalbody")
            if isinstance(found := getattr(parents[id(host)], field, None), list) and any(item is host for item in found)
        ),
        [],
    )
    index = next((place for place, item in enumerate(block) if item is host), len(block))
    if index + 1 >= len(block) or block[index + 1] is not statement:
        return False
    value = getattr(statement, "value", getattr(statement, "test", None))
    return value is node


def _runs_once(node: ast.AST, host: ast.stmt, parents: dict[int, ast.AST]) -> bool:
    """Whether a node is evaluated once at most for each time that the statement before it is run."""
    around = {id(parents[id(host)])}
    outer = parents[id(host)]
    while id(outer) in parents:
        outer = parents[id(outer)]
        around.add(id(outer))
    while id(node) not in around:
        parent = parents[id(node)]
        if isinstance(parent, _DEFINITIONS) and id(parent) not in around:
            return False
        if isinstance(parent, _REPEATED) and id(parent) not in around:
            if not isinstance(parent, (ast.For, ast.AsyncFor)) or parent.iter is not node:
                return False
        if isinstance(parent, ast.comprehension):
            grand = parents[id(parent)]
            if parent.iter is not node or getattr(grand, "generators", [None])[0] is not parent:
                return False
            node = grand
            continue
        node = parent
    return True
