"""Digests and signatures. `hashlib` loads OpenSSL, which costs more than all that is hashed here in a run that finds its cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b
else:
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

__all__ = ["blake2b", "digest", "signature"]


def digest(data: bytes) -> str:
    """A short name for some bytes that no other bytes have."""
    return blake2b(data, digest_size=16).hexdigest()


def signature(key: bytes, data: bytes) -> str:
    """The signature of some bytes by a key, 64 hexadecimal digits."""
    return blake2b(data, key=key, digest_size=32).hexdigest()
