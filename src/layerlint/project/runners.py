"""Functions that a call has others run: `run_in_threadpool(work, 1)`, `loop.run_in_executor(None, partial(work, 1))`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Scope

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_PARTIAL = frozenset({"functools.partial"})


def given_to_run(resolver: Resolver, call: ast.Call, scope: Scope, later: bool = False) -> ast.expr | None:
    """The function that a call runs and waits for, or, `later`, only starts; None for other calls."""
    knowledge = resolver.knowledge
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    if name not in knowledge.runner_names:
        return None
    known = resolver.known_as(function, scope, knowledge.runners)
    if known is None:
        return None
    position, keyword, *rest = knowledge.runners[known].split()
    if (rest == ["later"]) is not later:
        return None
    given = syntax.argument(call, int(position), keyword)
    if isinstance(given, ast.Call) and given.args and resolver.known_as(given.func, scope, _PARTIAL):
        return given.args[0]
    return given
