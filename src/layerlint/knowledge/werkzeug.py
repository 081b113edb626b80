"""Werkzeug: the requests, responses and HTTP errors beneath Flask."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_ERRORS = (
    "BadRequest BadRequestKeyError ClientDisconnected SecurityError BadHost Unauthorized Forbidden NotFound MethodNotAllowed "
    "NotAcceptable RequestTimeout Conflict Gone LengthRequired PreconditionFailed RequestEntityTooLarge RequestURITooLarge "
    "UnsupportedMediaType RequestedRangeNotSatisfiable ExpectationFailed ImATeapot MisdirectedRequest UnprocessableEntity Locked "
    "FailedDependency PreconditionRequired TooManyRequests RequestHeaderFieldsTooLarge UnavailableForLegalReasons "
    "InternalServerError NotImplemented BadGateway ServiceUnavailable GatewayTimeout HTTPVersionNotSupported"
).split()

LIBRARY = Library(
    name="werkzeug",
    read_from="3.1.9",
    packages=("werkzeug",),
    kinds={
        "werkzeug.exceptions.HTTPException": Kind.HTTP_ERROR,
        "werkzeug.wrappers.Request": Kind.REQUEST,
        "werkzeug.wrappers.Response": Kind.RESPONSE,
        "werkzeug.datastructures.FormData": Kind.FORM_DATA,
        "werkzeug.datastructures.FileStorage": Kind.UPLOAD,
    },
    bases={f"werkzeug.exceptions.{name}": ("werkzeug.exceptions.HTTPException",) for name in _ERRORS},
    methods={
        "werkzeug.wrappers.Request": {"get_json": "-> json", "get_data": "-> bytes"},
        "werkzeug.datastructures.MultiDict": {"getlist": "-> list", "to_dict": "-> dict"},
        "werkzeug.datastructures.FormData": {"get": "-> str", "getlist": "-> list[str]", "to_dict": "-> json", "copy": "-> self"},
        "werkzeug.datastructures.FileStorage": {"save": "file", "read": "-> bytes"},
    },
    attributes={
        "werkzeug.wrappers.Request": {
            "json": "json",
            "form": "werkzeug.datastructures.FormData",
            "values": "werkzeug.datastructures.MultiDict",
            "data": "bytes",
            "args": "werkzeug.datastructures.MultiDict",
            "files": "dict[werkzeug.datastructures.FileStorage]",
            "headers": "werkzeug.datastructures.Headers",
            "cookies": "werkzeug.datastructures.Cookies",
            **dict.fromkeys("method path url base_url full_path host remote_addr mimetype content_type endpoint".split(), "str"),
        },
    },
    functions={
        "werkzeug.utils.redirect": "-> werkzeug.wrappers.Response",
        "werkzeug.utils.send_file": "-> werkzeug.wrappers.Response",
        "werkzeug.utils.send_from_directory": "-> werkzeug.wrappers.Response",
        "werkzeug.utils.secure_filename": "-> str",
    },
    unwrapping=frozenset({"_get_current_object"}),
    aborts=frozenset({"werkzeug.exceptions.abort"}),
    aliases={
        "werkzeug.Request": "werkzeug.wrappers.Request",
        "werkzeug.Response": "werkzeug.wrappers.Response",
        "werkzeug.wrappers.request": "werkzeug.wrappers",
        "werkzeug.wrappers.response": "werkzeug.wrappers",
        "werkzeug.wrappers.BaseResponse": "werkzeug.wrappers.Response",
        "werkzeug.datastructures.file_storage": "werkzeug.datastructures",
    },
)
