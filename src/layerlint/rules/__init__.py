"""The rules: one file each, found here by `load`."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache

from layerlint.rule import Check, Rule


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """A rule with its check (None where the engine itself reports it) and its documentation page."""

    rule: Rule
    check: Check | None
    page: str


@cache
def load() -> tuple[LoadedRule, ...]:
    """All rules by code."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        found.append(LoadedRule(module.RULE, getattr(module, "check", None), (module.__doc__ or "").strip() + "\n"))
    return tuple(sorted(found, key=lambda item: item.rule.code))
