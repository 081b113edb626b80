"""Characters that a format can't hold, or that would break a line or steer a terminal."""

from __future__ import annotations

import re

_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_DIRECTIONS = r"\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NO_CHARACTERS = r"\ud800-\udfff\ufffe\uffff"
_NOT_PRINTED = re.compile(f"[{_CONTROLS}{_DIRECTIONS}{_NO_CHARACTERS}]")


def one_line(text: str) -> str:
    r"""Text on one line that every format and terminal can take: other characters become `\x1b`, as Python writes them."""
    return _NOT_PRINTED.sub(_escape, text)


def same_width(text: str) -> str:
    """A source line, a sign for a sign, so that what stands below it stays in its column."""
    return _NOT_PRINTED.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", " "))


def cells(text: str) -> int:
    """How many columns of a terminal a text takes: wide signs two, combining ones none."""
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.category(sign) in ("Mn", "Me", "Cf") for sign in text)


def _escape(match: re.Match[str]) -> str:
    point = ord(match[0])
    if 0xDC80 <= point <= 0xDCFF:
        # A byte of a file's name that is no UTF-8.
        return f"\\x{point - 0xDC00:02x}"
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}"
