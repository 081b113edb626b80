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
    """One file: its size in bytes, when it was written and when anything about it changed (nanoseconds), its number, its text.

    Who writes a file can set the first time to what it was, but not the second.
    """

    size: int
    written: int
    changed: int
    number: int
    digest: str

    def is_of(self, status: os.stat_result, taken: int) -> bool:
        """Whether it is the stamp of a file still, and was no file then that may have changed unseen."""
        return self[:-1] == _told(status) and not self.is_fresh(taken)

    def is_fresh(self, taken: int) -> bool:
        """Whether the file was so new at a time that a change right after it may not show."""
        return max(self.written, self.changed) >= taken - _RACY

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

    `before` are those of an earlier look at the time `taken` (nanoseconds): a file of the same times and size isn't read again,
    unless it was so new then that it may have changed unseen.
    """
    found = {}
    root = str(folder)
    for key in keys:
        if key in overlay:
            found[key] = Stamp(0, 0, 0, 0, of_text(overlay[key]))
            continue
        path = os.path.join(root, key)
        try:
            status = os.stat(path)
        except OSError:
            found[key] = Stamp(0, 0, 0, 0, _UNREADABLE)
            continue
        old = before.get(key)
        if old is not None and old.is_of(status, taken):
            found[key] = old
        else:
            found[key] = Stamp(*_told(status), _digest(path))
    return found


def settled(folder: Path, stamps: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """The stamps without those of files that have changed since: what was read of them may be older or newer."""
    found = {}
    for key, stamp in stamps.items():
        try:
            is_as_before = _told(os.stat(os.path.join(folder, key))) == stamp[:-1]
        except OSError:
            is_as_before = not stamp.is_readable
        found[key] = stamp if is_as_before else Stamp(0, 0, 0, 0, _UNREADABLE)
    return found


def _told(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


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
