"""Whether an edit only moves code: blank lines and comments between statements came, went or changed, and nothing else."""

from __future__ import annotations

import ast

from layerlint import syntax

_PRAGMA = "layerlint:"


def moved(old: str, new: str) -> dict[int, int] | None:
    """The 1-based lines that the lines of an old text have in a new one, None when more than their place has changed."""
    before, after = _kept(old), _kept(new)
    if before is None or after is None or [line for _, line in before] != [line for _, line in after]:
        return None
    return {number: now for (number, _), (now, _) in zip(before, after, strict=True)}


def _kept(text: str) -> list[tuple[int, str]] | None:
    """The lines, with their numbers, that say anything; comments that speak to layerlint, and all inside statements, do."""
    try:
        inside = _inside_statements(syntax.parse(text))
    except syntax.UnreadableError:
        return None
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        start = line.lstrip()
        if number in inside or (start and not start.startswith("#")) or _PRAGMA in line:
            found.append((number, line))
    return found


def _inside_statements(tree: ast.Module) -> set[int]:
    """The lines of statements that take several; of those with a body, the lines before it."""
    found: set[int] = set()
    waiting: list[ast.AST] = [tree]
    for node in waiting:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                body = getattr(child, "body", None) or getattr(child, "cases", None)
                first = min([child.lineno, *(item.lineno for item in getattr(child, "decorator_list", ()))])
                end = child.end_lineno or child.lineno
                if isinstance(body, list) and body:
                    end = (body[0].lineno if isinstance(body[0], ast.stmt) else body[0].pattern.lineno) - 1
                    waiting.append(child)
                if end > first:
                    found.update(range(first, end + 1))
            elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
                waiting.append(child)
    return found
