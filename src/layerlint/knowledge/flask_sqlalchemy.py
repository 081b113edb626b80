"""Flask-SQLAlchemy: one object that holds the session, the base of the models, and SQLAlchemy's names."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_DB = "flask_sqlalchemy.SQLAlchemy"
_PAGES = {
    **dict.fromkeys(("prev", "next"), "read -> self"),
    "iter_pages": "-> list",
    "__iter__": "-> elem",
}

LIBRARY = Library(
    name="flask_sqlalchemy",
    read_from="3.1.1, 2.5.1",
    packages=("flask_sqlalchemy",),
    kinds={"flask_sqlalchemy.pagination.Pagination": Kind.RESULT},
    bases={
        "flask_sqlalchemy.model.Model": ("sqlalchemy.orm.DeclarativeBase",),
        "flask_sqlalchemy.query.Query": ("sqlalchemy.orm.Query",),
        "flask_sqlalchemy.session.Session": ("sqlalchemy.orm.Session",),
    },
    methods={
        _DB: {
            "get_or_404": "read -> $0",
            **dict.fromkeys(("first_or_404", "one_or_404"), "read -> $0.elem"),
            "paginate": "read -> flask_sqlalchemy.pagination.Pagination[$0.elem]",
            "get_engine": "-> sqlalchemy.Engine",
            **dict.fromkeys(("create_all", "drop_all", "reflect", "init_app"), ""),
        },
        "flask_sqlalchemy.query.Query": {
            **dict.fromkeys(("get_or_404", "first_or_404", "one_or_404"), "read -> elem"),
            "paginate": "read -> flask_sqlalchemy.pagination.Pagination[elem]",
        },
        "flask_sqlalchemy.pagination.Pagination": _PAGES,
    },
    attributes={
        _DB: {
            "session": "sqlalchemy.orm.scoped_session[sqlalchemy.orm.Session]",
            "Model": "class elem|flask_sqlalchemy.model.Model",
            "Query": "class flask_sqlalchemy.query.Query",
            "engine": "sqlalchemy.Engine",
            "engines": "dict[sqlalchemy.Engine]",
            "metadata": "sqlalchemy.MetaData",
            "*": "in sqlalchemy, sqlalchemy.orm",
        },
        "sqlalchemy.orm.DeclarativeBase": {"query": "flask_sqlalchemy.query.Query[self]"},
        "flask_sqlalchemy.pagination.Pagination": {"items": "list[elem]", "query": "sqlalchemy.sql.Statement"},
    },
    functions={_DB: f"-> {_DB}[@model_class|flask_sqlalchemy.model.Model]"},
    aliases={
        "flask_sqlalchemy.extension.SQLAlchemy": _DB,
        "flask_sqlalchemy.Model": "flask_sqlalchemy.model.Model",
        "flask_sqlalchemy.BaseQuery": "flask_sqlalchemy.query.Query",
        "flask_sqlalchemy.Pagination": "flask_sqlalchemy.pagination.Pagination",
        "flask_sqlalchemy.SignallingSession": "flask_sqlalchemy.session.Session",
    },
)
