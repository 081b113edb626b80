"""sqlalchemy-crud-plus: ready-made repositories."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_CRUD = "sqlalchemy_crud_plus.CRUDPlus"

LIBRARY = Library(
    name="sqlalchemy_crud_plus",
    read_from="1.13.3",
    packages=("sqlalchemy_crud_plus",),
    kinds={_CRUD: Kind.REPOSITORY},
    methods={
        _CRUD: {
            **dict.fromkeys(("create_model", "select_model", "select_model_by_column"), "-> elem"),
            **dict.fromkeys(("create_models", "bulk_create_models", "select_models", "select_models_order"), "-> list[elem]"),
            **dict.fromkeys(("select", "select_order"), "-> sqlalchemy.sql.Select[elem]"),
            **dict.fromkeys(("update_model", "update_model_by_column", "bulk_update_models"), "-> int"),
            **dict.fromkeys(("delete_model", "delete_model_by_column", "count"), "-> int"),
            "exists": "-> bool",
        },
    },
    functions={_CRUD: f"-> {_CRUD}[$0/model]"},
    nullable={_CRUD: "select_model select_model_by_column"},
    aliases={"sqlalchemy_crud_plus.crud.CRUDPlus": _CRUD},
)
