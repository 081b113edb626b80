"""Which names of data say that it is secret: the last words decide."""

from __future__ import annotations

import re
from enum import Enum, auto

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_FLAGS = frozenset(
    "has is can should needs need requires require required use uses show allow enable enabled no must force reset change forgot "
    "update set skip without generate public".split()
)
_HASHES = (
    "password hash",
    "passwd hash",
    "pwd hash",
    "hashed password",
    "hashed passwd",
    "hashed pwd",
    "hash password",
    "password digest",
    "password salt",
    "passwordhash",
    "hashedpassword",
)
_PASSWORDS = ("password", "passwd", "passphrase", "user pwd")
_CREDENTIALS = (
    "new password",
    "generated password",
    "temporary password",
    "temp password",
    "initial password",
    "secret",
    "private key",
    "secret key",
    "signing key",
    "encryption key",
    "secret token",
    "api token",
    "reset token",
)


class Secret(Enum):
    """What kind of secret a name promises; a credential is one that its owner may be shown when it is made."""

    PASSWORD_HASH = auto()
    PASSWORD = auto()
    CREDENTIAL = auto()


_KINDS = ((_HASHES, Secret.PASSWORD_HASH), (_CREDENTIALS, Secret.CREDENTIAL), (_PASSWORDS, Secret.PASSWORD))


def words(name: str) -> list[str]:
    """The words of a name, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def secret(name: str) -> Secret | None:
    """The kind of secret that a name of a field promises, None for other names."""
    found = words(name)
    if not found or found[0] in _FLAGS:
        return None
    spelled = " " + " ".join(found)
    for endings, kind in _KINDS:
        if spelled.endswith(tuple(f" {ending}" for ending in endings)):
            return kind
    return None
