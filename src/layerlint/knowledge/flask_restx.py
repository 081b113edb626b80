"""Flask-RESTX: namespaces of resources, whose methods handle requests."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_NAMESPACE = "flask_restx.Namespace"

LIBRARY = Library(
    name="flask_restx",
    read_from="1.3.2",
    packages=("flask_restx",),
    kinds={_NAMESPACE: Kind.ROUTER},
    bases={
        "flask_restx.Api": (_NAMESPACE,),
        "flask_restx.Resource": ("flask.views.MethodView",),
    },
    methods={
        _NAMESPACE: {
            "abort": "",
            "add_resource": "",
            "namespace": f"-> {_NAMESPACE}",
            "marshal": "-> dict",
            "parser": "-> flask_restx.reqparse.RequestParser",
            "make_response": "-> flask.Response",
        },
        "flask_restx.reqparse.RequestParser": {"parse_args": "-> dict", "copy": "-> self"},
    },
    attributes={_NAMESPACE: {"payload": "json"}},
    functions={"flask_restx.marshal": "-> dict"},
    views={"flask_restx.Resource": "get post put patch delete head options"},
    registrars={f"{_NAMESPACE}.add_resource": "0 resource"},
    aborts=frozenset({"flask_restx.abort", f"{_NAMESPACE}.abort", "flask_restx.Api.abort"}),
    body_decorators={f"{_NAMESPACE}.expect": ""},
    aliases={
        "flask_restplus": "flask_restx",
        "flask_restx.namespace.Namespace": _NAMESPACE,
        "flask_restx.api.Api": "flask_restx.Api",
        "flask_restx.resource.Resource": "flask_restx.Resource",
        "flask_restx.errors.abort": "flask_restx.abort",
        "flask_restx.marshalling.marshal": "flask_restx.marshal",
    },
)
