"""What results lean on besides the files: layerlint itself, Python, the configuration, and the knowledge of plugins."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from layerlint.engine.cache.hashing import blake2b, digest

_PACKAGE = Path(__file__).parents[2]


def name_of(parts: Iterable[str], is_shared: bool = False) -> str:
    """A short name for a context that no other context has.

    `is_shared` finds the same name on other machines, where the same is installed at another time; it takes longer.
    """
    state = blake2b(digest_size=12)
    here = (*_content(), *_entry_points()) if is_shared else (*_version(), *_installed())
    for part in (f"{sys.implementation.cache_tag} {sys.version_info}", *here, *parts):
        state.update(part.encode("utf-8", "surrogatepass"))
        state.update(b"\0")
    return state.hexdigest()


def _version() -> Iterable[str]:
    """Layerlint as it is installed, file by file: the version alone stands still while it is worked on."""
    place = next(path for path in (_PACKAGE, *_PACKAGE.parents) if path.exists())
    yield f"{place.stat().st_size} {place.stat().st_mtime_ns}" if place.is_file() else ""
    for path in _files():
        status = os.stat(path)
        yield f"{os.path.basename(path)} {status.st_size} {status.st_mtime_ns}"


def _files() -> Iterable[str]:
    for folder, folders, files in os.walk(_PACKAGE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            yield os.path.join(folder, name)


def _installed() -> Iterable[str]:
    """The folders that packages are installed in: what is installed there or removed shows in their times."""
    for entry in sys.path:
        try:
            if entry and os.path.basename(entry) in ("site-packages", "dist-packages"):
                yield f"{entry} {os.stat(entry).st_mtime_ns}"
        except OSError:
            continue


def _content() -> Iterable[str]:
    """What layerlint's files hold; of a zipped one, the archive."""
    place = next(path for path in (_PACKAGE, *_PACKAGE.parents) if path.exists())
    for path in [str(place)] if place.is_file() else _files():
        with open(path, "rb") as stream:
            yield f"{os.path.basename(path)} {digest(stream.read())}"


def _entry_points() -> Iterable[str]:
    """The plugins that are installed, with their versions."""
    from importlib.metadata import entry_points

    from layerlint.engine.user_knowledge import GROUP

    found = entry_points(group=GROUP)
    return sorted(f"{item.name} {item.value} {item.dist.name} {item.dist.version}" for item in found if item.dist is not None)
