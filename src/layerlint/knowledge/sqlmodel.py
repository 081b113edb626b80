"""SQLModel: pydantic schemas that are tables with `table=True`, and sessions with `exec`."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

LIBRARY = Library(
    name="sqlmodel",
    read_from="0.0.27",
    packages=("sqlmodel",),
    kinds={"sqlmodel.SQLModel": Kind.SCHEMA},
    bases={
        "sqlmodel.SQLModel": ("pydantic.BaseModel",),
        "sqlmodel.Session": ("sqlalchemy.orm.Session",),
        "sqlmodel.ext.asyncio.session.AsyncSession": ("sqlmodel.Session", "sqlalchemy.ext.asyncio.AsyncSession"),
    },
    methods={"sqlmodel.Session": {"exec": "read -> sqlalchemy.Result[$0.elem]"}},
    functions={
        "sqlmodel.Session": "open -> sqlmodel.Session",
        "sqlmodel.ext.asyncio.session.AsyncSession": "open -> sqlmodel.ext.asyncio.session.AsyncSession",
        "sqlmodel.col": "-> sqlalchemy.Column",
        "sqlmodel.Relationship": "-> sqlalchemy.Column",
    },
    aliases={
        "sqlmodel.orm.session.Session": "sqlmodel.Session",
        "sqlmodel.main.SQLModel": "sqlmodel.SQLModel",
        "sqlmodel.ext.asyncio.AsyncSession": "sqlmodel.ext.asyncio.session.AsyncSession",
        "sqlmodel.sql.expression": "sqlalchemy",
        **{
            f"sqlmodel.{name}": f"sqlalchemy.{name}"
            for name in (
                "select insert update delete text func and_ or_ not_ case cast union union_all exists create_engine Table Column"
            ).split()
        },
    },
    session_usage=frozenset({"exec"}),
    schema_settings={"sqlmodel.SQLModel": ("from_attributes", "orm_mode")},
    table_keywords={"sqlmodel.SQLModel": "table"},
    blocking={"sqlmodel.ext.asyncio.session.AsyncSession": ""},
)
