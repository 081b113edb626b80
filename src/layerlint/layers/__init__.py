"""Which layer a module, class or function belongs to, and why."""

from layerlint.layers.circles import Circle, Circles
from layerlint.layers.classify import Classifier
from layerlint.layers.evidence import UNKNOWN, Evidence, Verdict
from layerlint.layers.matrix import forbidden
from layerlint.layers.mixture import Part, mixed
from layerlint.layers.purpose import Purpose, is_beside
from layerlint.layers.purpose import of as purpose_of
from layerlint.layers.router_groups import RouterGroups, Ungrouped

__all__ = [
    "UNKNOWN",
    "Circle",
    "Circles",
    "Classifier",
    "Evidence",
    "Part",
    "Purpose",
    "RouterGroups",
    "Ungrouped",
    "Verdict",
    "forbidden",
    "is_beside",
    "mixed",
    "purpose_of",
]
