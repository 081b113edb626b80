"""Comments that suppress rules, with some of the rules taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from layerlint.fixing.refusal import RefusedError

_NOQA = re.compile(r"#\s*noqa(?P<colon>:[\s]?)(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)*)", re.IGNORECASE)
_PRAGMA = re.compile(r"#\s*layerlint:\s*[\w-]+\s*\[(?P<codes>[^\]]*)\]")


def without(comment: str, words: Iterable[tuple[int, int]]) -> str:
    """A comment without some words, by their columns in it; "" when nothing is left that is worth keeping.

    Raises `RefusedError` for words that it hasn't.
    """
    taken = set(words)
    left = set(taken)
    for pattern in (_PRAGMA, _NOQA):
        for match in reversed([*pattern.finditer(comment)]):
            first, last = match.span("codes")
            listed = [(item.start() + first, item.end() + first) for item in re.finditer(r"[^\s,]+", comment[first:last])]
            if taken.isdisjoint(listed):
                continue
            left -= set(listed)
            kept = [comment[start:end] for start, end in listed if (start, end) not in taken]
            if kept:
                separator = ", " if ", " in comment[first:last] else "," if "," in comment[first:last] else " "
                gap = comment[first:last][len(comment[first:last].rstrip()) :]
                comment = f"{comment[:first]}{separator.join(kept)}{gap}{comment[last:]}"
            else:
                comment = _joined(comment[: match.start()], comment[match.end() :], pattern is _PRAGMA)
    if left:
        raise RefusedError("the comment isn't as it was found")
    return comment


def _joined(before: str, after: str, is_pragma: bool) -> str:
    """What stands around a part that goes; the reason that a pragma gives goes with it."""
    following = re.search(r"#", after)
    if is_pragma:
        after = after[following.start() :] if following is not None else ""
    after = after.strip()
    if before.strip() in ("", "#"):
        return after if not after or after.startswith("#") else f"# {after}"
    if not after:
        return before.rstrip()
    return f"{before.rstrip()}  {after}" if after.startswith("#") else f"{before.rstrip()} {after}"
