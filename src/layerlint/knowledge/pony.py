"""Pony: entities of a database object, queries from generators, `db_session` as the unit of work."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_QUERY = "pony.orm.core.Query"
_READ = "read -> list[elem]"

LIBRARY = Library(
    name="pony",
    read_from="0.7.20",
    packages=("pony",),
    kinds={
        "pony.orm.core.Entity": Kind.ENTITY,
        _QUERY: Kind.QUERY,
        "pony.orm.core.Database": Kind.CONNECTION,
        **{f"pony.orm.{name}": Kind.COLUMN for name in "PrimaryKey Required Optional Set Discriminator".split()},
    },
    methods={
        "pony.orm.core.Entity": {
            "select": f"query -> {_QUERY}[self]",
            **dict.fromkeys(("get", "get_for_update"), "read -> self"),
            **dict.fromkeys(("select_by_sql", "select_random"), "read -> list[self]"),
            "get_by_sql": "read -> self",
            "exists": "read -> bool",
            **dict.fromkeys(("delete", "flush"), "write"),
            "load": "read",
            "set": "write",
            "to_dict": "-> dict",
        },
        _QUERY: {
            "*": "-> self",
            **dict.fromkeys(("first", "get"), "read -> elem"),
            **dict.fromkeys(("fetch", "page", "limit", "random", "prefetch"), _READ),
            **dict.fromkeys("count sum avg min max group_concat exists to_json show".split(), "read"),
            "delete": "write",
            "get_sql": "-> str",
            "__iter__": "read -> elem",
            "__getitem__": _READ,
            "__len__": "read -> int",
        },
        "pony.orm.core.Database": {
            **dict.fromkeys("select get exists".split(), "read"),
            **dict.fromkeys(("execute", "insert"), "write"),
            **dict.fromkeys(("commit", "rollback", "flush"), "transaction"),
            "get_connection": "open",
            **dict.fromkeys("bind generate_mapping create_tables drop_all_tables".split(), ""),
        },
    },
    attributes={"pony.orm.core.Database": {"Entity": "class pony.orm.core.Entity"}},
    functions={
        "pony.orm.select": f"query -> {_QUERY}",
        "pony.orm.left_join": f"query -> {_QUERY}",
        **{f"pony.orm.{name}": "read" for name in "get exists count sum avg min max group_concat".split()},
        "pony.orm.delete": "write",
        **{f"pony.orm.{name}": "transaction" for name in ("commit", "rollback", "flush")},
        "pony.orm.db_session": "transaction",
    },
    aliases={"pony.orm.Database": "pony.orm.core.Database", "pony.orm.core.select": "pony.orm.select"},
    blocking={
        "pony.orm.core.Entity": "get get_for_update select_by_sql select_random get_by_sql exists flush load",
        _QUERY: "first get fetch page limit random count sum avg min max group_concat exists delete __iter__",
        "pony.orm.core.Database": "select get exists execute insert commit rollback flush",
    },
)
