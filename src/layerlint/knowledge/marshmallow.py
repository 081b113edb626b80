"""marshmallow, flask-marshmallow and marshmallow-sqlalchemy: schemas that load and dump."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_SCHEMA = "marshmallow.Schema"

LIBRARY = Library(
    name="marshmallow",
    read_from="marshmallow 4.4.0, 2.21.0; flask-marshmallow 1.5.0, marshmallow-sqlalchemy 1.6.0",
    packages=("marshmallow", "flask_marshmallow", "marshmallow_sqlalchemy"),
    kinds={_SCHEMA: Kind.SCHEMA},
    bases={
        "flask_marshmallow.Schema": (_SCHEMA,),
        "flask_marshmallow.sqla.SQLAlchemySchema": (_SCHEMA,),
        "flask_marshmallow.sqla.SQLAlchemyAutoSchema": (_SCHEMA,),
        "marshmallow_sqlalchemy.SQLAlchemySchema": (_SCHEMA,),
        "marshmallow_sqlalchemy.SQLAlchemyAutoSchema": (_SCHEMA,),
        "marshmallow_sqlalchemy.ModelSchema": (_SCHEMA,),
        "marshmallow_sqlalchemy.TableSchema": (_SCHEMA,),
    },
    methods={
        _SCHEMA: {
            "load": "check -> json",
            "loads": "check -> json",
            "dump": "-> dict",
            "dumps": "-> str",
            "validate": "check -> dict",
            "from_dict": "-> class marshmallow.Schema",
        },
    },
    attributes={
        "flask_marshmallow.Marshmallow": {
            "Schema": "class marshmallow.Schema",
            "SQLAlchemySchema": "class marshmallow.Schema",
            "SQLAlchemyAutoSchema": "class marshmallow.Schema",
            "ModelSchema": "class marshmallow.Schema",
        },
    },
    aliases={
        "marshmallow.schema.Schema": _SCHEMA,
        "flask_marshmallow.schema.Schema": "flask_marshmallow.Schema",
        "marshmallow_sqlalchemy.schema": "marshmallow_sqlalchemy",
    },
)
