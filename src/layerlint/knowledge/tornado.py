"""Tornado: handler classes, requests and errors."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_HANDLER = "tornado.web.RequestHandler"
_REQUEST = "tornado.httputil.HTTPServerRequest"

LIBRARY = Library(
    name="tornado",
    read_from="6.6.1",
    packages=("tornado",),
    kinds={
        "tornado.web.Application": Kind.APPLICATION,
        _REQUEST: Kind.REQUEST,
        "tornado.web.HTTPError": Kind.HTTP_ERROR,
        "tornado.web.UIModule": Kind.WIRING,
    },
    bases={
        "tornado.web.MissingArgumentError": ("tornado.web.HTTPError",),
        **{f"tornado.web.{name}Handler": (_HANDLER,) for name in ("Error", "Redirect", "StaticFile", "Fallback")},
        "tornado.websocket.WebSocketHandler": (_HANDLER,),
    },
    methods={
        _HANDLER: {
            **dict.fromkeys("write finish render redirect set_status set_header send_error".split(), ""),
            **{f"get_{where}argument": "-> str" for where in ("", "body_", "query_")},
            "get_cookie": "-> str",
        },
    },
    attributes={
        _HANDLER: {"request": _REQUEST},
        _REQUEST: {"body": "bytes", **dict.fromkeys(("headers", "cookies", "arguments", "files"), "dict")},
    },
    functions={"tornado.escape.json_encode": "-> str"},
    views={
        _HANDLER: "get post put patch delete head options",
        "tornado.websocket.WebSocketHandler": "open=WEBSOCKET on_message=WEBSOCKET on_close=WEBSOCKET",
    },
    json_parsers=frozenset({"tornado.escape.json_decode"}),
)
