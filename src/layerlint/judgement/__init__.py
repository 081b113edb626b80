"""When a function decides about the domain: the model that the judgement rules share."""

from layerlint.judgement.http import HttpConcerns
from layerlint.judgement.logic import Judge
from layerlint.judgement.reach import Path, Reach
from layerlint.judgement.reason import Reason, is_logic, main_reason
from layerlint.judgement.scales import SCALES, THRESHOLD
from layerlint.judgement.signs import Family, Sign

__all__ = [
    "SCALES",
    "THRESHOLD",
    "Family",
    "HttpConcerns",
    "Judge",
    "Path",
    "Reach",
    "Reason",
    "Sign",
    "is_logic",
    "main_reason",
]
