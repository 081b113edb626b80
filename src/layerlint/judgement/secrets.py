"""Which names of data say that it is secret: the last words decide."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum, auto

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_FLAGS = frozenset(
    "has is can should needs need requires require required use uses show allow enable enabled no must force reset change forgot "
    "update set clear skip without generate public".split()
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


_REFERRED = frozenset({"id", "secret", "password", "passwd", "token", "username"})
_REFERENCES = frozenset({"username_key", "password_key"})


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
    """The kind of secret that a name of a field promises, None for other names.

    `client_id_secret_key` is the key under which a vault keeps the id, not a secret.
    """
    found = words(name)
    if not found or found[0] in _FLAGS:
        return None
    spelled = " " + " ".join(found)
    for endings, kind in _KINDS:
        for ending in endings:
            if spelled.endswith(f" {ending}"):
                before = found[: len(found) - len(ending.split())]
                return None if ending.endswith("key") and _REFERRED & set(before) else kind
    return None


def names_a_key(name: str, siblings: Collection[str]) -> bool:
    """Whether a field says under which key a vault keeps a secret, as the fields beside it do."""
    return words(name)[-1] == "key" and not _REFERENCES.isdisjoint(siblings)
