"""What results lean on besides the files: layerlint itself, Python, the configuration, and the knowledge of plugins."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from layerlint.engine.cache.hashing import blake2b

_PACKAGE = Path(__file__).parents[2]


def name_of(parts: Iterable[str]) -> str:
    """A short name for a context that no other context has."""
    state = blake2b(digest_size=12)
    for part in (*_version(), *_installed(), *parts):
        state.update(part.encode("utf-8", "surrogatepass"))
        state.update(b"\0")
    return state.hexdigest()


def _version() -> Iterable[str]:
    """Layerlint as it is installed, file by file: the version alone stands still while it is worked on."""
    yield f"{sys.implementation.cache_tag} {sys.version_info}"
    place = next(path for path in (_PACKAGE, *_PACKAGE.parents) if path.exists())
    yield f"{place.stat().st_size} {place.stat().st_mtime_ns}" if place.is_file() else ""
    for folder, folders, files in os.walk(_PACKAGE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            status = os.stat(os.path.join(folder, name))
            yield f"{name} {status.st_size} {status.st_mtime_ns}"


def _installed() -> Iterable[str]:
    """The folders that packages are installed in: what is installed there or removed shows in their times."""
    for entry in sys.path:
        try:
            if entry and os.path.basename(entry) in ("site-packages", "dist-packages"):
                yield f"{entry} {os.stat(entry).st_mtime_ns}"
        except OSError:
            continue
