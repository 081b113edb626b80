"""databases: asynchronous connections that run SQLAlchemy Core and text."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_RUNS = {
    "fetch_all": "read -> list",
    **dict.fromkeys(("fetch_one", "fetch_val", "iterate"), "read"),
    "execute": "read",
    "execute_many": "write",
    "transaction": "transaction -> databases.core.Transaction",
    "__aenter__": "-> self",
}

LIBRARY = Library(
    name="databases",
    read_from="0.9.0",
    packages=("databases",),
    kinds={"databases.Database": Kind.CONNECTION, "databases.core.Connection": Kind.CONNECTION},
    methods={
        "databases.Database": {
            **_RUNS,
            "connection": "open -> databases.core.Connection",
            **dict.fromkeys(("connect", "disconnect", "force_rollback"), ""),
        },
        "databases.core.Connection": _RUNS,
        "databases.core.Transaction": dict.fromkeys(("start", "commit", "rollback"), "transaction"),
    },
    aliases={"databases.core.Database": "databases.Database"},
)
