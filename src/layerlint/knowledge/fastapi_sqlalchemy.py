"""FastAPI-SQLAlchemy and its asynchronous sister: a middleware with one object that holds the request's session."""

from layerlint.knowledge.library import Library

LIBRARY = Library(
    name="fastapi_sqlalchemy",
    read_from="fastapi-sqlalchemy 0.2.1, fastapi-async-sqlalchemy 0.8.1",
    packages=("fastapi_sqlalchemy", "fastapi_async_sqlalchemy"),
    methods={
        "fastapi_sqlalchemy.DBSession": {"__call__": "open -> self"},
        "fastapi_async_sqlalchemy.DBSession": {
            "__call__": "open -> self",
            "connection": "open -> sqlalchemy.ext.asyncio.AsyncSession",
            "gather": "",
        },
    },
    attributes={
        "fastapi_sqlalchemy.DBSession": {"session": "sqlalchemy.orm.Session"},
        "fastapi_async_sqlalchemy.DBSession": {"session": "sqlalchemy.ext.asyncio.AsyncSession"},
    },
    objects={name: f"{name.partition('.')[0]}.DBSession" for name in ("fastapi_sqlalchemy.db", "fastapi_async_sqlalchemy.db")},
    aliases={
        "fastapi_sqlalchemy.middleware.db": "fastapi_sqlalchemy.db",
        "fastapi_async_sqlalchemy.middleware.db": "fastapi_async_sqlalchemy.db",
    },
)
