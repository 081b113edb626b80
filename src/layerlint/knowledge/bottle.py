"""Bottle: routes, the request that every module can reach, aborts."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_VERBS = ("get", "post", "put", "delete", "patch")

LIBRARY = Library(
    name="bottle",
    read_from="0.13.4",
    packages=("bottle",),
    kinds={
        "bottle.Bottle": Kind.APPLICATION,
        "bottle.BaseRequest": Kind.REQUEST,
        "bottle.BaseResponse": Kind.RESPONSE,
        "bottle.HTTPError": Kind.HTTP_ERROR,
        "bottle.FormsDict": Kind.FORM_DATA,
    },
    bases={"bottle.HTTPResponse": ("bottle.BaseResponse",)},
    methods={
        "bottle.Bottle": {"route": "", "mount": ""},
        "bottle.FormsDict": {"get": "-> str", "getall": "-> list[str]"},
        "bottle.Body": {"read": "-> bytes"},
    },
    attributes={
        "bottle.BaseRequest": {
            "json": "json",
            **dict.fromkeys(("forms", "POST"), "bottle.FormsDict"),
            "body": "bottle.Body",
            **dict.fromkeys(("query", "params", "headers", "cookies", "files"), "dict"),
        },
    },
    functions={"bottle.template": "-> str", "bottle.static_file": "-> bottle.HTTPResponse"},
    objects={"bottle.request": "bottle.BaseRequest", "bottle.response": "bottle.BaseResponse"},
    handler_decorators={"bottle.route": "$method|GET", **{f"bottle.{verb}": verb.upper() for verb in _VERBS}},
    aborts=frozenset({"bottle.abort"}),
    hooks=frozenset({"error"}),
    aliases={
        "bottle.Request": "bottle.BaseRequest",
        "bottle.LocalRequest": "bottle.BaseRequest",
        "bottle.Response": "bottle.BaseResponse",
        "bottle.LocalResponse": "bottle.BaseResponse",
    },
)
