"""Tests of roles and permissions, and of switches in the application's settings."""

from __future__ import annotations

import ast
import re

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Kind
from layerlint.project.resolver import Resolver

_ROLE = re.compile(r"(^|_)(roles?|permissions?|privileges?)$")
_FLAG = re.compile(r"^(is_(admin|superuser|staff|administrator|moderator)|has_(perms?|permissions?|role|access)|can_[a-z_]+)$")
_RANK = re.compile(
    r"admin|owner|manager|super|staff|moderator|editor|viewer|contributor|maintainer|operator|guest|root|^member", re.I
)
_SETTINGS = frozenset({"settings", "config", "current_app.config", "app_settings"})
_TECHNICAL = re.compile(
    r"debug|sqlite|postgres|mysql|oracle|dialect|database|cache|log|test|echo|redis|search|vector|timeout|trac|metric|sentry|async",
    re.I,
)


def tested(condition: ast.expr) -> ast.expr | None:
    """The part of a condition that tests a role or permission, None without one.

    A role is compared with a fixed one (`user.role == "admin"`); a flag or method of a user is asked (`user.is_superuser`).
    """
    for node in _parts(condition):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = node.left, node.comparators[0]
            for role, fixed in ((left, right), (right, left)):
                if _ROLE.search(_last(role)) and _is_rank(fixed):
                    return node
        subject = node.func if isinstance(node, ast.Call) else node
        if isinstance(subject, ast.Attribute) and _FLAG.match(subject.attr) and not _is_class(subject.value):
            return node
    return None


def switch(condition: ast.expr, scope: Scope, resolver: Resolver) -> ast.expr | None:
    """The part of a condition that is a switch of the settings (`settings.IS_DEMO`), what only technique needs left out."""
    for node in _parts(condition):
        if not isinstance(node, ast.Attribute) or _TECHNICAL.search(node.attr):
            continue
        if syntax.dotted(node.value) in _SETTINGS or resolver.has_kind(resolver.value(node.value, scope), Kind.SETTINGS):
            return node
    return None


def _parts(condition: ast.expr) -> list[ast.expr]:
    """What a condition puts together by `and`, `or` and `not`."""
    if isinstance(condition, ast.BoolOp):
        return [part for value in condition.values for part in _parts(value)]
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        return _parts(condition.operand)
    return _parts(condition.value) if isinstance(condition, ast.Await) else [condition]


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_class(node: ast.expr) -> bool:
    """A column of an entity is no flag of a user."""
    return isinstance(node, ast.Name) and node.id[:1].isupper()


def _is_rank(node: ast.expr) -> bool:
    """Whether a fixed value names a rank among users, or is a list in which one does: the roles of a chat's messages are none."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return any(_is_rank(item) for item in node.elts)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _RANK.search(node.value) is not None
    if isinstance(node, ast.Attribute):
        return _is_rank(node.value) if node.attr == "value" else _RANK.search(node.attr) is not None
    return isinstance(node, ast.Name) and node.id.isupper() and _RANK.search(node.id) is not None
