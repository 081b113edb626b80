"""Sanic: applications, blueprints, class-based views, requests, responses and errors."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_ERROR = "sanic.exceptions.SanicException"
_RESPONSE = "sanic.response.BaseHTTPResponse"
_ERRORS = (
    "HTTPException NotFound BadRequest MethodNotAllowed ServerError ServiceUnavailable URLBuildError FileNotFound RequestTimeout "
    "PayloadTooLarge URITooLong HeaderNotFound InvalidHeader RangeNotSatisfiable ExpectationFailed Forbidden InvalidRangeType "
    "Unauthorized WebsocketClosed"
).split()
_OLD_ERRORS = {
    "InvalidUsage": "BadRequest",
    "MethodNotSupported": "MethodNotAllowed",
    "ContentRangeError": "RangeNotSatisfiable",
    "HeaderExpectationFailed": "ExpectationFailed",
    "InternalServerError": "ServerError",
}
_MAKING = "empty json text raw html file redirect".split()

LIBRARY = Library(
    name="sanic",
    read_from="sanic 25.12.1, sanic-ext 25.12.0",
    packages=("sanic", "sanic_ext"),
    kinds={
        "sanic.Sanic": Kind.APPLICATION,
        "sanic.Blueprint": Kind.ROUTER,
        "sanic.Request": Kind.REQUEST,
        _RESPONSE: Kind.RESPONSE,
        _ERROR: Kind.HTTP_ERROR,
        "sanic.request.FormData": Kind.FORM_DATA,
    },
    bases={
        "sanic.Websocket": ("sanic.Request",),
        "sanic.response.HTTPResponse": (_RESPONSE,),
        "sanic.response.JSONResponse": (_RESPONSE,),
        **{f"sanic.exceptions.{name}": (_ERROR,) for name in _ERRORS},
    },
    methods={
        "sanic.Sanic": {"add_route": ""},
        "sanic.Blueprint": {"add_route": ""},
        "sanic.Request": {"load_json": "-> json"},
        "sanic.request.FormData": {"get": "-> str", "getlist": "-> list[str]"},
        "sanic.views.HTTPMethodView": {"as_view": "-> class self"},
    },
    attributes={
        "sanic.Request": {
            "json": "json",
            "form": "sanic.request.FormData",
            "body": "bytes",
            **dict.fromkeys(("args", "query_args", "headers", "cookies", "files", "match_info"), "dict"),
            "app": "sanic.Sanic",
        },
    },
    functions={
        **{f"sanic.response.{name}": "-> sanic.response.HTTPResponse" for name in (*_MAKING, "file_stream")},
        "sanic.response.json": "-> sanic.response.JSONResponse",
    },
    views={"sanic.views.HTTPMethodView": "get post put patch delete head options"},
    registrars={"sanic.Sanic.add_route": "0 handler", "sanic.Blueprint.add_route": "0 handler"},
    request_parameters={"request": "sanic.Request"},
    hooks=frozenset(
        "exception on_request on_response listener before_server_start after_server_start before_server_stop after_server_stop "
        "main_process_start main_process_stop".split()
    ),
    body_decorators={"sanic_ext.validate": "named"},
    aliases={
        "sanic.app.Sanic": "sanic.Sanic",
        "sanic.blueprints.Blueprint": "sanic.Blueprint",
        "sanic.request.Request": "sanic.Request",
        "sanic.request.types.Request": "sanic.Request",
        "sanic.HTTPResponse": "sanic.response.HTTPResponse",
        "sanic.response.types": "sanic.response",
        "sanic.response.convenience": "sanic.response",
        **{f"sanic.{name}": f"sanic.response.{name}" for name in _MAKING},
        **{f"sanic.{name}": f"sanic.exceptions.{name}" for name in ("SanicException", *_ERRORS)},
        **{f"sanic.exceptions.{old}": f"sanic.exceptions.{name}" for old, name in _OLD_ERRORS.items()},
        "sanic_ext.extras.validation.decorator.validate": "sanic_ext.validate",
    },
)
