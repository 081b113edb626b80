"""ormar: pydantic models that are tables, with query sets behind `objects`."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_QUERYSET = "ormar.QuerySet"
_FIELDS = (
    "BigInteger Boolean Date DateTime Decimal Enum Float ForeignKey Integer JSON LargeBinary ManyToMany SmallInteger String Text "
    "Time UUID"
).split()

LIBRARY = Library(
    name="ormar",
    read_from="0.26.0, 0.12.2",
    packages=("ormar",),
    kinds={
        "ormar.Model": Kind.ENTITY,
        _QUERYSET: Kind.QUERY,
        "ormar.databases.connection.DatabaseConnection": Kind.CONNECTION,
        **{f"ormar.{name}": Kind.COLUMN for name in _FIELDS},
    },
    bases={"ormar.Model": ("pydantic.BaseModel",)},
    methods={
        "ormar.Model": {
            **dict.fromkeys(("save", "update", "upsert"), "write -> self"),
            **dict.fromkeys(("save_related", "delete"), "write"),
            **dict.fromkeys(("load", "load_all"), "read -> self"),
            "update_from_dict": "-> self",
            "get_pydantic": "-> class pydantic.BaseModel",
        },
        _QUERYSET: {
            "*": "-> self",
            **dict.fromkeys("get get_or_none first first_or_none last last_or_none".split(), "read -> elem"),
            "all": "read -> list[elem]",
            "iterate": "read -> list[elem]",
            **dict.fromkeys(("values", "values_list"), "read -> list"),
            **dict.fromkeys("count exists max min sum avg".split(), "read"),
            **dict.fromkeys(("create", "update_or_create"), "write -> elem"),
            "get_or_create": "write -> tuple[elem]",
            **dict.fromkeys("update delete bulk_create bulk_update add remove clear".split(), "write"),
        },
        "ormar.databases.connection.DatabaseConnection": {
            **dict.fromkeys(("connect", "disconnect"), ""),
            "transaction": "transaction",
            "connection": "open -> sqlalchemy.ext.asyncio.AsyncConnection",
        },
    },
    attributes={"ormar.Model": {"objects": f"{_QUERYSET}[self]"}},
    functions={
        "ormar.ForeignKey": "-> ormar.ForeignKey[$0]",
        "ormar.ManyToMany": "-> ormar.ManyToMany[$0]",
    },
    descriptors={"ormar.ForeignKey": "elem", "ormar.ManyToMany": f"{_QUERYSET}[elem]"},
    aliases={
        "ormar.models.Model": "ormar.Model",
        "ormar.queryset.QuerySet": _QUERYSET,
        "ormar.DatabaseConnection": "ormar.databases.connection.DatabaseConnection",
    },
)
