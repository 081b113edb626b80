"""Names for what is made: methods, parameters, repositories."""

from __future__ import annotations

import keyword
import re


def snake(name: str) -> str:
    """`BookingRepository` as `booking_repository`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower().strip("_")


def plural(word: str) -> str:
    """The plural of an English word in snake case; `tags` is one already."""
    if re.search(r"[^suai]s$", word):
        return word
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|z|ch|sh)$", word) else f"{word}s"


def is_name(text: str) -> bool:
    """Whether a text can be a variable's name."""
    return text.isidentifier() and not keyword.iskeyword(text) and not text.startswith("__")
