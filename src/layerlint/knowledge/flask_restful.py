"""Flask-RESTful: resources, whose methods handle requests."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

LIBRARY = Library(
    name="flask_restful",
    read_from="0.3.10",
    packages=("flask_restful",),
    kinds={"flask_restful.Api": Kind.ROUTER},
    bases={"flask_restful.Resource": ("flask.views.MethodView",)},
    methods={
        "flask_restful.Api": {"make_response": "-> flask.Response", "add_resource": ""},
        "flask_restful.reqparse.RequestParser": {"parse_args": "-> dict", "copy": "-> self"},
    },
    functions={"flask_restful.marshal": "-> dict"},
    views={"flask_restful.Resource": "get post put patch delete head options"},
    registrars={"flask_restful.Api.add_resource": "0 resource"},
    aborts=frozenset({"flask_restful.abort"}),
)
