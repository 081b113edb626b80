"""APIFlask: Flask with decorators that validate the body."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_SCAFFOLD = "apiflask.scaffold.APIScaffold"

LIBRARY = Library(
    name="apiflask",
    read_from="3.1.2",
    packages=("apiflask",),
    kinds={"apiflask.HTTPError": Kind.HTTP_ERROR},
    bases={
        "apiflask.APIFlask": (_SCAFFOLD, "flask.Flask"),
        "apiflask.APIBlueprint": (_SCAFFOLD, "flask.Blueprint"),
        "apiflask.Schema": ("marshmallow.Schema",),
        "apiflask.views.MethodView": ("flask.views.MethodView",),
        "apiflask.HTTPBasicAuth": ("flask_httpauth.HTTPBasicAuth",),
        "apiflask.HTTPTokenAuth": ("flask_httpauth.HTTPTokenAuth",),
        **{f"apiflask.APIKey{where}Auth": ("flask_httpauth.HTTPTokenAuth",) for where in ("Header", "Cookie", "Query")},
        "apiflask.MultiAuth": ("flask_httpauth.MultiAuth",),
    },
    aborts=frozenset({"apiflask.abort"}),
    hooks=frozenset({"error_processor", "spec_processor"}),
    body_decorators={f"{_SCAFFOLD}.input": "named"},
    aliases={
        "apiflask.app.APIFlask": "apiflask.APIFlask",
        "apiflask.blueprint.APIBlueprint": "apiflask.APIBlueprint",
        "apiflask.exceptions": "apiflask",
        "apiflask.security": "apiflask",
        "apiflask.schemas.Schema": "apiflask.Schema",
    },
)
