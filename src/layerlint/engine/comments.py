"""The comments that speak to layerlint: what they are told by, and what they name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

NOQA = re.compile(r"# noqa(?::[\s]?(?P<codes>([A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
VERBS = ("ignore", "ignore-file", "layer")
_OWN_CODE = re.compile(r"\bLAY\d+\b")
_PRAGMA = re.compile(r"#\s*layerlint:\s*(?P<verb>[\w-]+)\s*(?:\[(?P<listed>[^\]]*)\]|=\s*(?P<given>[\w-]+))?")
_WORD = re.compile(r"[^\s,][^,]*?(?=\s*(?:,|$))")


class Word(NamedTuple):
    """A word of a comment: a rule's or layer's name, or the comment's verb; columns are 0-based, in code points."""

    text: str
    line: int
    column: int

    @property
    def end(self) -> int:
        """The column after it."""
        return self.column + len(self.text)


class Comment(NamedTuple):
    """A comment by its verb, which is `noqa` or what follows `layerlint:`, with the names in it."""

    verb: Word
    names: tuple[Word, ...]


def read(comments: Iterable[tuple[int, int, str]]) -> list[Comment]:
    """The comments that name rules or layers, of those given by 1-based line, 0-based column and text."""
    found = []
    for line, column, text in comments:
        pragma = _PRAGMA.search(text)
        if pragma is not None:
            found.append(_pragma(pragma, line, column))
        noqa = NOQA.search(text)
        if noqa is not None and noqa.group("codes"):
            start = noqa.start("codes")
            names = [Word(code.group(), line, column + start + code.start()) for code in _OWN_CODE.finditer(noqa.group("codes"))]
            found.append(Comment(Word("noqa", line, column + noqa.start()), tuple(names)))
    return found


def _pragma(match: re.Match[str], line: int, column: int) -> Comment:
    verb = Word(match.group("verb"), line, column + match.start("verb"))
    names: list[Word] = []
    if match.group("listed") is not None:
        start = column + match.start("listed")
        names = [Word(item.group(), line, start + item.start()) for item in _WORD.finditer(match.group("listed"))]
    elif match.group("given") is not None:
        names = [Word(match.group("given"), line, column + match.start("given"))]
    return Comment(verb, tuple(names))
