"""Piccolo: tables with queries that run when awaited, or by `run` and `run_sync`."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_QUERY = "piccolo.query.base.Query"
_SELECT = "piccolo.query.methods.select.Select"
_OBJECTS = "piccolo.query.methods.objects.Objects"
_OBJECT = "piccolo.query.methods.objects.Get"
_WRITE = "piccolo.query.methods.update.Update"
_COLUMNS = (
    "Varchar Email Char Secret Text UUID Integer BigInt SmallInt Serial BigSerial PrimaryKey Timestamp Timestamptz Date Time "
    "Interval Boolean Numeric Decimal Real Float DoublePrecision ForeignKey JSON JSONB Bytea Blob Array"
).split()
_RUN = ("run", "run_sync", "batch")
_TRANSACTIONS = {
    **dict.fromkeys(("transaction", "atomic"), "transaction"),
    "start_connection_pool": "",
    "close_connection_pool": "",
}

LIBRARY = Library(
    name="piccolo",
    read_from="1.38.0",
    packages=("piccolo",),
    kinds={
        "piccolo.table.Table": Kind.ENTITY,
        **dict.fromkeys((_QUERY, _SELECT, _OBJECTS, _OBJECT, _WRITE), Kind.QUERY),
        "piccolo.engine.Engine": Kind.ENGINE,
        **{f"piccolo.columns.{name}": Kind.COLUMN for name in _COLUMNS},
        "piccolo.columns.m2m.M2M": Kind.COLUMN,
    },
    bases={
        **{
            f"piccolo.engine.{name}": ("piccolo.engine.Engine",)
            for name in ("postgres.PostgresEngine", "sqlite.SQLiteEngine", "cockroach.CockroachEngine")
        },
    },
    methods={
        "piccolo.table.Table": {
            "select": f"query -> {_SELECT}",
            "objects": f"query -> {_OBJECTS}[self]",
            **dict.fromkeys(("count", "exists", "table_exists", "raw"), f"query -> {_QUERY}"),
            **dict.fromkeys(("insert", "delete", "update"), f"query -> {_WRITE}"),
            **dict.fromkeys("save update_self remove add_m2m remove_m2m".split(), f"write -> {_WRITE}"),
            **dict.fromkeys(("refresh", "get_related", "get_m2m"), f"read -> {_QUERY}"),
            **dict.fromkeys(("create_table", "alter"), f"-> {_WRITE}"),
            "to_dict": "-> dict",
        },
        _QUERY: {"*": "-> self", **dict.fromkeys(_RUN, "read"), "__await__": "read"},
        _SELECT: {
            "*": "-> self",
            **dict.fromkeys(_RUN, "read -> list"),
            "__await__": "read -> list",
        },
        _OBJECTS: {
            "*": "-> self",
            **dict.fromkeys(("first", "get"), f"query -> {_OBJECT}[elem]"),
            **dict.fromkeys(("get_or_create", "create"), f"write -> {_OBJECT}[elem]"),
            **dict.fromkeys(_RUN, "read -> list[elem]"),
            "__await__": "read -> list[elem]",
        },
        _OBJECT: {"*": "-> self", **dict.fromkeys(_RUN, "read -> elem"), "__await__": "read -> elem"},
        _WRITE: {"*": "-> self", **dict.fromkeys(_RUN, "write"), "__await__": "write"},
        "piccolo.engine.Engine": _TRANSACTIONS,
    },
    attributes={"piccolo.table.Table": {"_meta": "piccolo.table.TableMeta"}},
    functions={
        "piccolo.engine.engine_finder": "-> piccolo.engine.Engine",
        "piccolo.columns.ForeignKey": "-> piccolo.columns.ForeignKey[$0]",
        "piccolo.utils.pydantic.create_pydantic_model": "-> class pydantic.BaseModel",
    },
    aliases={
        "piccolo.columns.column_types": "piccolo.columns",
        "piccolo.engine.base.Engine": "piccolo.engine.Engine",
        "piccolo.engine.finder.engine_finder": "piccolo.engine.engine_finder",
    },
)
