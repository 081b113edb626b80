"""Computations: arithmetic on domain values, and grouping."""

from __future__ import annotations

import ast
import re

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.judgement.roles import Role, Roles
from layerlint.model import Kind
from layerlint.project.resolver import Resolver

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_PAGINATION = re.compile(r"^(skip|limit|offset|page|per_page|page_size|size|pages|items_per_page|page_number)$")
_COUNTS = frozenset({"total", "count"})
_JOINED = frozenset({"str", "bytes", "list", "pathlib.Path", "tuple", "dict", "set"})


def is_computation(node: ast.BinOp, scope: Scope, resolver: Resolver, roles: Roles) -> bool:
    """Whether an innermost arithmetic expression makes a domain value: no text, no page numbers, no column."""
    operands = [node.left, node.right]
    if not isinstance(node.op, _OPERATORS) or any(isinstance(item, ast.BinOp) for item in operands):
        return False
    values = [resolver.value(item, scope) for item in operands]
    if any(value.name in _JOINED for value in values):
        return False
    names = [item.id for item in syntax.descendants(node) if isinstance(item, ast.Name)]
    attributes = [item.attr for item in syntax.descendants(node) if isinstance(item, ast.Attribute)]
    if any(_PAGINATION.match(name) for name in (*names, *attributes)) or (not _COUNTS.isdisjoint(names) and len(names) > 1):
        return False
    if any(resolver.has_kind(value, Kind.COLUMN, Kind.STATEMENT) for value in values):
        return False
    return any(isinstance(item, (ast.Attribute, ast.Name)) and roles.of(item) is not Role.PLUMBING for item in operands)


def is_grouping(call: ast.Call) -> bool:
    """`groups[key].append(x)`, `groups.setdefault(key, []).append(x)`."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in ("append", "add", "extend"):
        return False
    owner = function.value
    return isinstance(owner, ast.Subscript) or (
        isinstance(owner, ast.Call) and isinstance(owner.func, ast.Attribute) and owner.func.attr == "setdefault"
    )
