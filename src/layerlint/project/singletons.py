"""Functions that hand out one shared object, however often they are called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.project.values import Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


def gives_shared(resolver: Resolver, callee: Value) -> bool:
    """Whether a project function keeps what it returns in a global name or on its class: `Storage.get_default()`."""
    scope = resolver.scope_of(callee) if callee.form is Form.FUNCTION else None
    if scope is None or not scope.is_function:
        return False
    nodes = syntax.descendants(scope.node)
    kept = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    first = next(iter(scope.parameters), None)
    for node in nodes:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and first is not None:
                kept |= {f"{target.value.id}.{target.attr}"} if target.value.id == first[0].arg else set()
    return any(statement.value is not None and syntax.dotted(statement.value) in kept for statement in scope.returns)
