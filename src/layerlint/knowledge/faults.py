"""What is wrong with a table: words in it that mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from layerlint.config import nearest
from layerlint.knowledge.library import Library
from layerlint.model import Effect

WORDS = (*Effect, "query", "consume", "check")
_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\Z")


def faults(library: Library) -> Iterator[tuple[str, str]]:
    """The names of a table that something is wrong with, and what."""
    for name in dict.fromkeys((*library.kinds, *library.bases, *library.methods, *library.attributes, *library.functions)):
        if not _DOTTED.match(name) and not name.endswith(".*"):
            yield name, f"`{name}` is no dotted path"
    for name, bases in library.bases.items():
        for base in bases:
            if not _DOTTED.match(base):
                yield name, f"the base `{base}` is no dotted path"
    calls: list[tuple[str, Mapping[str, str]]] = [*library.methods.items()]
    calls += [(name, {"": text}) for name, text in library.functions.items()]
    for name, methods in calls:
        for method, text in methods.items():
            for fault in in_call(text):
                yield name, f"{fault}, in `{method}`" if method else fault


def in_call(text: str) -> Iterator[str]:
    """What is wrong with the description of a call, `"effects -> result"`."""
    effects, _, _ = text.partition("->")
    for word in effects.split(","):
        if word.strip() and word.strip() not in WORDS:
            hint = nearest(word.strip(), WORDS) or ": effects are " + ", ".join(f"`{item}`" for item in WORDS)
            yield f"unknown effect `{word.strip()}`{hint}"
