"""pyodbc, python-oracledb and cx_Oracle: connections, cursors and pools."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_AIO = "oracledb.AsyncConnection"
_POOL = "oracledb.ConnectionPool"
_AIO_POOL = "oracledb.AsyncConnectionPool"
_RUNS = {
    **dict.fromkeys(("execute", "callproc", "callfunc", "parse"), "read -> self"),
    "executemany": "write",
    **dict.fromkeys(("fetchone", "fetchval", "fetchmany", "fetchall", "close", "setinputsizes"), ""),
    **dict.fromkeys(("__enter__", "__aenter__"), "-> self"),
}


def _connection(cursor: str) -> dict[str, str]:
    return {
        "cursor": f"-> {cursor}",
        "execute": f"read -> {cursor}",
        **dict.fromkeys(("fetchone", "fetchall", "callproc"), "read"),
        "executemany": "write",
        **dict.fromkeys(("commit", "rollback", "begin"), "transaction"),
        **dict.fromkeys(("close", "ping", "cancel"), ""),
        **dict.fromkeys(("__enter__", "__aenter__"), "-> self"),
    }


LIBRARY = Library(
    name="odbc",
    read_from="pyodbc 5.5.0, oracledb 26.1.0",
    packages=("pyodbc", "oracledb", "cx_Oracle"),
    kinds={"pyodbc.Connection": Kind.CONNECTION, "pyodbc.Cursor": Kind.CURSOR, _POOL: Kind.ENGINE},
    bases={
        "oracledb.Connection": ("pyodbc.Connection",),
        _AIO: ("pyodbc.Connection",),
        "oracledb.AsyncCursor": ("pyodbc.Cursor",),
        _AIO_POOL: (_POOL,),
    },
    methods={
        "pyodbc.Connection": _connection("pyodbc.Cursor"),
        _AIO: _connection("oracledb.AsyncCursor"),
        "pyodbc.Cursor": _RUNS,
        _POOL: {"acquire": "open -> oracledb.Connection", **dict.fromkeys(("release", "close", "drop"), "")},
        _AIO_POOL: {"acquire": f"open -> {_AIO}"},
    },
    functions={
        "pyodbc.connect": "open -> pyodbc.Connection",
        "oracledb.connect": "open -> oracledb.Connection",
        "oracledb.connect_async": f"open -> {_AIO}",
        "oracledb.create_pool": f"-> {_POOL}",
        "oracledb.create_pool_async": f"-> {_AIO_POOL}",
    },
    aliases={"cx_Oracle": "oracledb", "cx_Oracle.SessionPool": _POOL, "oracledb.Cursor": "pyodbc.Cursor"},
    blocking={
        "pyodbc.Connection": "execute executemany commit rollback callproc fetchall fetchone",
        "pyodbc.Cursor": "execute executemany callproc callfunc",
        **dict.fromkeys((_AIO, "oracledb.AsyncCursor"), ""),
    },
)
