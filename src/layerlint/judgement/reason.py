"""What counts as a decision about the domain, and how much.

A function holds business logic when the weights of its reasons reach `THRESHOLD`. One strong reason is enough; small ones,
each of which plumbing also needs now and then, have to come together.

| reason | weight |
|---|---|
| the payload's content is checked by hand: its length, form, range, type, or one field against another | 100 |
| a password is hashed or verified | 100 |
| an external system is called over the network: by the function itself 100, through a helper 50 | 50-100 |
| mail is sent: by the function itself or under a condition 100, through a helper 50 | 50-100 |
| a file is written 50; a job is queued 25, under a condition 75; a token is made 25 | 25-75 |
| a conflict guard: something exists already. Under a condition, or with a second test, more; hand-queried 100 | 50-100 |
| a limit: something fetched is compared by order with a number or a setting, and refused | 100 |
| a state guard: an attribute of a domain object forbids the action, or ends it early | 50-75 |
| a permission guard about a domain object, after the first one | 50 |
| an attribute of a domain object is set: a copy 25 (two count), computed 50, a literal (a state transition) 100 | 25-100 |
| an entity's attribute is cleared or computed, and written to the database by the function itself | 100 |
| a domain value is computed by arithmetic | 50 |
| a loop that acts 50, that acts and branches 100, that nests 50, that guards 50 | 50-100 |
| a branch, no guard, that chooses between actions | 50 |
| three changing calls of services or repositories 100, two 25 | 25-100 |
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

THRESHOLD = 100


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a function does about the domain: where, how much it weighs, in words that follow the function's name."""

    node: ast.expr | ast.stmt
    weight: int
    text: str

    @property
    def line(self) -> int:
        """The 1-based line."""
        return self.node.lineno


def is_logic(reasons: list[Reason]) -> bool:
    """Whether reasons together make business logic."""
    return sum(reason.weight for reason in reasons) >= THRESHOLD


def main_reason(reasons: list[Reason]) -> Reason:
    """The first of the strongest reasons."""
    return min(reasons, key=lambda reason: (-min(reason.weight, THRESHOLD), reason.line))
