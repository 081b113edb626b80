"""Flask-AppBuilder: views and APIs with exposed methods."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_API = "flask_appbuilder.api.BaseApi"

LIBRARY = Library(
    name="flask_appbuilder",
    read_from="5.3.0",
    packages=("flask_appbuilder",),
    kinds={_API: Kind.ROUTER, "flask_appbuilder.BaseView": Kind.ROUTER},
    bases={
        "flask_appbuilder.api.ModelRestApi": (_API,),
        **{
            f"flask_appbuilder.{name}": ("flask_appbuilder.BaseView",)
            for name in "ModelView IndexView MasterDetailView MultipleView PublicFormView SimpleFormView".split()
        },
        "flask_appbuilder.Model": ("sqlalchemy.orm.DeclarativeBase",),
    },
    methods={
        _API: dict.fromkeys(("response", *(f"response_{code}" for code in (400, 401, 403, 404, 422, 500))), "-> flask.Response"),
        "flask_appbuilder.BaseView": {"render_template": "-> str"},
    },
    handler_decorators={"flask_appbuilder.expose": "$methods|GET"},
    aliases={
        "flask_appbuilder.api.expose": "flask_appbuilder.expose",
        "flask_appbuilder.baseviews": "flask_appbuilder",
        "flask_appbuilder.views": "flask_appbuilder",
        "flask_appbuilder.ModelRestApi": "flask_appbuilder.api.ModelRestApi",
        "flask_appbuilder.models.sqla.Model": "flask_appbuilder.Model",
    },
)
