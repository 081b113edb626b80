"""The cache folder: made when first written to, never inside another's, bounded in size, and removed only when it is ours."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

NAME = ".layerlint_cache"
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = """Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of layerlint, it may be removed at any time.
# See https://bford.info/cachedir/ for what this file means.
"""
_IGNORE = ".gitignore"
_IGNORE_TEXT = "# Written by layerlint\n*\n"
_LOCK = "lock"
_SUFFIX = ".cache"
_UNFINISHED = ".tmp"
_MOST_BYTES = 256 * 1024 * 1024
_MOST_FILES = 16


class CacheFolder:
    """A folder of files that are written whole or not at all; whatever can't be done there is left undone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, name: str) -> BinaryIO | None:
        """A file to read, None where there is none, or none that can be read."""
        try:
            return None if self.path.is_symlink() else (self.path / (name + _SUFFIX)).open("rb")
        except OSError:
            return None

    def write(self, name: str, parts: Iterable[bytes]) -> bool:
        """Write a file, and remove the oldest ones when there are too many; False where that can't be done."""
        import tempfile

        beside = None
        try:
            self._make()
            with tempfile.NamedTemporaryFile(dir=self.path, suffix=_UNFINISHED, delete=False) as stream:
                beside = stream.name
                for part in parts:
                    stream.write(part)
            os.replace(beside, self.path / (name + _SUFFIX))
            beside = None
            self._bound()
        except OSError:
            return False
        finally:
            if beside is not None:
                _remove(Path(beside))
        return True

    def remove(self, name: str) -> None:
        """Remove a file."""
        _remove(self.path / (name + _SUFFIX))

    def use(self, name: str) -> bool:
        """Note that a file is in use, so that it isn't among the oldest; False where there is none."""
        try:
            os.utime(self.path / (name + _SUFFIX))
        except OSError:
            return False
        return True

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only process in here that does what takes long, where the system can see to that; a killed one holds nothing."""
        stream = None
        try:
            import fcntl

            self._make()
            stream = os.fdopen(os.open(self.path / _LOCK, os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW, 0o666), "wb")
            fcntl.flock(stream, fcntl.LOCK_EX)
        except (ImportError, OSError):
            pass
        try:
            yield
        finally:
            if stream is not None:
                stream.close()

    def _make(self) -> None:
        if self.path.is_symlink():
            raise OSError(f"{self.path} is a link")
        self.path.mkdir(parents=True, exist_ok=True)
        if not self._is_ours() and (os.path.lexists(self.path / _TAG) or not self._is_empty()):
            raise OSError(f"{self.path} is a folder of somebody else's")
        for name, text in ((_TAG, _TAG_TEXT), (_IGNORE, _IGNORE_TEXT)):
            if not os.path.lexists(self.path / name):
                self._put(name, text)

    def _is_empty(self) -> bool:
        """Whether nothing is there but what a process that makes the folder at the same time has put there."""
        return all(_is_our_name(name) for name in os.listdir(self.path))

    def _put(self, name: str, text: str) -> None:
        """Write a new file, never through a link; of two processes that do so at once the first wins."""
        try:
            with open(self.path / name, "x", encoding="utf-8") as stream:
                stream.write(text)
        except FileExistsError:
            return

    def _bound(self) -> None:
        """Keep the newest files within the bounds, and sweep up what killed processes left behind an hour ago or before."""
        found = [(stat, path) for path in self.path.iterdir() if (stat := _status(path)) is not None]
        newest = max((stat.st_mtime for stat, _ in found), default=0.0)
        total = 0
        kept = 0
        for stat, path in sorted(found, key=lambda item: -item[0].st_mtime):
            if path.suffix == _UNFINISHED and stat.st_mtime < newest - 3600:
                _remove(path)
            if path.suffix == _SUFFIX:
                total += stat.st_size
                kept += 1
                if kept > 1 and (total > _MOST_BYTES or kept > _MOST_FILES):
                    _remove(path)

    def clean(self) -> bool:
        """Remove the folder; False where there is none. Raises `OSError` where it isn't ours, or can't be removed.

        Nothing is removed but files of ours: whoever can commit can call any folder a cache.
        """
        if not os.path.lexists(self.path):
            return False
        if not self._is_ours():
            raise OSError("it is no cache of layerlint")
        for name in os.listdir(self.path):
            if _is_our_name(name):
                (self.path / name).unlink(missing_ok=True)
        left = sorted(os.listdir(self.path))
        if left:
            raise OSError(f"it holds `{left[0]}`, which is not layerlint's")
        self.path.rmdir()
        return True

    def _is_ours(self) -> bool:
        """Whether the folder is marked as a cache of ours, perhaps by a process that was stopped as it did so."""
        tag = self.path / _TAG
        if self.path.is_symlink() or tag.is_symlink() or not tag.is_file():
            return False
        return _TAG_TEXT.startswith(tag.read_text(encoding="utf-8", errors="replace"))


def _is_our_name(name: str) -> bool:
    return name in (_TAG, _IGNORE, _LOCK) or name.endswith((_SUFFIX, _UNFINISHED))


def _status(path: Path) -> os.stat_result | None:
    """What a file is like, None where another process has removed it."""
    try:
        return path.lstat()
    except OSError:
        return None


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
