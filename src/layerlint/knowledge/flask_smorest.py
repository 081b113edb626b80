"""flask-smorest: blueprints whose decorators validate the body."""

from layerlint.knowledge.library import Library

LIBRARY = Library(
    name="flask_smorest",
    read_from="0.47.0",
    packages=("flask_smorest",),
    bases={"flask_smorest.Blueprint": ("flask.Blueprint",)},
    aborts=frozenset({"flask_smorest.abort"}),
    body_decorators={"flask_smorest.Blueprint.arguments": "first"},
    aliases={"flask_smorest.blueprint.Blueprint": "flask_smorest.Blueprint", "flask_rest_api": "flask_smorest"},
)
