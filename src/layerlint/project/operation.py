"""One thing that a function does to the world: an outermost call chain with effects, or a lazy query that is run."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from layerlint.model import DATABASE_EFFECTS, Confidence, Effect
from layerlint.project.values import Value


@dataclass(frozen=True, slots=True)
class Operation:
    """One outermost call chain with effects. `subject` is how its first acting call is written, `on` what it acts on.

    `is_query` is true of a query that is bound to a session and only built. `consumed` is the variable with a lazy query that
    is run here, by a loop, `await` or `list(...)`.
    """

    node: ast.expr
    effects: frozenset[Effect]
    subject: str
    on: Value
    is_query: bool = False
    consumed: ast.Name | None = None

    @property
    def is_database(self) -> bool:
        """Whether it reads, writes or ends a transaction, or builds a query that is bound to a session."""
        return self.is_query or not self.effects.isdisjoint(DATABASE_EFFECTS)

    @property
    def is_transaction_only(self) -> bool:
        """Whether all that it does is to begin, commit, flush or roll back."""
        return not self.is_query and self.effects & DATABASE_EFFECTS == {Effect.TRANSACTION}

    @property
    def confidence(self) -> Confidence:
        """How sure the kind of the receiver is."""
        return self.on.confidence
