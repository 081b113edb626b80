"""Reasons for calling a function business logic, and what they add up to."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from layerlint.judgement.scales import THRESHOLD
from layerlint.judgement.signs import Sign


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a function does about the domain: where, which sign it is, how much it weighs in the function's layer.

    `text` says it in words that follow the function's name.
    """

    node: ast.expr | ast.stmt
    sign: Sign
    weight: int
    text: str

    @property
    def line(self) -> int:
        """The 1-based line."""
        return self.node.lineno


def is_logic(reasons: list[Reason], threshold: int = THRESHOLD) -> bool:
    """Whether reasons together make business logic."""
    return sum(reason.weight for reason in reasons) >= threshold


def main_reason(reasons: list[Reason], threshold: int = THRESHOLD) -> Reason:
    """The first of the strongest reasons."""
    return min(reasons, key=lambda reason: (-min(reason.weight, threshold), reason.line))
