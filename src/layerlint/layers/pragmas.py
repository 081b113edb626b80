"""`# layerlint: layer=...` comments."""

from __future__ import annotations

import re

from layerlint.facts import ModuleFacts
from layerlint.model import Layer

_PRAGMA = re.compile(r"#\s*layerlint:\s*layer\s*=\s*(\w+)")


def layers_by_line(facts: ModuleFacts) -> dict[int, str]:
    """The layer names that comments give, by 1-based line; a line of its own at column 0 above code counts for the module."""
    if not facts.mentions_layerlint:
        return {}
    found = {}
    for number, line in enumerate(facts.text.split("\n"), 1):
        match = _PRAGMA.search(line)
        if match:
            found[number] = match.group(1)
    return found


def module_layer(facts: ModuleFacts) -> tuple[Layer, int] | None:
    """The layer that a comment on a line of its own declares for the whole module, and its line."""
    if not facts.mentions_layerlint:
        return None
    lines = facts.text.split("\n")
    definitions = {scope.line for scope in facts.top.children}
    for number, name in layers_by_line(facts).items():
        if number not in definitions and lines[number - 1].startswith("#") and name in set(Layer):
            return Layer(name), number
    return None


def definition_layer(facts: ModuleFacts, line: int) -> Layer | None:
    """The layer that a comment on the `def` or `class` line declares."""
    if not facts.mentions_layerlint:
        return None
    name = layers_by_line(facts).get(line)
    return Layer(name) if name in set(Layer) else None
