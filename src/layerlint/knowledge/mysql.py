"""MySQL: PyMySQL, mysqlclient, MySQL Connector, aiomysql, asyncmy, and the Flask extensions around them."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_CONNECTION = "pymysql.connections.Connection"
_CURSOR = "pymysql.cursors.Cursor"
_AIO = "aiomysql.Connection"
_AIO_CURSOR = "aiomysql.Cursor"
_CONNECTOR_POOL = "mysql.connector.pooling.MySQLConnectionPool"
_MODULES = ("pymysql", "MySQLdb", "mysql.connector")


def _connection(cursor: str) -> dict[str, str]:
    return {
        "cursor": f"-> {cursor}",
        **dict.fromkeys(("commit", "rollback", "begin", "start_transaction"), "transaction"),
        "query": "read",
        **dict.fromkeys(("close", "ping", "select_db", "autocommit"), ""),
        **dict.fromkeys(("__enter__", "__aenter__"), "-> self"),
    }


_RUNS = {
    **dict.fromkeys(("execute", "callproc"), "read"),
    "executemany": "write",
    **dict.fromkeys(("fetchone", "fetchmany", "fetchall", "close", "mogrify"), ""),
    **dict.fromkeys(("__enter__", "__aenter__"), "-> self"),
}

LIBRARY = Library(
    name="mysql",
    read_from=(
        "PyMySQL 1.2.4, mysqlclient 2.3.2, MySQL Connector 26.10.0, aiomysql 0.3.2, asyncmy 0.2.18, Flask-MySQL 1.6.0, "
        "Flask-MySQLdb 2.0.0"
    ),
    packages=("pymysql", "MySQLdb", "mysql", "aiomysql", "asyncmy", "flask_mysqldb", "flaskext"),
    kinds={
        _CONNECTION: Kind.CONNECTION,
        _CURSOR: Kind.CURSOR,
        "aiomysql.Pool": Kind.ENGINE,
        _CONNECTOR_POOL: Kind.ENGINE,
    },
    bases={_AIO: (_CONNECTION,), _AIO_CURSOR: (_CURSOR,)},
    methods={
        _CONNECTION: _connection(_CURSOR),
        _AIO: _connection(_AIO_CURSOR),
        _CURSOR: _RUNS,
        "aiomysql.Pool": {
            "acquire": f"open -> {_AIO}",
            **dict.fromkeys(("release", "close", "wait_closed", "terminate"), ""),
            "__aenter__": "-> self",
        },
        _CONNECTOR_POOL: {"get_connection": f"open -> {_CONNECTION}"},
        "flaskext.mysql.MySQL": {"connect": f"open -> {_CONNECTION}", "get_db": f"-> {_CONNECTION}", "init_app": ""},
        "flask_mysqldb.MySQL": {"init_app": ""},
    },
    attributes={"flask_mysqldb.MySQL": {"connection": _CONNECTION, "connect": _CONNECTION}},
    functions={
        **{f"{name}.connect": f"open -> {_CONNECTION}" for name in _MODULES},
        **{f"{name}.Connect": f"open -> {_CONNECTION}" for name in _MODULES},
        **dict.fromkeys(("aiomysql.connect", "asyncmy.connect", "mysql.connector.aio.connect"), f"open -> {_AIO}"),
        **dict.fromkeys(("aiomysql.create_pool", "asyncmy.create_pool"), "-> aiomysql.Pool"),
    },
    aliases={
        "pymysql.Connection": _CONNECTION,
        "MySQLdb.connections.Connection": _CONNECTION,
        "MySQLdb.cursors.Cursor": _CURSOR,
        **{f"mysql.connector.{name}": _CONNECTION for name in ("MySQLConnection", "connection.MySQLConnection")},
        "mysql.connector.pooling.PooledMySQLConnection": _CONNECTION,
        "mysql.connector.cursor.MySQLCursor": _CURSOR,
        "mysql.connector.pooling.connect": "mysql.connector.connect",
        **{f"pymysql.cursors.{name}": _CURSOR for name in ("DictCursor", "SSCursor", "SSDictCursor")},
        "aiomysql.connection.Connection": _AIO,
        "aiomysql.cursors.Cursor": _AIO_CURSOR,
        "aiomysql.DictCursor": _AIO_CURSOR,
        "aiomysql.pool.Pool": "aiomysql.Pool",
        "asyncmy.Connection": _AIO,
        "asyncmy.connection.Connection": _AIO,
        "asyncmy.cursors.Cursor": _AIO_CURSOR,
        "asyncmy.Pool": "aiomysql.Pool",
        "asyncmy.pool.Pool": "aiomysql.Pool",
    },
    blocking={
        _CONNECTION: "commit rollback begin query start_transaction",
        _CURSOR: "execute executemany callproc",
        **dict.fromkeys((_AIO, _AIO_CURSOR), ""),
    },
)
