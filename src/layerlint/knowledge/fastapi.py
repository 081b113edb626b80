"""FastAPI and the Starlette beneath it."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_RESPONSES = (
    "Response HTMLResponse PlainTextResponse JSONResponse RedirectResponse StreamingResponse FileResponse "
    "ORJSONResponse UJSONResponse"
).split()
_SECURITY = (
    "OAuth2PasswordBearer OAuth2AuthorizationCodeBearer OAuth2 HTTPBearer HTTPBasic HTTPDigest APIKeyHeader "
    "APIKeyQuery APIKeyCookie OpenIdConnect SecurityBase SecurityScopes"
).split()

LIBRARY = Library(
    name="fastapi",
    read_from="fastapi 0.121.1, starlette 0.49.3",
    packages=("fastapi", "starlette", "sse_starlette"),
    kinds={
        "fastapi.FastAPI": Kind.APPLICATION,
        "starlette.applications.Starlette": Kind.APPLICATION,
        "fastapi.APIRouter": Kind.ROUTER,
        "starlette.routing.Router": Kind.ROUTER,
        "starlette.exceptions.HTTPException": Kind.HTTP_ERROR,
        "starlette.requests.Request": Kind.REQUEST,
        "starlette.websockets.WebSocket": Kind.REQUEST,
        "starlette.datastructures.FormData": Kind.FORM_DATA,
        "starlette.responses.Response": Kind.RESPONSE,
        "starlette.datastructures.UploadFile": Kind.UPLOAD,
        "starlette.background.BackgroundTasks": Kind.BACKGROUND,
        "fastapi.security.OAuth2PasswordRequestForm": Kind.PARAMETER,
        **{f"fastapi.security.{name}": Kind.SECURITY for name in _SECURITY},
    },
    bases={
        "fastapi.HTTPException": ("starlette.exceptions.HTTPException",),
        "fastapi.exceptions.WebSocketException": ("starlette.exceptions.HTTPException",),
        "fastapi.exceptions.RequestValidationError": ("starlette.exceptions.HTTPException",),
        "fastapi.security.OAuth2PasswordRequestFormStrict": ("fastapi.security.OAuth2PasswordRequestForm",),
        **{f"starlette.responses.{name}": ("starlette.responses.Response",) for name in _RESPONSES[1:]},
        "sse_starlette.EventSourceResponse": ("starlette.responses.Response",),
        "starlette.responses._TemplateResponse": ("starlette.responses.Response",),
    },
    methods={
        "starlette.requests.Request": {"json": "-> json", "body": "-> bytes", "form": "-> starlette.datastructures.FormData"},
        "starlette.templating.Jinja2Templates": {"TemplateResponse": "-> starlette.responses._TemplateResponse"},
        "starlette.datastructures.UploadFile": {"read": "-> bytes"},
        "starlette.background.BackgroundTasks": {"add_task": "queue"},
    },
    attributes={
        "starlette.requests.Request": {
            "headers": "starlette.datastructures.Headers",
            "cookies": "starlette.datastructures.Cookies",
            "query_params": "starlette.datastructures.QueryParams",
            "state": "starlette.datastructures.State",
            "app": "fastapi.FastAPI",
        },
        "fastapi.FastAPI": {"state": "starlette.datastructures.State"},
    },
    injectors=frozenset({"fastapi.Depends", "fastapi.Security"}),
    body_markers=frozenset({"fastapi.Body"}),
    form_markers=frozenset({"fastapi.Form"}),
    parameter_markers=frozenset(f"fastapi.{name}" for name in ("Query", "Path", "Header", "Cookie", "File")),
    annotated_handlers=frozenset({"fastapi.FastAPI", "fastapi.APIRouter"}),
    annotated_responses=frozenset({"fastapi.FastAPI", "fastapi.APIRouter"}),
    status_options={f"fastapi.{name}": "status_code" for name in ("APIRouter", "FastAPI")},
    route_groups={"fastapi.APIRouter": "prefix tags"},
    inclusions={f"fastapi.{name}.include_router": "0 router prefix tags" for name in ("APIRouter", "FastAPI")},
    response_keywords=frozenset({"response_model", "response_class"}),
    status_modules=frozenset({"starlette.status"}),
    states=frozenset({"starlette.datastructures.State"}),
    error_registrars={
        "exception_handler": "0 exc_class_or_status_code",
        "add_exception_handler": "0 exc_class_or_status_code",
    },
    error_options=frozenset({"exception_handlers"}),
    hooks=frozenset({"on_event", "exception_handler", "middleware", "lifespan"}),
    representatives={
        Kind.REQUEST: "starlette.requests.Request",
        Kind.RESPONSE: "starlette.responses.Response",
        Kind.ROUTER: "fastapi.APIRouter",
        Kind.HTTP_ERROR: "fastapi.HTTPException",
    },
    functions={
        "fastapi.openapi.docs.get_swagger_ui_html": "-> starlette.responses.HTMLResponse",
        "fastapi.openapi.docs.get_redoc_html": "-> starlette.responses.HTMLResponse",
        "fastapi.openapi.docs.get_swagger_ui_oauth2_redirect_html": "-> starlette.responses.HTMLResponse",
        "fastapi.encoders.jsonable_encoder": "-> json",
    },
    aliases={
        "fastapi.Request": "starlette.requests.Request",
        "fastapi.requests.Request": "starlette.requests.Request",
        "starlette.requests.HTTPConnection": "starlette.requests.Request",
        "fastapi.requests.HTTPConnection": "starlette.requests.Request",
        "fastapi.WebSocket": "starlette.websockets.WebSocket",
        "fastapi.websockets.WebSocket": "starlette.websockets.WebSocket",
        "fastapi.Response": "starlette.responses.Response",
        "fastapi.responses": "starlette.responses",
        "fastapi.UploadFile": "starlette.datastructures.UploadFile",
        "fastapi.datastructures.UploadFile": "starlette.datastructures.UploadFile",
        "fastapi.BackgroundTasks": "starlette.background.BackgroundTasks",
        "fastapi.background.BackgroundTasks": "starlette.background.BackgroundTasks",
        "fastapi.exceptions.HTTPException": "fastapi.HTTPException",
        "starlette.exceptions.WebSocketException": "fastapi.exceptions.WebSocketException",
        "fastapi.WebSocketException": "fastapi.exceptions.WebSocketException",
        "fastapi.applications.FastAPI": "fastapi.FastAPI",
        "fastapi.routing.APIRouter": "fastapi.APIRouter",
        "fastapi.params.Depends": "fastapi.Depends",
        "fastapi.param_functions": "fastapi",
        "fastapi.params.Security": "fastapi.Security",
        "fastapi.params": "fastapi",
        "fastapi.templating": "starlette.templating",
        "fastapi.status": "starlette.status",
        "fastapi.security.oauth2": "fastapi.security",
        "fastapi.security.http": "fastapi.security",
        "fastapi.security.base": "fastapi.security",
        "fastapi.security.api_key": "fastapi.security",
        "fastapi.concurrency": "starlette.concurrency",
        "sse_starlette.sse.EventSourceResponse": "sse_starlette.EventSourceResponse",
        "fastapi.sse.EventSourceResponse": "sse_starlette.EventSourceResponse",
    },
)
