"""One registration of a handler, and the HTTP methods that it names."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.model import Confidence

VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace"})


@dataclass(frozen=True, slots=True)
class Route:
    """One registration of a handler.

    `call` is the decorator or the registering call, None for a method that its class's base makes a handler and for a decorator
    that isn't called; `scope` is where it is written. `is_annotated` says that the handler's annotations declare its body and
    response, `body_name` the one parameter that can be the body, if the framework has a name for it.
    """

    call: ast.Call | None
    scope: Scope
    methods: tuple[str, ...]
    is_websocket: bool
    confidence: Confidence
    is_annotated: bool = True
    body_name: str = ""

    def keyword(self, name: str) -> ast.expr | None:
        """An option of the registration, such as `response_model`."""
        return syntax.argument(self.call, None, name) if self.call is not None else None

    @property
    def path(self) -> str | None:
        """The URL path as it is written, None when it is no literal."""
        if self.call is None:
            return None
        given = syntax.argument(self.call, None, "path")
        for node in [given] if given is not None else self.call.args:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                return node.value
        return None

    @property
    def has_options(self) -> bool:
        """Whether options hide behind `**`."""
        return self.call is not None and any(keyword.arg is None for keyword in self.call.keywords)


def methods_of(text: str, call: ast.Call | None) -> tuple[str, ...]:
    """The HTTP methods that a registration names, by the words of a knowledge table."""
    head, _, default = text.partition("|")
    if not head.startswith("$"):
        return tuple(head.split())
    name = head[1:]
    given = None
    if call is not None:
        given = syntax.argument(call, int(name)) if name.isdigit() else syntax.argument(call, None, name)
    nodes = given.elts if isinstance(given, (ast.List, ast.Tuple, ast.Set)) else [given] if given is not None else []
    found = tuple(item.value.upper() for item in nodes if isinstance(item, ast.Constant) and isinstance(item.value, str))
    return found or tuple(default.split())
