"""Flask-SQLAlchemy-Lite: one object that holds the request's sessions, sync and async."""

from layerlint.knowledge.library import Library

_DB = "flask_sqlalchemy_lite.SQLAlchemy"
_ASYNC = "sqlalchemy.ext.asyncio"

LIBRARY = Library(
    name="flask_sqlalchemy_lite",
    read_from="0.2.1",
    packages=("flask_sqlalchemy_lite",),
    methods={
        _DB: {
            **dict.fromkeys(("get_or_abort", "async_get_or_abort"), "read -> $0"),
            **dict.fromkeys(("one_or_abort", "async_one_or_abort"), "read -> $0.elem"),
            "get_session": "-> sqlalchemy.orm.Session",
            "get_async_session": f"-> {_ASYNC}.AsyncSession",
            "get_engine": "-> sqlalchemy.Engine",
            "get_async_engine": f"-> {_ASYNC}.AsyncEngine",
            "init_app": "",
        },
    },
    attributes={
        _DB: {
            "session": "sqlalchemy.orm.Session",
            "async_session": f"{_ASYNC}.AsyncSession",
            "sessionmaker": "sqlalchemy.orm.sessionmaker[sqlalchemy.orm.Session]",
            "async_sessionmaker": f"{_ASYNC}.async_sessionmaker[{_ASYNC}.AsyncSession]",
            "engine": "sqlalchemy.Engine",
            "async_engine": f"{_ASYNC}.AsyncEngine",
            "engines": "dict[sqlalchemy.Engine]",
        },
    },
)
