"""Password hashing: passlib, bcrypt, pwdlib, argon2, werkzeug, Flask-Bcrypt, hashlib."""

from layerlint.knowledge.library import Library

_CONTEXT = {"hash": "hash -> str", "verify": "hash -> bool", "verify_and_update": "hash", "encrypt": "hash -> str"}

LIBRARY = Library(
    name="passwords",
    read_from="passlib 1.7.4, bcrypt 5.0.0, pwdlib 0.3.0, argon2-cffi 25.1.0, Werkzeug 3.1.3, Flask-Bcrypt 1.0.1",
    packages=("passlib", "bcrypt", "pwdlib", "argon2", "werkzeug", "flask_bcrypt", "hashlib"),
    methods={
        "passlib.context.CryptContext": _CONTEXT,
        "pwdlib.PasswordHash": _CONTEXT,
        "argon2.PasswordHasher": _CONTEXT,
        "flask_bcrypt.Bcrypt": {"generate_password_hash": "hash -> bytes", "check_password_hash": "hash -> bool"},
        "passlib.hash.bcrypt": _CONTEXT,
        "passlib.hash.argon2": _CONTEXT,
        "passlib.hash.pbkdf2_sha256": _CONTEXT,
        "passlib.hash.sha256_crypt": _CONTEXT,
    },
    functions={
        "pwdlib.PasswordHash.recommended": "-> pwdlib.PasswordHash",
        "bcrypt.hashpw": "hash -> bytes",
        "bcrypt.checkpw": "hash -> bool",
        "bcrypt.gensalt": "-> bytes",
        "werkzeug.security.generate_password_hash": "hash -> str",
        "werkzeug.security.check_password_hash": "hash -> bool",
        "flask_bcrypt.generate_password_hash": "hash -> bytes",
        "flask_bcrypt.check_password_hash": "hash -> bool",
        "hashlib.pbkdf2_hmac": "hash -> bytes",
        "hashlib.scrypt": "hash -> bytes",
    },
)
