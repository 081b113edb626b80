"""Flask-Admin: pages over models, with exposed methods."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_VIEW = "flask_admin.BaseView"

LIBRARY = Library(
    name="flask_admin",
    read_from="2.2.1",
    packages=("flask_admin",),
    kinds={_VIEW: Kind.WIRING},
    bases={
        "flask_admin.AdminIndexView": (_VIEW,),
        "flask_admin.model.BaseModelView": (_VIEW,),
        **{
            f"flask_admin.contrib.{name}.ModelView": ("flask_admin.model.BaseModelView",)
            for name in ("sqla", "peewee", "pymongo", "mongoengine")
        },
        "flask_admin.contrib.fileadmin.FileAdmin": (_VIEW,),
    },
    methods={_VIEW: {"render": "-> str"}},
    handler_decorators={"flask_admin.expose": "$methods|GET"},
    aliases={"flask_admin.base": "flask_admin"},
)
