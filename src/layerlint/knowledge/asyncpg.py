"""asyncpg: connections and pools."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

LIBRARY = Library(
    name="asyncpg",
    read_from="0.30.0",
    packages=("asyncpg",),
    kinds={"asyncpg.Connection": Kind.CONNECTION, "asyncpg.Pool": Kind.ENGINE},
    methods={
        "asyncpg.Connection": {
            "execute": "read",
            "executemany": "write",
            "fetch": "read -> list",
            "fetchrow": "read",
            "fetchval": "read",
            "cursor": "read",
            "copy_records_to_table": "write",
            "transaction": "transaction",
        },
        "asyncpg.Pool": {
            "acquire": "open -> asyncpg.Connection",
            "execute": "read",
            "executemany": "write",
            "fetch": "read -> list",
            "fetchrow": "read",
            "fetchval": "read",
        },
    },
    functions={"asyncpg.connect": "open -> asyncpg.Connection", "asyncpg.create_pool": "-> asyncpg.Pool"},
    aliases={
        "asyncpg.connection.Connection": "asyncpg.Connection",
        "asyncpg.pool.Pool": "asyncpg.Pool",
        "asyncpg.pool.PoolConnectionProxy": "asyncpg.Connection",
    },
)
