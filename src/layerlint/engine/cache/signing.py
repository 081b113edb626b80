"""The user's own key, by which a cache that somebody else has written is told from one's own.

A cache lies in the repository, where whoever can commit can put a forged one that hides findings. What is read back must carry
a signature by a key that lies outside, in the user's cache folder, or in `LAYERLINT_CACHE_KEY` where jobs share a cache.
"""

from __future__ import annotations

import os
from pathlib import Path

from layerlint.engine.cache.hashing import blake2b

_VARIABLE = "LAYERLINT_CACHE_KEY"
_SIZE = 32


def is_shared() -> bool:
    """Whether jobs share a cache, each with layerlint installed anew."""
    return bool(os.environ.get(_VARIABLE))


def user_key() -> bytes | None:
    """The key, made when there is none yet; None where none can be kept: then nothing is cached."""
    given = os.environ.get(_VARIABLE)
    if given:
        return blake2b(given.encode(), digest_size=_SIZE).digest()
    path = _folder() / "key"
    if not path.is_absolute():
        return None
    try:
        return _read(path) or _make(path)
    except OSError:
        return None


def _folder() -> Path:
    """The folder of the key; a relative one where nobody knows the user's home."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base or os.path.expanduser("~/AppData/Local")) / "layerlint"
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base):
        return Path(base) / "layerlint"
    return Path(os.path.expanduser("~") if os.environ.get("HOME") != "" else "") / ".cache" / "layerlint"


def _read(path: Path) -> bytes | None:
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    return found if len(found) == _SIZE else None


def _make(path: Path) -> bytes | None:
    """Make a key; of two processes that do so at once the first wins."""
    import secrets

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"key-{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(_SIZE))
        if path.exists() and _read(path) is None:
            os.replace(beside, path)
        else:
            try:
                os.link(beside, path)
            except FileExistsError:
                pass
            except OSError:
                os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return _read(path)
