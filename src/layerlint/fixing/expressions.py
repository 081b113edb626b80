"""Expressions and other parts from their text."""

from __future__ import annotations

import libcst as cst

from layerlint.fixing.refusal import RefusedError


def parsed(tree: cst.Module, written: str) -> cst.BaseExpression:
    """An expression by its text, for a module's tree. Raises `RefusedError` for what is none."""
    try:
        return cst.parse_expression(written, config=tree.config_for_parsing)
    except cst.ParserSyntaxError as error:
        raise RefusedError(f"`{written}` can't be put there") from error
