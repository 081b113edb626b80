"""Flask-Pydantic and flask-openapi3: bodies as pydantic models."""

from layerlint.knowledge.library import Library

LIBRARY = Library(
    name="flask_pydantic",
    read_from="Flask-Pydantic 0.14.0, flask-openapi3 4.3.2",
    packages=("flask_pydantic", "flask_openapi3"),
    bases={
        "flask_openapi3.OpenAPI": ("flask.Flask",),
        "flask_openapi3.APIBlueprint": ("flask.Blueprint",),
    },
    body_decorators={"flask_pydantic.validate": ""},
    aliases={
        "flask_pydantic.core.validate": "flask_pydantic.validate",
        "flask_openapi3.openapi.OpenAPI": "flask_openapi3.OpenAPI",
        "flask_openapi3.blueprint.APIBlueprint": "flask_openapi3.APIBlueprint",
    },
)
