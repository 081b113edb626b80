"""Falcon: resources, whose `on_get` and the like handle requests, hooks, requests, responses and errors."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_ERRORS = (
    "HTTPBadGateway HTTPBadRequest HTTPConflict HTTPContentTooLarge HTTPFailedDependency HTTPForbidden HTTPGatewayTimeout HTTPGone "
    "HTTPInsufficientStorage HTTPInternalServerError HTTPInvalidHeader HTTPInvalidParam HTTPLengthRequired HTTPLocked "
    "HTTPLoopDetected HTTPMethodNotAllowed HTTPMissingHeader HTTPMissingParam HTTPNetworkAuthenticationRequired HTTPNotAcceptable "
    "HTTPNotFound HTTPNotImplemented HTTPPayloadTooLarge HTTPPreconditionFailed HTTPPreconditionRequired HTTPRangeNotSatisfiable "
    "HTTPRequestHeaderFieldsTooLarge HTTPRouteNotFound HTTPServiceUnavailable HTTPTooManyRequests HTTPUnauthorized "
    "HTTPUnavailableForLegalReasons HTTPUnprocessableEntity HTTPUnsupportedMediaType HTTPUriTooLong HTTPVersionNotSupported "
    "HTTPFound HTTPMovedPermanently HTTPPermanentRedirect HTTPSeeOther HTTPTemporaryRedirect HTTPStatus"
).split()

LIBRARY = Library(
    name="falcon",
    read_from="4.4.0",
    packages=("falcon",),
    kinds={
        "falcon.App": Kind.APPLICATION,
        "falcon.Request": Kind.REQUEST,
        "falcon.Response": Kind.RESPONSE,
        "falcon.HTTPError": Kind.HTTP_ERROR,
    },
    bases={f"falcon.{name}": ("falcon.HTTPError",) for name in _ERRORS},
    methods={
        "falcon.App": {"add_route": ""},
        "falcon.Request": {"get_media": "-> json", "get_param": "-> str", "get_header": "-> str", "get_cookie_values": "-> list"},
        "falcon.request.BoundedStream": {"read": "-> bytes"},
    },
    attributes={
        "falcon.Request": {
            "media": "json",
            **dict.fromkeys(("bounded_stream", "stream"), "falcon.request.BoundedStream"),
            **dict.fromkeys(("params", "headers", "cookies"), "dict"),
        },
    },
    registrars={"falcon.App.add_route": "1 resource on_"},
    handler_names={"on_": "req resp"},
    injectors=frozenset({"falcon.before"}),
    status_modules=frozenset({"falcon"}),
    request_parameters={"req": "falcon.Request", "resp": "falcon.Response"},
    aliases={
        "falcon.API": "falcon.App",
        "falcon.app.App": "falcon.App",
        "falcon.app.API": "falcon.App",
        "falcon.asgi.App": "falcon.App",
        "falcon.asgi.Request": "falcon.Request",
        "falcon.asgi.Response": "falcon.Response",
        "falcon.request.Request": "falcon.Request",
        "falcon.response.Response": "falcon.Response",
        "falcon.errors": "falcon",
        "falcon.http_error": "falcon",
        "falcon.http_status": "falcon",
        "falcon.status_codes": "falcon",
        "falcon.redirects": "falcon",
        "falcon.hooks": "falcon",
    },
)
