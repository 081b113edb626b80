"""Tokens: PyJWT, python-jose, authlib's and joserfc's jwt."""

from layerlint.knowledge.library import Library

LIBRARY = Library(
    name="tokens",
    read_from="PyJWT 2.10.1, python-jose 3.5.0, Authlib 1.6.5",
    packages=("jwt", "jose", "authlib", "joserfc"),
    functions={
        "jwt.encode": "token -> str",
        "jwt.decode": "-> dict",
        "jose.jwt.encode": "token -> str",
        "jose.jwt.decode": "-> dict",
        "authlib.jose.jwt.encode": "token -> str",
        "authlib.jose.jwt.decode": "-> dict",
        "joserfc.jwt.encode": "token -> str",
        "joserfc.jwt.decode": "-> dict",
    },
)
