"""The rules: one file each, found here by `load`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from layerlint.rule import Check, Rule


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """A rule with its check (None where the engine itself reports it) and its documentation page.

    `concerns` tells by a module's text, before it is parsed, whether the rule may find anything in it; None where it can't.
    """

    rule: Rule
    check: Check | None
    page: str
    concerns: Callable[[str], bool] | None = None


@cache
def load() -> tuple[LoadedRule, ...]:
    """All rules by code."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        page = (module.__doc__ or "").strip() + "\n"
        found.append(LoadedRule(module.RULE, getattr(module, "check", None), page, getattr(module, "concerns", None)))
    return tuple(sorted(found, key=lambda item: item.rule.code))
