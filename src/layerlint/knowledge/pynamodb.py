"""PynamoDB: models that save themselves to DynamoDB tables."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_MODEL = "pynamodb.models.Model"

LIBRARY = Library(
    name="pynamodb",
    read_from="6.1.0",
    packages=("pynamodb",),
    kinds={_MODEL: Kind.ENTITY, "pynamodb.indexes.Index": Kind.TABLE},
    bases={
        "pynamodb.indexes.GlobalSecondaryIndex": ("pynamodb.indexes.Index",),
        "pynamodb.indexes.LocalSecondaryIndex": ("pynamodb.indexes.Index",),
    },
    methods={
        _MODEL: {
            **dict.fromkeys(("save", "update", "delete"), "write"),
            "get": "read -> self",
            **dict.fromkeys(("query", "scan", "batch_get"), "read -> list[self]"),
            "count": "read -> int",
            **dict.fromkeys(("refresh", "exists", "describe_table"), "read"),
            "batch_write": "write -> pynamodb.models.BatchWrite",
            **dict.fromkeys(("create_table", "delete_table", "update_ttl"), ""),
        },
        "pynamodb.models.BatchWrite": {**dict.fromkeys(("save", "delete", "commit"), "write"), "__enter__": "-> self"},
        "pynamodb.indexes.Index": {**dict.fromkeys(("query", "scan"), "read -> list"), "count": "read -> int"},
    },
)
