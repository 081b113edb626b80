"""Beanie (and Bunnet, the same without async): pydantic documents, queries that run when awaited or iterated."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_MANY = "beanie.odm.queries.find.FindMany"
_ONE = "beanie.odm.queries.find.FindOne"
_AGGREGATION = "beanie.odm.queries.aggregation.AggregationQuery"
_UPDATE = "beanie.odm.queries.update.UpdateQuery"
_SUMS = dict.fromkeys("sum avg max min count".split(), "read")
_CHANGES = dict.fromkeys("update set inc current_date upsert delete".split(), f"write -> {_UPDATE}")

LIBRARY = Library(
    name="beanie",
    read_from="2.2.0, 1.30.0; bunnet 1.3.0",
    packages=("beanie", "bunnet"),
    kinds={
        "beanie.Document": Kind.ENTITY,
        "beanie.View": Kind.ENTITY,
        "beanie.UnionDoc": Kind.ENTITY,
        **dict.fromkeys((_MANY, _ONE, _AGGREGATION), Kind.QUERY),
    },
    bases={
        "beanie.Document": ("pydantic.BaseModel", "beanie.odm.interfaces.find.FindInterface"),
        "beanie.DocumentWithSoftDelete": ("beanie.Document",),
        "beanie.View": ("pydantic.BaseModel", "beanie.odm.interfaces.find.FindInterface"),
        "beanie.UnionDoc": ("beanie.odm.interfaces.find.FindInterface",),
    },
    methods={
        "beanie.odm.interfaces.find.FindInterface": {
            **dict.fromkeys(("find", "find_many", "find_all", "all", "find_many_in_all"), f"query -> {_MANY}[self]"),
            "find_one": f"query -> {_ONE}[self]",
            "aggregate": f"query -> {_AGGREGATION}",
            **_SUMS,
            **dict.fromkeys(("get_pymongo_collection", "get_motor_collection"), "-> motor.motor_asyncio.AsyncIOMotorCollection"),
        },
        "beanie.Document": {
            "get": "read -> self",
            **dict.fromkeys(("insert", "create", "replace", "save", "save_changes"), "write -> self"),
            "insert_one": "write -> $0",
            **dict.fromkeys("insert_many replace_many update_all delete delete_all hard_delete".split(), "write"),
            **dict.fromkeys(("update", "set", "inc", "current_date"), "write -> self"),
            **dict.fromkeys("sync fetch_link fetch_all_links inspect_collection distinct".split(), "read"),
            "bulk_writer": "transaction",
        },
        _MANY: {
            "*": "-> self",
            **_SUMS,
            **_CHANGES,
            "to_list": "read -> list[elem]",
            "first_or_none": "read -> elem",
            **dict.fromkeys(("exists", "distinct"), "read"),
            **dict.fromkeys(("update_many", "delete_many"), f"write -> {_UPDATE}"),
            "aggregate": f"query -> {_AGGREGATION}",
            "project": f"-> {_MANY}[$0]",
            "run": "read -> list[elem]",
            "__iter__": "read -> elem",
        },
        _ONE: {
            "*": "-> self",
            **_CHANGES,
            **dict.fromkeys(("update_one", "delete_one", "replace_one"), f"write -> {_UPDATE}"),
            **dict.fromkeys(("count", "exists"), "read"),
            "project": f"-> {_ONE}[$0]",
            "run": "read -> elem",
            "__await__": "read -> elem",
        },
        _AGGREGATION: {"*": "-> self", **dict.fromkeys(("to_list", "run"), "read -> list"), "__iter__": "read"},
        _UPDATE: {"*": "write -> self"},
        "beanie.Link": {"fetch": "read -> elem", "fetch_list": "read", "fetch_one": "read", "fetch_many": "read"},
    },
    functions={"beanie.init_beanie": ""},
    aliases={
        "beanie.odm.documents.Document": "beanie.Document",
        "beanie.odm.documents.DocumentWithSoftDelete": "beanie.DocumentWithSoftDelete",
        "beanie.odm.fields.Link": "beanie.Link",
        "beanie.odm.views.View": "beanie.View",
        "bunnet": "beanie",
    },
)
