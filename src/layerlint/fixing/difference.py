"""What fixes would change, as a unified diff that `patch` takes."""

from __future__ import annotations

import difflib

from layerlint.fixing.rounds import Change


def unified(change: Change) -> str:
    """The diff of one file, with its own line ends."""
    lines = difflib.unified_diff(_lines(change.source.text), _lines(change.text), fromfile=change.path, tofile=change.path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one, as for `patch`."""
    found = text.split("\n")
    return [*(f"{line}\n" for line in found[:-1]), *([found[-1]] if found[-1] else [])]
