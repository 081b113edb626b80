"""Tortoise ORM: active-record models, query sets that run when awaited, relations with a manager of their own."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_MODEL = "tortoise.models.Model"
_QUERYSET = "tortoise.queryset.QuerySet"
_SINGLE = "tortoise.queryset.QuerySetSingle"
_CLIENT = "tortoise.backends.base.client.BaseDBAsyncClient"
_PYDANTIC = "tortoise.contrib.pydantic.PydanticModel"
_FIELDS = (
    "BigIntField BinaryField BooleanField CharEnumField CharField DateField DatetimeField TimeField DecimalField FloatField "
    "IntEnumField IntField JSONField SmallIntField TextField TimeDeltaField UUIDField IntegerField SmallIntegerField "
    "DurationField BigIntegerField DateTimeField"
).split()
_READING = dict.fromkeys("count exists contains values values_list in_bulk explain".split(), "read")
_ROW = dict.fromkeys("get get_or_none first last latest earliest".split(), f"read -> {_SINGLE}[elem]")
_WRITING = dict.fromkeys("update delete bulk_create bulk_update".split(), "write")

LIBRARY = Library(
    name="tortoise",
    read_from="1.1.9, 0.21.7",
    packages=("tortoise",),
    kinds={
        _MODEL: Kind.ENTITY,
        _QUERYSET: Kind.QUERY,
        _SINGLE: Kind.RESULT,
        _CLIENT: Kind.CONNECTION,
        _PYDANTIC: Kind.SCHEMA,
        **{f"tortoise.fields.{name}": Kind.COLUMN for name in (*_FIELDS, "ForeignKeyField", "ManyToManyField", "OneToOneField")},
    },
    bases={
        _PYDANTIC: ("pydantic.BaseModel",),
        "tortoise.contrib.pydantic.PydanticListModel": (_PYDANTIC,),
        "tortoise.fields.ManyToManyRelation": ("tortoise.fields.ReverseRelation",),
    },
    methods={
        _MODEL: {
            **dict.fromkeys("filter all exclude annotate select_for_update".split(), f"query -> {_QUERYSET}[self]"),
            **dict.fromkeys("get get_or_none first last latest earliest".split(), f"read -> {_SINGLE}[self]"),
            **dict.fromkeys(("exists", "in_bulk", "fetch_for_list", "raw"), "read"),
            **dict.fromkeys(("bulk_create", "bulk_update"), "write"),
            "create": "write -> self",
            **dict.fromkeys(("get_or_create", "update_or_create"), "write -> tuple[self]"),
            **dict.fromkeys(("save", "delete"), "write"),
            **dict.fromkeys(("fetch_related", "refresh_from_db"), "read"),
            **dict.fromkeys(("update_from_dict", "clone", "construct"), "-> self"),
        },
        _QUERYSET: {
            "*": "-> self",
            **_READING,
            **_ROW,
            **_WRITING,
            "create": "write -> elem",
            **dict.fromkeys(("get_or_create", "update_or_create"), "write -> tuple[elem]"),
            **dict.fromkeys(("sql", "as_query"), ""),
            "__await__": "read -> list[elem]",
            "__iter__": "read -> elem",
        },
        _SINGLE: {"*": "-> self", "__await__": "read -> elem"},
        "tortoise.fields.ReverseRelation": {
            **dict.fromkeys("filter all order_by limit offset".split(), f"query -> {_QUERYSET}[elem]"),
            "create": "write -> elem",
            **dict.fromkeys(("add", "remove", "clear"), "write"),
            "__await__": "read -> list[elem]",
            "__iter__": "-> elem",
        },
        _CLIENT: {
            **dict.fromkeys(("execute_query", "execute_query_dict", "execute_query_dict_with_affected"), "read -> list"),
            **dict.fromkeys(("execute_insert", "execute_script", "execute_many"), "write"),
            **dict.fromkeys("begin savepoint rollback savepoint_rollback commit release_savepoint".split(), "transaction"),
            "__enter__": "-> self",
        },
        _PYDANTIC: {
            "from_tortoise_orm": "read -> self",
            "from_queryset_single": "read -> self",
            "from_queryset": "read -> list[self]",
        },
        "tortoise.connection.ConnectionHandler": {"get": f"-> {_CLIENT}", "all": f"-> list[{_CLIENT}]"},
    },
    attributes={"tortoise.Tortoise": {"_connections": "tortoise.connection.ConnectionHandler"}},
    schema_settings={_PYDANTIC: ("from_attributes", "orm_mode")},
    functions={
        "tortoise.transactions.in_transaction": f"transaction -> {_CLIENT}",
        "tortoise.connections.get": f"-> {_CLIENT}",
        "tortoise.Tortoise.get_connection": f"-> {_CLIENT}",
        "tortoise.contrib.pydantic.pydantic_model_creator": f"-> class {_PYDANTIC}",
        "tortoise.contrib.pydantic.pydantic_queryset_creator": f"-> class {_PYDANTIC}",
        **{f"tortoise.fields.{name}": f"-> tortoise.fields.{name}[$0]" for name in ("ForeignKeyField", "OneToOneField")},
        "tortoise.fields.ManyToManyField": "-> tortoise.fields.ManyToManyField[$0]",
    },
    descriptors={
        **{f"tortoise.fields.{name}": "elem" for name in ("ForeignKeyField", "OneToOneField")},
        "tortoise.fields.ManyToManyField": "tortoise.fields.ManyToManyRelation[elem]",
        **{
            f"tortoise.fields.{name}": "elem"
            for name in "ForeignKeyRelation ForeignKeyNullableRelation OneToOneRelation OneToOneNullableRelation".split()
        },
    },
    aliases={
        "tortoise.Model": _MODEL,
        "tortoise.fields.data": "tortoise.fields",
        "tortoise.fields.relational": "tortoise.fields",
        "tortoise.fields.ForeignKey": "tortoise.fields.ForeignKeyField",
        "tortoise.contrib.pydantic.base": "tortoise.contrib.pydantic",
        "tortoise.contrib.pydantic.creator": "tortoise.contrib.pydantic",
        "tortoise.BaseDBAsyncClient": _CLIENT,
        "tortoise.backends.base.client.TransactionContext": _CLIENT,
        "tortoise.connection.connections": "tortoise.connections",
    },
)
