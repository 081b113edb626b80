"""Litestar: handlers, controllers, guards, provided dependencies, DTOs, requests, responses and errors."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_CONNECTION = "litestar.connection.ASGIConnection"
_REQUEST = "litestar.connection.Request"
_RESPONSE = "litestar.response.Response"
_HTTP_ERROR = "litestar.exceptions.HTTPException"
_CLIENT_ERROR = "litestar.exceptions.ClientException"
_DTO = "litestar.dto.AbstractDTO"
_HANDLERS = {
    **{verb: verb.upper() for verb in ("get", "post", "put", "patch", "delete", "head")},
    "route": "$http_method|GET",
    **dict.fromkeys(("websocket", "websocket_listener", "websocket_stream"), "WEBSOCKET"),
}
_CLIENT_ERRORS = (
    "ValidationException NotAuthorizedException PermissionDeniedException NotFoundException MethodNotAllowedException "
    "RequestEntityTooLarge TooManyRequestsException"
).split()
_SERVER_ERRORS = "ServiceUnavailableException NoRouteMatchFoundException TemplateNotFoundException".split()
_RESPONSES = "File Redirect ServerSentEvent Stream Template".split()

LIBRARY = Library(
    name="litestar",
    read_from="2.25.0",
    packages=("litestar", "starlite"),
    kinds={
        "litestar.Litestar": Kind.APPLICATION,
        "litestar.Router": Kind.ROUTER,
        "litestar.Controller": Kind.ROUTER,
        _CONNECTION: Kind.REQUEST,
        _RESPONSE: Kind.RESPONSE,
        _HTTP_ERROR: Kind.HTTP_ERROR,
        "litestar.exceptions.WebSocketException": Kind.HTTP_ERROR,
        "litestar.datastructures.UploadFile": Kind.UPLOAD,
        "litestar.datastructures.FormMultiDict": Kind.FORM_DATA,
        "litestar.background_tasks.BackgroundTask": Kind.BACKGROUND,
        "litestar.background_tasks.BackgroundTasks": Kind.BACKGROUND,
        _DTO: Kind.SCHEMA,
        "litestar.dto.DTOData": Kind.SCHEMA,
        "litestar.di.Provide": Kind.PROVIDER,
        "litestar.middleware.AbstractMiddleware": Kind.WIRING,
        "litestar.middleware.authentication.AbstractAuthenticationMiddleware": Kind.WIRING,
        "litestar.plugins.InitPlugin": Kind.WIRING,
    },
    bases={
        _REQUEST: (_CONNECTION,),
        "litestar.connection.WebSocket": (_CONNECTION,),
        **{f"litestar.response.{name}": (_RESPONSE,) for name in _RESPONSES},
        _CLIENT_ERROR: (_HTTP_ERROR,),
        **{f"litestar.exceptions.{name}": (_CLIENT_ERROR,) for name in _CLIENT_ERRORS},
        "litestar.exceptions.ImproperlyConfiguredException": (_HTTP_ERROR,),
        "litestar.exceptions.InternalServerException": (_HTTP_ERROR,),
        **{f"litestar.exceptions.{name}": ("litestar.exceptions.InternalServerException",) for name in _SERVER_ERRORS},
        "litestar.exceptions.WebSocketDisconnect": ("litestar.exceptions.WebSocketException",),
        "litestar.dto.DataclassDTO": (_DTO,),
        "litestar.dto.MsgspecDTO": (_DTO,),
        "litestar.plugins.pydantic.PydanticDTO": (_DTO,),
        "litestar.plugins.attrs.AttrsDTO": (_DTO,),
        "litestar.handlers.WebsocketListener": ("litestar.Controller",),
    },
    methods={
        _REQUEST: {
            "json": "-> json",
            "msgpack": "-> json",
            "body": "-> bytes",
            "form": "-> litestar.datastructures.FormMultiDict",
            "url_for": "-> str",
        },
        "litestar.datastructures.FormMultiDict": {"get": "-> str", "getall": "-> list[str]"},
        "litestar.datastructures.UploadFile": {"read": "-> bytes"},
        "litestar.dto.DTOData": {
            "create_instance": "-> elem",
            "update_instance": "-> $0.self",
            "as_builtins": "-> dict",
        },
        "litestar.security.jwt.Token": {"encode": "token -> str", "decode": "-> self"},
        "litestar.security.jwt.BaseJWTAuth": {
            "login": f"token -> {_RESPONSE}",
            "create_token": "token -> str",
        },
    },
    attributes={
        _CONNECTION: {
            "headers": "litestar.datastructures.Headers",
            "cookies": "dict",
            "query_params": "litestar.datastructures.MultiDict",
            "path_params": "dict",
            "state": "litestar.datastructures.State",
            "session": "dict",
            "app": "litestar.Litestar",
        },
    },
    views={"litestar.handlers.WebsocketListener": "on_receive=WEBSOCKET"},
    handler_decorators={f"litestar.{name}": text for name, text in _HANDLERS.items()},
    annotated_handlers=frozenset(f"litestar.{name}" for name in _HANDLERS),
    body_names={f"litestar.{name}": "data" for name in _HANDLERS},
    response_keywords=frozenset({"component"}),
    response_converters=frozenset({"return_dto", "dto"}),
    injectors=frozenset({"litestar.di.Provide"}),
    injecting_keywords=frozenset({"dependencies", "guards", "retrieve_user_handler"}),
    body_markers=frozenset({"litestar.params.Body"}),
    parameter_markers=frozenset({"litestar.params.Parameter", "litestar.params.Dependency"}),
    status_modules=frozenset({"litestar.status_codes"}),
    aliases={
        "starlite": "litestar",
        "litestar.app.Litestar": "litestar.Litestar",
        "litestar.router.Router": "litestar.Router",
        "litestar.controller.Controller": "litestar.Controller",
        **{f"litestar.handlers.{name}": f"litestar.{name}" for name in _HANDLERS},
        "litestar.handlers.http_handlers": "litestar.handlers",
        "litestar.handlers.http_handlers.decorators": "litestar.handlers",
        "litestar.Request": _REQUEST,
        "litestar.WebSocket": "litestar.connection.WebSocket",
        "litestar.connection.request": "litestar.connection",
        "litestar.connection.base": "litestar.connection",
        "litestar.connection.websocket": "litestar.connection",
        "litestar.Response": _RESPONSE,
        "litestar.response.base": "litestar.response",
        "litestar.response.redirect": "litestar.response",
        "litestar.response.template": "litestar.response",
        "litestar.response.file": "litestar.response",
        "litestar.response.streaming": "litestar.response",
        "litestar.exceptions.http_exceptions": "litestar.exceptions",
        "litestar.datastructures.upload_file.UploadFile": "litestar.datastructures.UploadFile",
        "litestar.datastructures.multi_dicts": "litestar.datastructures",
        "litestar.contrib.jwt": "litestar.security.jwt",
        "litestar.security.jwt.token": "litestar.security.jwt",
        "litestar.security.jwt.auth": "litestar.security.jwt",
        **{
            f"litestar.security.jwt.{name}": "litestar.security.jwt.BaseJWTAuth"
            for name in ("JWTAuth", "JWTCookieAuth", "OAuth2PasswordBearerAuth")
        },
        "litestar.contrib.pydantic": "litestar.plugins.pydantic",
        "litestar.contrib.attrs": "litestar.plugins.attrs",
        "litestar.dto.data_structures.DTOData": "litestar.dto.DTOData",
        "litestar.dto.base_dto.AbstractDTO": _DTO,
        "litestar.dto.dataclass_dto.DataclassDTO": "litestar.dto.DataclassDTO",
        "litestar.dto.msgspec_dto.MsgspecDTO": "litestar.dto.MsgspecDTO",
        "litestar.middleware.base": "litestar.middleware",
    },
)
