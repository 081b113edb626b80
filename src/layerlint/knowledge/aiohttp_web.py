"""aiohttp's server: handlers by decorator and by call, views, requests, responses and errors."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_WEB = "aiohttp.web"
_ERROR = f"{_WEB}.HTTPException"
_VERBS = "get post put patch delete head options".split()
_ERRORS = (
    "HTTPError HTTPRedirection HTTPSuccessful HTTPOk HTTPCreated HTTPAccepted HTTPNonAuthoritativeInformation HTTPNoContent "
    "HTTPResetContent HTTPPartialContent HTTPMove HTTPMultipleChoices HTTPMovedPermanently HTTPFound HTTPSeeOther HTTPNotModified "
    "HTTPUseProxy HTTPTemporaryRedirect HTTPPermanentRedirect HTTPClientError HTTPBadRequest HTTPUnauthorized HTTPPaymentRequired "
    "HTTPForbidden HTTPNotFound HTTPMethodNotAllowed HTTPNotAcceptable HTTPProxyAuthenticationRequired HTTPRequestTimeout "
    "HTTPConflict HTTPGone HTTPLengthRequired HTTPPreconditionFailed HTTPRequestEntityTooLarge HTTPRequestURITooLong "
    "HTTPUnsupportedMediaType HTTPRequestRangeNotSatisfiable HTTPExpectationFailed HTTPMisdirectedRequest HTTPUnprocessableEntity "
    "HTTPFailedDependency HTTPUpgradeRequired HTTPPreconditionRequired HTTPTooManyRequests HTTPRequestHeaderFieldsTooLarge "
    "HTTPUnavailableForLegalReasons HTTPServerError HTTPInternalServerError HTTPNotImplemented HTTPBadGateway "
    "HTTPServiceUnavailable HTTPGatewayTimeout HTTPVersionNotSupported HTTPVariantAlsoNegotiates HTTPInsufficientStorage "
    "HTTPNotExtended HTTPNetworkAuthenticationRequired"
).split()
_MODULES = (
    "web_app web_request web_response web_exceptions web_routedef web_urldispatcher web_middlewares web_fileresponse web_ws"
).split()

LIBRARY = Library(
    name="aiohttp_web",
    read_from="3.14.5",
    packages=("aiohttp",),
    kinds={
        f"{_WEB}.Application": Kind.APPLICATION,
        f"{_WEB}.RouteTableDef": Kind.ROUTER,
        f"{_WEB}.BaseRequest": Kind.REQUEST,
        f"{_WEB}.StreamResponse": Kind.RESPONSE,
        _ERROR: Kind.HTTP_ERROR,
        f"{_WEB}.FileField": Kind.UPLOAD,
        f"{_WEB}.FormData": Kind.FORM_DATA,
    },
    bases={
        f"{_WEB}.Request": (f"{_WEB}.BaseRequest",),
        **{f"{_WEB}.{name}": (f"{_WEB}.StreamResponse",) for name in ("Response", "FileResponse", "WebSocketResponse")},
        **{f"{_WEB}.{name}": (_ERROR,) for name in _ERRORS},
    },
    methods={
        f"{_WEB}.BaseRequest": {
            "json": "-> json",
            "post": f"-> {_WEB}.FormData",
            **dict.fromkeys(("read", "text"), "-> bytes"),
        },
        f"{_WEB}.FormData": {"get": "-> str", "getall": "-> list[str]"},
        f"{_WEB}.UrlDispatcher": dict.fromkeys((*(f"add_{verb}" for verb in _VERBS), "add_view", "add_route"), ""),
    },
    attributes={
        f"{_WEB}.Application": {"router": f"{_WEB}.UrlDispatcher"},
        f"{_WEB}.View": {"request": f"{_WEB}.Request"},
        f"{_WEB}.BaseRequest": {"query": "dict", "headers": "dict", "cookies": "dict", "match_info": "dict"},
    },
    functions={f"{_WEB}.json_response": f"-> {_WEB}.Response"},
    views={f"{_WEB}.View": " ".join(_VERBS)},
    registrars={
        **{f"{_WEB}.{verb}": "1 handler" for verb in (*_VERBS, "view")},
        f"{_WEB}.route": "2 handler",
        **{f"{_WEB}.UrlDispatcher.add_{verb}": "1 handler" for verb in (*_VERBS, "view")},
        f"{_WEB}.UrlDispatcher.add_route": "2 handler",
    },
    aliases={f"aiohttp.{module}": _WEB for module in _MODULES},
)
