"""psycopg 2 and 3: connections, cursors and pools."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_RUNS = ("execute", "executemany", "callproc", "copy", "copy_expert", "copy_from", "copy_to", "stream")
_FETCHES = {"fetchone": "-> tuple", "fetchmany": "-> list[tuple]", "fetchall": "-> list[tuple]", "__iter__": "-> tuple"}
_POOLS = ("psycopg2.pool.SimpleConnectionPool", "psycopg2.pool.ThreadedConnectionPool", "psycopg2.pool.AbstractConnectionPool")


def _connection(cursor: str) -> dict[str, str]:
    return {
        "cursor": f"-> {cursor}",
        "execute": f"read -> {cursor}",
        **dict.fromkeys(("commit", "rollback"), "transaction"),
        **dict.fromkeys(("transaction", "pipeline"), "transaction"),
        "close": "",
        "__enter__": "-> self",
        "__aenter__": "-> self",
    }


LIBRARY = Library(
    name="psycopg",
    read_from="psycopg2 2.9.13, psycopg 3.3.9, psycopg-pool 3.3.3",
    packages=("psycopg2", "psycopg", "psycopg_pool"),
    kinds={
        "psycopg.Connection": Kind.CONNECTION,
        "psycopg.Cursor": Kind.CURSOR,
        "psycopg_pool.ConnectionPool": Kind.ENGINE,
        "psycopg2.pool.AbstractConnectionPool": Kind.ENGINE,
    },
    bases={
        "psycopg.AsyncConnection": ("psycopg.Connection",),
        "psycopg.AsyncCursor": ("psycopg.Cursor",),
        "psycopg2.extensions.connection": ("psycopg.Connection",),
        "psycopg2.extensions.cursor": ("psycopg.Cursor",),
        "psycopg2.extras.DictCursor": ("psycopg2.extensions.cursor",),
        "psycopg2.extras.RealDictCursor": ("psycopg2.extensions.cursor",),
        "psycopg2.extras.NamedTupleCursor": ("psycopg2.extensions.cursor",),
        "psycopg_pool.AsyncConnectionPool": ("psycopg_pool.ConnectionPool",),
        "psycopg_pool.NullConnectionPool": ("psycopg_pool.ConnectionPool",),
        "psycopg_pool.AsyncNullConnectionPool": ("psycopg_pool.AsyncConnectionPool",),
        **dict.fromkeys(_POOLS[:2], (_POOLS[2],)),
    },
    methods={
        "psycopg.Connection": _connection("psycopg.Cursor"),
        "psycopg.AsyncConnection": _connection("psycopg.AsyncCursor"),
        "psycopg2.extensions.connection": _connection("psycopg2.extensions.cursor"),
        "psycopg.Cursor": {
            **dict.fromkeys(_RUNS, "read -> self"),
            **_FETCHES,
            **dict.fromkeys(("close", "mogrify"), ""),
            "__enter__": "-> self",
            "__aenter__": "-> self",
        },
        "psycopg_pool.ConnectionPool": {
            **dict.fromkeys(("connection", "getconn"), "open -> psycopg.Connection"),
            **dict.fromkeys(("putconn", "open", "close", "wait"), ""),
        },
        "psycopg_pool.AsyncConnectionPool": dict.fromkeys(("connection", "getconn"), "open -> psycopg.AsyncConnection"),
        _POOLS[2]: {"getconn": "open -> psycopg2.extensions.connection", **dict.fromkeys(("putconn", "closeall"), "")},
    },
    functions={
        "psycopg.connect": "open -> psycopg.Connection",
        "psycopg.Connection.connect": "open -> psycopg.Connection",
        "psycopg.AsyncConnection.connect": "open -> psycopg.AsyncConnection",
        "psycopg2.connect": "open -> psycopg2.extensions.connection",
        **dict.fromkeys(("psycopg2.extras.execute_batch", "psycopg2.extras.execute_values"), "write"),
    },
    aliases={
        "psycopg.connection.Connection": "psycopg.Connection",
        "psycopg.connection_async.AsyncConnection": "psycopg.AsyncConnection",
        "psycopg.cursor.Cursor": "psycopg.Cursor",
        "psycopg.cursor_async.AsyncCursor": "psycopg.AsyncCursor",
        "psycopg.ServerCursor": "psycopg.Cursor",
        "psycopg.AsyncServerCursor": "psycopg.AsyncCursor",
        "psycopg_pool.pool.ConnectionPool": "psycopg_pool.ConnectionPool",
        "psycopg_pool.pool_async.AsyncConnectionPool": "psycopg_pool.AsyncConnectionPool",
    },
    blocking={
        "psycopg.Connection": "execute commit rollback",
        "psycopg.Cursor": " ".join(_RUNS),
        **dict.fromkeys(("psycopg.AsyncConnection", "psycopg.AsyncCursor"), ""),
    },
)
