"""The standard library's sqlite3, and aiosqlite with the same interface."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_CONNECTION = {
    "execute": "read -> sqlite3.Cursor",
    "executemany": "write -> sqlite3.Cursor",
    "executescript": "write -> sqlite3.Cursor",
    "execute_fetchall": "read -> list",
    "execute_insert": "write",
    "cursor": "-> sqlite3.Cursor",
    "commit": "transaction",
    "rollback": "transaction",
    "backup": "read",
    "close": "",
}

LIBRARY = Library(
    name="sqlite3",
    read_from="Python 3.14, aiosqlite 0.21.0",
    packages=("sqlite3", "aiosqlite"),
    kinds={"sqlite3.Connection": Kind.CONNECTION, "sqlite3.Cursor": Kind.CURSOR},
    bases={"aiosqlite.Connection": ("sqlite3.Connection",), "aiosqlite.Cursor": ("sqlite3.Cursor",)},
    methods={
        "sqlite3.Connection": _CONNECTION,
        "sqlite3.Cursor": {
            "execute": "read -> self",
            "executemany": "write -> self",
            "executescript": "write -> self",
            "fetchone": "-> tuple",
            "fetchall": "-> list",
            "fetchmany": "-> list",
        },
    },
    functions={"sqlite3.connect": "open -> sqlite3.Connection", "aiosqlite.connect": "open -> aiosqlite.Connection"},
    aliases={"sqlite3.dbapi2": "sqlite3", "aiosqlite.core.Connection": "aiosqlite.Connection"},
    blocking={
        "sqlite3.Connection": "execute executemany executescript commit rollback backup",
        "sqlite3.Cursor": "execute executemany executescript",
        **dict.fromkeys(("aiosqlite.Connection", "aiosqlite.Cursor"), ""),
    },
)
