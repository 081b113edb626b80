"""Syntax that this Python is too old for and that can be read all the same."""

from __future__ import annotations

import ast
import re
import sys

_UNPARENTHESISED = re.compile(r"^([ \t]*except\*?)[ \t]([ \t]*[\w.]+(?:[ \t]*,[ \t]*[\w.]+)+[ \t]*):[ ]?", re.M)


def parse(text: str) -> ast.Module | None:
    """The tree of a text that has `except A, B:`, as Python 3.14 reads it (PEP 758), with the places that are in the text.

    None where there is nothing of the kind, or more that this Python can't read.
    """
    if sys.version_info >= (3, 14):
        return None
    lines = {text.count("\n", 0, match.start()) + 1 for match in _UNPARENTHESISED.finditer(text)}
    if not lines:
        return None
    # The parentheses take the places of a blank before and after, so that nothing moves.
    try:
        tree = ast.parse(_UNPARENTHESISED.sub(r"\1(\2):", text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.lineno in lines and isinstance(node.type, ast.Tuple):
            first, last = node.type.elts[0], node.type.elts[-1]
            node.type.col_offset, node.type.end_col_offset = first.col_offset, last.end_col_offset
    return tree
