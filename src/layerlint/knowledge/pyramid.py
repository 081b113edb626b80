"""Pyramid: views by decorator and by call, requests, responses and errors."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_ERROR = "pyramid.httpexceptions.HTTPException"
_ERRORS = (
    "HTTPError HTTPRedirection HTTPSuccessful HTTPOk HTTPCreated HTTPAccepted HTTPNonAuthoritativeInformation HTTPNoContent "
    "HTTPResetContent HTTPPartialContent HTTPMultipleChoices HTTPMovedPermanently HTTPFound HTTPSeeOther HTTPNotModified "
    "HTTPUseProxy HTTPTemporaryRedirect HTTPPermanentRedirect HTTPClientError HTTPBadRequest HTTPUnauthorized "
    "HTTPPaymentRequired HTTPForbidden HTTPNotFound HTTPMethodNotAllowed HTTPNotAcceptable HTTPProxyAuthenticationRequired "
    "HTTPRequestTimeout HTTPConflict HTTPGone HTTPLengthRequired HTTPPreconditionFailed HTTPRequestEntityTooLarge "
    "HTTPRequestURITooLong HTTPUnsupportedMediaType HTTPRequestRangeNotSatisfiable HTTPExpectationFailed HTTPImATeapot "
    "HTTPUnprocessableEntity HTTPLocked HTTPFailedDependency HTTPPreconditionRequired HTTPTooManyRequests "
    "HTTPRequestHeaderFieldsTooLarge HTTPServerError HTTPInternalServerError HTTPNotImplemented HTTPBadGateway "
    "HTTPServiceUnavailable HTTPGatewayTimeout HTTPVersionNotSupported HTTPInsufficientStorage"
).split()

LIBRARY = Library(
    name="pyramid",
    read_from="2.1",
    packages=("pyramid",),
    kinds={
        "pyramid.config.Configurator": Kind.APPLICATION,
        "pyramid.request.Request": Kind.REQUEST,
        "pyramid.response.Response": Kind.RESPONSE,
        _ERROR: Kind.HTTP_ERROR,
        "pyramid.request.FormData": Kind.FORM_DATA,
    },
    bases={
        **{f"pyramid.httpexceptions.{name}": (_ERROR,) for name in _ERRORS},
        "pyramid.response.FileResponse": ("pyramid.response.Response",),
    },
    methods={
        "pyramid.config.Configurator": {"add_view": "", "add_route": "", "include": ""},
        "pyramid.request.FormData": {"get": "-> str", "getall": "-> list[str]"},
        "pyramid.request.Request": dict.fromkeys(("route_url", "route_path"), "-> str"),
    },
    attributes={
        "pyramid.request.Request": {
            **dict.fromkeys(("json_body", "json"), "json"),
            "POST": "pyramid.request.FormData",
            "body": "bytes",
            **dict.fromkeys(("GET", "params", "matchdict", "headers", "cookies"), "dict"),
        },
    },
    functions={
        "pyramid.renderers.render": "-> str",
        "pyramid.renderers.render_to_response": "-> pyramid.response.Response",
    },
    handler_decorators={"pyramid.view.view_config": "$request_method|GET"},
    registrars={"pyramid.config.Configurator.add_view": "0 view"},
    request_parameters={"request": "pyramid.request.Request"},
    hooks=frozenset({"notfound_view_config", "forbidden_view_config", "exception_view_config"}),
)
