"""Neo4j: drivers, sessions and transactions that run Cypher."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

LIBRARY = Library(
    name="neo4j",
    read_from="6.4.1",
    packages=("neo4j",),
    kinds={"neo4j.Driver": Kind.ENGINE, "neo4j.Session": Kind.CONNECTION, "neo4j.Transaction": Kind.CONNECTION},
    bases={
        "neo4j.AsyncDriver": ("neo4j.Driver",),
        "neo4j.AsyncSession": ("neo4j.Session",),
        "neo4j.ManagedTransaction": ("neo4j.Transaction",),
        "neo4j.AsyncTransaction": ("neo4j.Transaction",),
        "neo4j.AsyncManagedTransaction": ("neo4j.AsyncTransaction",),
    },
    methods={
        "neo4j.Driver": {
            "session": "open -> neo4j.Session",
            "execute_query": "read",
            **dict.fromkeys(("close", "verify_connectivity"), ""),
            **dict.fromkeys(("__enter__", "__aenter__"), "-> self"),
        },
        "neo4j.AsyncDriver": {"session": "open -> neo4j.AsyncSession"},
        "neo4j.Session": {
            **dict.fromkeys(("run", "execute_read"), "read"),
            "execute_write": "write",
            "begin_transaction": "transaction -> neo4j.Transaction",
            "close": "",
            **dict.fromkeys(("__enter__", "__aenter__"), "-> self"),
        },
        "neo4j.Transaction": {
            "run": "read",
            **dict.fromkeys(("commit", "rollback"), "transaction"),
            "close": "",
            **dict.fromkeys(("__enter__", "__aenter__"), "-> self"),
        },
    },
    functions={
        "neo4j.GraphDatabase.driver": "-> neo4j.Driver",
        "neo4j.AsyncGraphDatabase.driver": "-> neo4j.AsyncDriver",
    },
    blocking={
        "neo4j.Session": "run execute_read execute_write",
        "neo4j.Transaction": "run commit rollback",
        "neo4j.Driver": "execute_query verify_connectivity",
        **dict.fromkeys(("neo4j.AsyncDriver", "neo4j.AsyncSession", "neo4j.AsyncTransaction"), ""),
    },
)
