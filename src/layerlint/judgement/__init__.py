"""When a function decides about the domain: the model that the judgement rules share."""

from layerlint.judgement.logic import Judge
from layerlint.judgement.reason import THRESHOLD, Reason, is_logic, main_reason

__all__ = ["THRESHOLD", "Judge", "Reason", "is_logic", "main_reason"]
