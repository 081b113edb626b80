"""Peewee: active-record models, lazy select queries, write queries that `execute` runs; playhouse and peewee-async."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_SELECT = "peewee.ModelSelect"
_WRITE = "peewee._WriteQuery"
_FIELDS = (
    "AnyField IntegerField BigIntegerField SmallIntegerField AutoField BigAutoField IdentityField PrimaryKeyField FloatField "
    "DoubleField DecimalField CharField FixedCharField TextField BlobField BitField BigBitField UUIDField BinaryUUIDField "
    "DateTimeField DateField TimeField TimestampField IPField BooleanField JSONField BareField ForeignKeyField ManyToManyField"
).split()
_DATABASES = (
    "peewee.SqliteDatabase peewee.PostgresqlDatabase peewee.MySQLDatabase peewee.Proxy peewee.DatabaseProxy "
    "playhouse.pool.PooledDatabase playhouse.pool.PooledMySQLDatabase playhouse.pool.PooledPostgresqlDatabase "
    "playhouse.pool.PooledPostgresqlExtDatabase playhouse.pool.PooledSqliteDatabase playhouse.pool.PooledSqliteExtDatabase "
    "playhouse.postgres_ext.PostgresqlExtDatabase playhouse.sqlite_ext.SqliteExtDatabase "
    "playhouse.sqlite_ext.CSqliteExtDatabase playhouse.sqliteq.SqliteQueueDatabase playhouse.cockroachdb.CockroachDatabase "
    "peewee_async.PooledPostgresqlDatabase peewee_async.PooledMySQLDatabase peewee_async.PostgresqlDatabase"
).split()

LIBRARY = Library(
    name="peewee",
    read_from="peewee 4.5.3, 3.18.2; peewee-async 2.1.0, 0.10.0",
    packages=("peewee", "playhouse", "peewee_async"),
    kinds={
        "peewee.Model": Kind.ENTITY,
        _SELECT: Kind.QUERY,
        "peewee.Database": Kind.CONNECTION,
        **{f"peewee.{name}": Kind.COLUMN for name in _FIELDS},
    },
    bases={
        "playhouse.signals.Model": ("peewee.Model",),
        "playhouse.flask_utils.FlaskDB.Model": ("peewee.Model",),
        "peewee_async.AioModel": ("peewee.Model",),
        **dict.fromkeys(_DATABASES, ("peewee.Database",)),
    },
    methods={
        "peewee.Model": {
            **dict.fromkeys(("select", "filter", "raw"), f"query -> {_SELECT}[self]"),
            **dict.fromkeys("update insert insert_many insert_from replace replace_many delete".split(), f"query -> {_WRITE}"),
            **dict.fromkeys("get get_or_none get_by_id aio_get aio_get_or_none".split(), "read -> self"),
            **dict.fromkeys(("create", "aio_create"), "write -> self"),
            **dict.fromkeys(("get_or_create", "aio_get_or_create"), "write -> tuple[self]"),
            **dict.fromkeys(
                "save delete_instance set_by_id delete_by_id bulk_create bulk_update aio_save aio_delete_instance".split(), "write"
            ),
            **dict.fromkeys(("table_exists", "noop"), "read"),
            **dict.fromkeys(("create_table", "drop_table", "truncate_table"), "write"),
            "alias": "-> class self",
        },
        _SELECT: {
            "*": "-> self",
            "dicts": f"-> {_SELECT}[dict]",
            "tuples": f"-> {_SELECT}[tuple]",
            "namedtuples": f"-> {_SELECT}",
            **dict.fromkeys(("get", "first", "peek", "get_or_none", "aio_get", "aio_first", "aio_peek"), "read -> elem"),
            **dict.fromkeys(("count", "aio_count"), "read -> int"),
            **dict.fromkeys(("exists", "aio_exists"), "read -> bool"),
            **dict.fromkeys(("scalar", "aio_scalar"), "read"),
            **dict.fromkeys(("execute", "iterator", "scalars", "aio_execute"), "read -> list[elem]"),
            "sql": "-> tuple",
            "__iter__": "read -> elem",
            "__getitem__": "read -> elem",
            "__len__": "read -> int",
        },
        _WRITE: {"*": "-> self", **dict.fromkeys(("execute", "aio_execute"), "write"), "sql": "-> tuple"},
        "peewee.Database": {
            **dict.fromkeys(("execute_sql", "aio_execute_sql"), "read"),
            **dict.fromkeys(("execute", "aio_execute"), "read"),
            "cursor": "-> sqlite3.Cursor",
            **dict.fromkeys(("create_tables", "drop_tables"), "write"),
            **dict.fromkeys(("get_tables", "get_columns", "get_indexes", "table_exists"), "read"),
            **dict.fromkeys(
                "atomic transaction savepoint manual_commit begin commit rollback session_start session_commit session_rollback "
                "aio_atomic".split(),
                "transaction",
            ),
            **dict.fromkeys(("connect", "connection_context", "aio_connect"), "open"),
        },
        "peewee_async.Manager": {
            **dict.fromkeys(("get", "get_or_none"), "read -> $0"),
            **dict.fromkeys(("execute", "prefetch", "count", "scalar"), "read -> list[$0.elem]"),
            **dict.fromkeys(("create",), "write -> $0"),
            **dict.fromkeys("get_or_create create_or_get update delete".split(), "write"),
            **dict.fromkeys(("atomic", "transaction"), "transaction"),
        },
        "playhouse.flask_utils.FlaskDB": {},
    },
    attributes={
        "playhouse.flask_utils.FlaskDB": {
            "Model": "class playhouse.flask_utils.FlaskDB.Model",
            "database": "peewee.Database",
        }
    },
    functions={
        "peewee.prefetch": "read -> list[$0.elem]",
        "playhouse.db_url.connect": "-> peewee.Database",
        "playhouse.shortcuts.model_to_dict": "-> dict",
        "playhouse.shortcuts.dict_to_model": "-> $0",
        "playhouse.flask_utils.get_object_or_404": "read -> $0",
        "playhouse.flask_utils.object_list": "read",
        "peewee.ForeignKeyField": "-> peewee.ForeignKeyField[$0]",
        **{f"peewee.{name}": "-> peewee.Field" for name in ("fn", "SQL", "Case")},
    },
    descriptors={"peewee.ForeignKeyField": "elem"},
    aliases={
        "peewee.ModelCompoundSelectQuery": _SELECT,
        "peewee.Select": _SELECT,
        "peewee.FlaskDB": "playhouse.flask_utils.FlaskDB",
    },
    blocking={
        "peewee.Model": (
            "get get_or_none get_by_id create get_or_create save delete_instance set_by_id delete_by_id bulk_create bulk_update "
            "table_exists create_table drop_table truncate_table"
        ),
        _SELECT: "get first peek get_or_none count exists scalar execute iterator scalars __iter__",
        _WRITE: "execute",
        "peewee.Database": "execute_sql execute create_tables drop_tables commit rollback",
    },
)
