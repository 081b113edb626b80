"""msgspec: structs, and functions that read them."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_FORMATS = ("json", "msgpack", "yaml", "toml")

LIBRARY = Library(
    name="msgspec",
    read_from="0.22.0",
    packages=("msgspec",),
    kinds={
        "msgspec.Struct": Kind.SCHEMA,
        **{f"msgspec.{name}.Decoder": Kind.VALIDATOR for name in ("json", "msgpack")},
    },
    methods={f"msgspec.{name}.Encoder": {"encode": "-> bytes"} for name in ("json", "msgpack")},
    functions={
        "msgspec.convert": "check -> $1",
        "msgspec.to_builtins": "-> dict",
        "msgspec.structs.asdict": "-> dict",
        "msgspec.structs.replace": "-> $0.self",
        "msgspec.defstruct": "-> class msgspec.Struct",
        **{f"msgspec.{name}.decode": "check -> $type" for name in _FORMATS},
        **{f"msgspec.{name}.encode": "-> bytes" for name in _FORMATS},
    },
)
