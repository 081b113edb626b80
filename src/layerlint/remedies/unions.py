"""Annotations that allow `None`, in the way in which a file and its project write them."""

from __future__ import annotations

import ast
import re

from layerlint import syntax
from layerlint.facts import ModuleFacts, Scope
from layerlint.project import Form, Project, type_hints
from layerlint.remedies import naming
from layerlint.remedies.naming import Named

_BAR = re.compile(r"\|\s*None\b")
_OPTIONAL = re.compile(r"\bOptional\[")
_ANYTHING = frozenset({"typing.Any", "typing_extensions.Any", "object"})
_PLAIN_STRING = re.compile(r"""(["'])(?!\1)[^\\\n]*\1$""")


def says_none(project: Project, node: ast.expr, scope: Scope) -> bool:
    """Whether an annotation allows `None` among other things that it names, not because it allows anything."""
    return not is_anything(project, node, scope) and admits_none(project, node, scope)


def is_anything(project: Project, node: ast.expr, scope: Scope) -> bool:
    """Whether an annotation is `Any` or `object`."""
    return isinstance(node, (ast.Name, ast.Attribute)) and project.resolver.value(node, scope).name in _ANYTHING


def admits_none(project: Project, node: ast.expr, scope: Scope, depth: int = 6) -> bool:
    """Whether an annotation allows `None`."""
    if depth == 0:
        return False
    if isinstance(node, ast.Constant):
        parsed = type_hints.parse_string(project.resolver, node) if isinstance(node.value, str) else None
        return node.value is None or (parsed is not None and admits_none(project, parsed, scope, depth - 1))
    if isinstance(node, ast.BinOp):
        return any(admits_none(project, item, scope, depth - 1) for item in (node.left, node.right))
    if isinstance(node, ast.Subscript):
        head = project.resolver.value(node.value, scope).name
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if head.endswith(".Annotated"):
            return admits_none(project, items[0], scope, depth - 1)
        return head.endswith(".Optional") or (
            head.endswith((".Union", ".Literal")) and any(admits_none(project, item, scope, depth - 1) for item in items)
        )
    if isinstance(node, (ast.Name, ast.Attribute)):
        if is_anything(project, node, scope):
            return True
        alias = type_hints.find_alias(project.resolver, node, scope)
        if alias is not None and not isinstance(alias[0], (ast.Call, ast.Name, ast.Attribute)):
            return admits_none(project, alias[0], alias[1], depth - 1)
    return False


def widened(project: Project, facts: ModuleFacts, node: ast.expr, scope: Scope) -> Named | None:
    """An annotation that allows `None` besides, None where it can't be written for certain."""
    written = syntax.segment(project.modules.lines(facts.key), node)
    if isinstance(node, ast.Constant):
        if not isinstance(node.value, str) or not _PLAIN_STRING.match(written):
            return None
        with_bar = f"{written[:-1]} | None{written[-1]}"
        return Named(with_bar) if _writes_bar(project, facts) else None
    if "#" in written or "\n" in written:
        return None
    return or_none(project, facts, written, _is_type(project, node, scope))


def or_none(project: Project, facts: ModuleFacts, written: str, is_type: bool) -> Named | None:
    """A type that allows `None`; `is_type` says that Python itself takes it for one when it is run."""
    if ("|" in written or _writes_bar(project, facts)) and (is_type or _is_postponed(facts)):
        return Named(f"{written} | None")
    if not is_type:
        return None
    optional = naming.foreign(project, facts, "typing", "Optional")
    return Named(f"{optional.written}[{written}]", optional.imports) if optional is not None else None


def _writes_bar(project: Project, facts: ModuleFacts) -> bool:
    """Whether a file writes `X | None`; one that writes neither does as its project does."""
    if _BAR.search(facts.text):
        return True
    if _OPTIONAL.search(facts.text):
        return False
    return project.habits.writes_bar(facts.key)


def _is_postponed(facts: ModuleFacts) -> bool:
    return any(item.target.module == "__future__" and item.target.name == "annotations" for item in facts.imports)


def _is_type(project: Project, node: ast.expr, scope: Scope) -> bool:
    """Whether an annotation is a class, a generic of one, or a union: what `|` can be put behind when it is run."""
    if isinstance(node, ast.Subscript):
        return _is_type(project, node.value, scope)
    if isinstance(node, ast.BinOp):
        return _is_type(project, node.left, scope)
    if isinstance(node, (ast.Name, ast.Attribute)):
        value = project.resolver.value(node, scope)
        if value.form is Form.CLASS:
            return value.name != "any"
        return type_hints.find_alias(project.resolver, node, scope) is not None
    return False
