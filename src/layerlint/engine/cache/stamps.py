"""Which files are as they were: by time and size where that is safe, by their text where it isn't."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from layerlint.engine.cache.hashing import digest

_RACY = 2_000_000_000
_UNREADABLE = "?"


class Stamp(NamedTuple):
    """One file: its time of modification in nanoseconds, its size in bytes, the digest of its decoded text."""

    time: int
    size: int
    digest: str

    @property
    def is_readable(self) -> bool:
        """Whether the file could be opened: one that can't is never as it was."""
        return self.digest != _UNREADABLE


def of_text(text: str) -> str:
    """The digest of a decoded text."""
    return digest(text.encode("utf-8", "surrogatepass"))


def look(
    folder: Path, keys: Iterable[str], overlay: Mapping[str, str], before: Mapping[str, Stamp], taken: int
) -> dict[str, Stamp]:
    """The stamps of some files now.

    `before` are those of an earlier look at the time `taken` (nanoseconds): a file of the same time and size isn't read again,
    unless it was so new then that it may have changed unseen.
    """
    found = {}
    root = str(folder)
    for key in keys:
        if key in overlay:
            found[key] = Stamp(0, 0, of_text(overlay[key]))
            continue
        path = os.path.join(root, key)
        try:
            status = os.stat(path)
        except OSError:
            found[key] = Stamp(0, 0, _UNREADABLE)
            continue
        old = before.get(key)
        if old is not None and old[0] == status.st_mtime_ns and old[1] == status.st_size and old[0] < taken - _RACY:
            found[key] = old
        else:
            found[key] = Stamp(status.st_mtime_ns, status.st_size, _digest(path))
    return found


def _digest(path: str) -> str:
    from layerlint import syntax

    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError:
        return _UNREADABLE
    try:
        return of_text(syntax.decode(data))
    except syntax.UnreadableError:
        return "!" + digest(data)
