"""Prisma Client Python: one client with the actions of every model."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_ACTIONS = "prisma.actions.Actions"
_READS = "find_unique find_unique_or_raise find_first find_first_or_raise find_many count group_by query_raw query_first".split()
_WRITES = "create create_many update update_many upsert delete delete_many execute_raw".split()

LIBRARY = Library(
    name="prisma",
    read_from="0.15.0",
    packages=("prisma",),
    kinds={"prisma.Prisma": Kind.CONNECTION, _ACTIONS: Kind.CONNECTION},
    methods={
        "prisma.Prisma": {
            **dict.fromkeys(("query_raw", "query_first"), "read"),
            "execute_raw": "write",
            "tx": "transaction -> self",
            "batch_": "-> prisma.Batch",
            **dict.fromkeys(("connect", "disconnect", "is_connected", "is_registered"), ""),
            **dict.fromkeys(("__enter__", "__aenter__"), "-> self"),
        },
        "prisma.Batch": {"commit": "write", **dict.fromkeys(("__enter__", "__aenter__"), "-> self")},
        _ACTIONS: {**dict.fromkeys(_READS, "read"), **dict.fromkeys(_WRITES, "write")},
    },
    attributes={"prisma.Prisma": {"*": _ACTIONS}},
    aliases={"prisma.Client": "prisma.Prisma", "prisma.client.Prisma": "prisma.Prisma", "prisma.client.Client": "prisma.Prisma"},
)
