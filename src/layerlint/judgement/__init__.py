"""When a function decides about the domain: the model that the judgement rules share."""

from layerlint.judgement.creation import created
from layerlint.judgement.escapes import Escape, Escapes
from layerlint.judgement.exposure import Exposed, Exposure
from layerlint.judgement.http import HttpConcerns
from layerlint.judgement.logic import Judge
from layerlint.judgement.reach import Path, Reach
from layerlint.judgement.reason import Reason, is_logic, main_reason
from layerlint.judgement.scales import SCALES, THRESHOLD
from layerlint.judgement.secrets import Secret
from layerlint.judgement.signs import Family, Sign

__all__ = [
    "SCALES",
    "THRESHOLD",
    "Escape",
    "Escapes",
    "Exposed",
    "Exposure",
    "Family",
    "HttpConcerns",
    "Judge",
    "Path",
    "Reach",
    "Reason",
    "Secret",
    "Sign",
    "created",
    "is_logic",
    "main_reason",
]
