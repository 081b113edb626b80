"""Imports that nothing needs any longer."""

from __future__ import annotations

import re
from collections.abc import Callable

import libcst as cst


def without_needless(tree: cst.Module, names: set[str], mentions: Callable[[str, str], bool] | None = None) -> cst.Module:
    """A tree without the imports of some names, where its text mentions them nowhere else, and no comment belongs to them."""
    mentions = mentions or holds
    for name in sorted(names):
        body = [*tree.body]
        for index, line in enumerate(body):
            if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1:
                changed = _without(tree, line, name)
                if changed is not line:
                    if changed is None:
                        del body[index]
                        if line.leading_lines and index < len(body):
                            following = body[index]
                            lines = [*line.leading_lines, *following.leading_lines]
                            body[index] = following.with_changes(leading_lines=_single(lines, line, following))
                    else:
                        body[index] = changed
                    break
        else:
            continue
        changed_tree = tree.with_changes(body=body)
        if not mentions(changed_tree.code, name):
            tree = changed_tree
    return tree


def holds(text: str, name: str) -> bool:
    """Whether a text holds a word."""
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


def _single(
    lines: list[cst.EmptyLine], gone: cst.SimpleStatementLine, following: cst.SimpleStatementLine | cst.BaseCompoundStatement
) -> list[cst.EmptyLine]:
    """The longer of two gaps, and the comments of both."""
    if any(line.comment is not None for line in lines):
        return lines
    return [*max(gone.leading_lines, following.leading_lines, key=len)]


def _without(tree: cst.Module, line: cst.SimpleStatementLine, name: str) -> cst.SimpleStatementLine | None:
    """A line of imports without a name: the line itself if it hasn't that, None if nothing is left of it."""
    node = line.body[0]
    if not isinstance(node, (cst.Import, cst.ImportFrom)) or isinstance(node.names, cst.ImportStar):
        return line
    names = [*node.names]
    index = next(
        (place for place, item in enumerate(names) if (item.evaluated_alias or item.evaluated_name.partition(".")[0]) == name), None
    )
    if index is None or "#" in tree.code_for_node(line.with_changes(leading_lines=())):
        return line
    if len(names) == 1:
        return None if not any(item.comment is not None for item in line.leading_lines) else line
    gone = names.pop(index)
    if index == len(names):
        names[-1] = names[-1].with_changes(comma=gone.comma)
    return line.with_changes(body=[node.with_changes(names=names)])
