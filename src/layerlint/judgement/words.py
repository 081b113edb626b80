"""The words by which calls are known, and how code is written in messages."""

from __future__ import annotations

import ast
import re

from layerlint import syntax

CHANGING = re.compile(
    r"^(async_)?(create|update|delete|add|remove|set|save|insert|upsert|patch|put|register|send|assign|unassign|attach|detach|"
    r"activate|deactivate|cancel|approve|reject|archive|restore|process|run|store|increment|decrement|mark|grant|revoke|append)"
    r"(_|$)"
)
ASKING = re.compile(r"^(is|has|can|should)_|_(options|statement|query|url)$")
PASSWORD = re.compile(
    r"^_?((get|make|create|generate|compute)_)?(hash(ed)?|encrypt|verify|check|validate|set|make)"
    r"_?(user_)?(password|pwd|passwd)(_hash)?$"
    r"|^_?((get|make|create|generate)_)?(password|pwd)_hash$"
)
_LONGEST = 48


def callee(node: ast.Call) -> str:
    """How a call's callee is written: its dotted name, or the last attribute of another expression."""
    return syntax.dotted(node.func) or (node.func.attr if isinstance(node.func, ast.Attribute) else "call")


def tail(node: ast.Call) -> str:
    """The last name of a call's callee."""
    return last_name(node.func)


def last_name(node: ast.expr) -> str:
    """The last name of what is called."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else "call"


def written(node: ast.AST) -> str:
    """Code for a message, shortened."""
    text = ast.unparse(node)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
