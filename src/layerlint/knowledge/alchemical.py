"""Alchemical: one object that holds the session and the base of the models, for Flask, asyncio and neither."""

from layerlint.knowledge.library import Library

_MODEL = "alchemical.Model"

LIBRARY = Library(
    name="alchemical",
    read_from="1.0.3",
    packages=("alchemical",),
    bases={
        _MODEL: ("sqlalchemy.orm.DeclarativeBase",),
        "alchemical.flask.Alchemical": ("alchemical.Alchemical",),
        "alchemical.aio.Alchemical": ("alchemical.Alchemical",),
    },
    methods={
        _MODEL: dict.fromkeys(("select", "update", "delete"), "-> sqlalchemy.sql.Select[self]"),
        "alchemical.Alchemical": {
            "begin": "open -> sqlalchemy.orm.Session",
            "get_engine": "-> sqlalchemy.Engine",
            **dict.fromkeys(("initialize", "init_app", "create_all", "drop_all"), ""),
        },
        "alchemical.aio.Alchemical": {
            "begin": "open -> sqlalchemy.ext.asyncio.AsyncSession",
            "get_engine": "-> sqlalchemy.ext.asyncio.AsyncEngine",
        },
    },
    attributes={
        "alchemical.Alchemical": {
            "session": "sqlalchemy.orm.Session",
            "Session": "sqlalchemy.orm.sessionmaker[sqlalchemy.orm.Session]",
            "Model": f"class elem|{_MODEL}",
        },
        "alchemical.aio.Alchemical": {
            "Session": "sqlalchemy.ext.asyncio.async_sessionmaker[sqlalchemy.ext.asyncio.AsyncSession]",
        },
    },
    functions={
        f"alchemical.{name}Alchemical": f"-> alchemical.{name}Alchemical[@model_class|{_MODEL}]" for name in ("", "flask.", "aio.")
    },
    aliases={
        "alchemical.core.Alchemical": "alchemical.Alchemical",
        **{f"alchemical.{name}.Model": _MODEL for name in ("core", "flask", "aio")},
    },
)
