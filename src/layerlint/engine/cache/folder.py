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
_SUFFIX = ".cache"
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
            with tempfile.NamedTemporaryFile(dir=self.path, suffix=".tmp", delete=False) as stream:
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

    def touch(self, name: str) -> None:
        """Note that a file is in use, so that it isn't among the oldest."""
        try:
            os.utime(self.path / (name + _SUFFIX))
        except OSError:
            return

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only process in here that does what takes long, where the system can see to that; a killed one holds nothing."""
        stream = None
        try:
            import fcntl

            self._make()
            stream = (self.path / "lock").open("ab")
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
        if not self.path.is_dir():
            self.path.mkdir(parents=True, exist_ok=True)
        for name, text in ((_TAG, _TAG_TEXT), (".gitignore", "# Written by layerlint\n*\n")):
            if not (self.path / name).exists():
                (self.path / name).write_text(text, encoding="utf-8")

    def _bound(self) -> None:
        """Keep the newest files within the bounds, and sweep up what killed processes left behind an hour ago or before."""
        found = [(entry.stat(), Path(entry.path)) for entry in os.scandir(self.path) if entry.is_file(follow_symlinks=False)]
        newest = max((stat.st_mtime for stat, _ in found), default=0.0)
        total = 0
        kept = 0
        for stat, path in sorted(found, key=lambda item: -item[0].st_mtime):
            if path.suffix == ".tmp" and stat.st_mtime < newest - 3600:
                _remove(path)
            if path.suffix == _SUFFIX:
                total += stat.st_size
                kept += 1
                if kept > 1 and (total > _MOST_BYTES or kept > _MOST_FILES):
                    _remove(path)

    def clean(self) -> bool:
        """Remove the folder; False where there is none. Raises `OSError` where it isn't ours, or can't be removed."""
        import shutil

        if not self.path.exists() and not self.path.is_symlink():
            return False
        if self.path.is_symlink() or not (self.path / _TAG).is_file():
            raise OSError("it is no cache of layerlint")
        if "layerlint" not in (self.path / _TAG).read_text(encoding="utf-8", errors="replace"):
            raise OSError("it is no cache of layerlint")
        shutil.rmtree(self.path)
        return True


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
