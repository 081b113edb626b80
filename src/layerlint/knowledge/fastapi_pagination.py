"""fastapi-pagination: `paginate` runs the query that it is given."""

from layerlint.knowledge.library import Library

_MODULES = "sqlalchemy sqlmodel async_sqlalchemy async_sqlmodel databases tortoise".split()

LIBRARY = Library(
    name="fastapi_pagination",
    read_from="0.14.3",
    packages=("fastapi_pagination",),
    bases={f"fastapi_pagination.{name}": ("pydantic.BaseModel",) for name in ("Page", "LimitOffsetPage", "Params")},
    functions={
        f"fastapi_pagination.ext.{module}.{name}": "read"
        for module in _MODULES
        for name in ("paginate", "apaginate", "paginate_query")
    },
)
