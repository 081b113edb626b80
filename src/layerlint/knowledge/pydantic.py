"""pydantic 1 and 2, and pydantic-settings."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

LIBRARY = Library(
    name="pydantic",
    read_from="2.12.4, 1.10.24",
    packages=("pydantic", "pydantic_settings"),
    kinds={
        "pydantic.BaseModel": Kind.SCHEMA,
        "pydantic_settings.BaseSettings": Kind.SETTINGS,
        "pydantic.TypeAdapter": Kind.VALIDATOR,
    },
    bases={
        "pydantic.RootModel": ("pydantic.BaseModel",),
        "pydantic.generics.GenericModel": ("pydantic.BaseModel",),
    },
    methods={
        "pydantic.BaseModel": {
            "model_dump": "-> dict",
            "dict": "-> dict",
            "model_dump_json": "-> str",
            "json": "-> str",
            "model_copy": "-> self",
            "copy": "-> self",
            "model_validate": "-> self",
            "model_validate_json": "-> self",
            "parse_obj": "-> self",
            "from_orm": "-> self",
            "model_construct": "-> self",
            "construct": "-> self",
            "parse_raw": "-> self",
        },
        "pydantic.TypeAdapter": {
            "validate_python": "-> elem",
            "validate_json": "-> elem",
            "dump_python": "-> json",
            "dump_json": "-> bytes",
        },
    },
    representatives={Kind.SCHEMA: "pydantic.BaseModel"},
    functions={"pydantic.create_model": "-> class pydantic.BaseModel"},
    aliases={
        "pydantic.BaseSettings": "pydantic_settings.BaseSettings",
        "pydantic.env_settings.BaseSettings": "pydantic_settings.BaseSettings",
        "pydantic_settings.main.BaseSettings": "pydantic_settings.BaseSettings",
        "pydantic.v1": "pydantic",
        "pydantic.main.BaseModel": "pydantic.BaseModel",
        "pydantic.root_model.RootModel": "pydantic.RootModel",
        "pydantic.functional_serializers": "pydantic",
        "pydantic.functional_validators": "pydantic",
        "pydantic.class_validators": "pydantic",
        "pydantic.type_adapter": "pydantic",
        "pydantic.types": "pydantic",
    },
    attribute_readers={
        "pydantic.BaseModel.model_validate": ("from_attributes",),
        "pydantic.BaseModel.from_orm": ("from_attributes", "orm_mode"),
        "pydantic.TypeAdapter.validate_python": ("from_attributes",),
    },
    whole_validators={
        "pydantic.model_validator": ("mode='before'", "mode='wrap'"),
        "pydantic.root_validator": ("pre=True",),
    },
    schema_hooks=frozenset({"__get_validators__", "__get_pydantic_core_schema__", "__init__", "__new__"}),
    records=frozenset({"pydantic.dataclasses.dataclass"}),
    masked_types=frozenset({"pydantic.SecretStr", "pydantic.SecretBytes", "pydantic.Secret"}),
    serializers=frozenset(
        f"pydantic.{name}" for name in ("field_serializer", "model_serializer", "PlainSerializer", "WrapSerializer")
    ),
)
