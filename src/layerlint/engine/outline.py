"""The statements of a module, by the words that they hold and the names that they bind: how far an edit can be felt by name."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from layerlint import syntax

_WORD = re.compile(r"[^\W\d]\w*")
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Statement(NamedTuple):
    """A statement at a module's top; `has_star` says that it imports all names that another module has."""

    written: str
    names: frozenset[str]
    words: frozenset[str]
    has_star: bool


class Outline:
    """The statements of a text."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        try:
            body = syntax.parse(text).body
        except syntax.UnreadableError:
            body = []
        self.statements = [_statement(node, lines) for node in body]

    def felt(self, words: frozenset[str] | set[str]) -> set[str] | None:
        """The names that change their meaning when some words do, None when no statement has any of the words."""
        changed = set(words)
        names: set[str] = set()
        waiting = self.statements
        while True:
            hit: list[Statement] = []
            missed: list[Statement] = []
            for item in waiting:
                (hit if item.has_star or not changed.isdisjoint(item.words) else missed).append(item)
            if not hit:
                return names if len(waiting) < len(self.statements) else None
            for item in hit:
                names |= words if item.has_star else item.names
            changed |= names
            waiting = missed


def changed_names(before: str, after: str) -> set[str] | None:
    """The names that an edit gives another meaning; None when that can't be told by names."""
    old, new = Outline(before).statements, Outline(after).statements
    was, now = Counter(item.written for item in old), Counter(item.written for item in new)
    common = was & now
    if _in_order(old, common) != _in_order(new, common) or not new:
        return None
    changed = [item for item in old if was[item.written] > now[item.written]]
    changed += [item for item in new if now[item.written] > was[item.written]]
    if any(item.has_star for item in changed):
        return None
    names = {name for item in changed for name in item.names}
    return names | (Outline(after).felt(names) or set()) | (Outline(before).felt(names) or set()) if names else set()


def _in_order(statements: list[Statement], common: Counter[str]) -> list[str]:
    return [item.written for item in statements if item.written in common]


def _statement(node: ast.stmt, lines: list[str]) -> Statement:
    first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", ()))])
    written = "\n".join(lines[first - 1 : node.end_lineno])
    has_star = isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    return Statement(written, frozenset(_bound(node)), frozenset(_WORD.findall(written)), has_star)


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds at the module's top."""
    if isinstance(node, _SCOPES):
        yield node.name
        return
    if isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
        return
    elif isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name
    elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
        root = syntax.root_of(node)
        if isinstance(root, ast.Name):
            yield root.id
    for child in ast.iter_child_nodes(node):
        yield from _bound(child)
