"""What fixes would change, as a unified diff that `patch` takes."""

from __future__ import annotations

import difflib

from layerlint.fixing.rounds import Change


def unified(change: Change) -> str:
    """The diff of one file, with its own line ends."""
    return of_texts(change.source.text, change.text, change.path, change.path)


def of_texts(before: str, after: str, old: str, new: str) -> str:
    """The diff of two texts of a file by its old and new path."""
    lines = difflib.unified_diff(_lines(before), _lines(after), fromfile=old, tofile=new)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one, as for `patch`."""
    found = text.split("\n")
    return [*(f"{line}\n" for line in found[:-1]), *([found[-1]] if found[-1] else [])]
