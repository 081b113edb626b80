"""Edits carried out with libcst, which is loaded with this package alone: import it late."""

from layerlint.fixing.difference import unified
from layerlint.fixing.refusal import RefusedError
from layerlint.fixing.rounds import Change, Outcome, Refused, fix, write

__all__ = ["Change", "Outcome", "Refused", "RefusedError", "fix", "unified", "write"]
