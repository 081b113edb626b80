"""Which functions of other modules the handlers call themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from layerlint.facts import ModuleFacts
from layerlint.project.contributions import Record
from layerlint.project.values import Form

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver
    from layerlint.project.routes import Routes


class HandlerCalls:
    """The functions that handlers call, by symbol; the index is made when first asked for."""

    name = "handler calls"
    lines: tuple[int, ...] = ()
    has_targets = True

    def __init__(self, resolver: Resolver, routes: Routes) -> None:
        self._resolver = resolver
        self._routes = routes
        self._callers: dict[str, str] | None = None

    def caller(self, symbol: str) -> str | None:
        """The name of a handler of another module that calls a function itself, of several the first by module."""
        if self._callers is None:
            found: dict[str, str] = {}
            for _, part in self._resolver.contributions.of(self):
                for function, handler in part:
                    found.setdefault(function, handler)
            self._callers = found
        return self._callers.get(symbol)

    def concerns(self, text: str) -> bool:
        """Whether a text may hold handlers that call what they import."""
        return "import " in text and "def " in text

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """The functions of other modules that a module's handlers call, each with the handler's name."""
        for scope in facts.functions():
            if not self._routes.of(scope):
                continue
            for link in scope.links:
                value = self._resolver.value(link.func, scope)
                if value.form is Form.FUNCTION and value.is_project and not value.name.startswith(f"{facts.key}::"):
                    yield value.name, scope.name
