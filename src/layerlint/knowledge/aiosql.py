"""aiosql: queries of SQL files as methods that take a connection."""

from layerlint.knowledge.library import Library

_QUERIES = "aiosql.queries.Queries"

LIBRARY = Library(
    name="aiosql",
    read_from="15.0, 3.4.1",
    packages=("aiosql",),
    methods={
        _QUERIES: {
            "*": "read",
            **dict.fromkeys("add_query add_queries add_child_queries load_from_list load_from_tree available_queries".split(), ""),
        }
    },
    functions=dict.fromkeys(("aiosql.from_path", "aiosql.from_str"), f"-> {_QUERIES}"),
    aliases={"aiosql.aiosql.from_path": "aiosql.from_path", "aiosql.aiosql.from_str": "aiosql.from_str"},
)
