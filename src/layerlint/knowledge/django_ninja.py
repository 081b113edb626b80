"""django-ninja and django-ninja-extra: APIs and routers by annotations, schemas, parameters, guards, errors."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_PARAMETERS = ("Query", "Path", "Header", "Cookie", "File")
_GUARDS = (
    "APIKeyQuery APIKeyCookie APIKeyHeader HttpBearer HttpBasicAuth SessionAuth SessionAuthSuperUser SessionAuthIsStaff".split()
)
_ERRORS = "AuthenticationFailed NotAuthenticated PermissionDenied NotFound ValidationError ParseError Throttled".split()
_CONTROLLER = {f"http_{verb}": verb.upper() for verb in ("get", "post", "put", "patch", "delete")}
_HANDLERS = {
    **{f"ninja_extra.{name}": verb for name, verb in _CONTROLLER.items()},
    **{f"ninja_extra.route.{verb.lower()}": verb for verb in _CONTROLLER.values()},
    "ninja_extra.http_generic": "$methods|GET",
    "ninja_extra.route.generic": "$methods|GET",
}

LIBRARY = Library(
    name="django_ninja",
    read_from="django-ninja 1.7.1, django-ninja-extra 0.31.7",
    packages=("ninja", "ninja_extra"),
    kinds={
        "ninja.NinjaAPI": Kind.APPLICATION,
        "ninja.Router": Kind.ROUTER,
        "ninja.Schema": Kind.SCHEMA,
        "ninja.errors.HttpError": Kind.HTTP_ERROR,
        "ninja.security.base.AuthBase": Kind.SECURITY,
        "ninja.throttling.BaseThrottle": Kind.SECURITY,
        "ninja.pagination.PaginationBase": Kind.WIRING,
        "ninja.UploadedFile": Kind.UPLOAD,
        "ninja_extra.ControllerBase": Kind.ROUTER,
        "ninja_extra.permissions.BasePermission": Kind.SECURITY,
        "ninja_extra.exceptions.APIException": Kind.HTTP_ERROR,
    },
    bases={
        "ninja.Schema": ("pydantic.BaseModel",),
        "ninja.ModelSchema": ("ninja.Schema",),
        "ninja.FilterSchema": ("ninja.Schema",),
        "ninja.responses.Response": ("django.http.HttpResponse",),
        **{
            f"ninja.errors.{name}": ("ninja.errors.HttpError",)
            for name in ("AuthenticationError", "AuthorizationError", "Throttled")
        },
        **{f"ninja.security.{name}": ("ninja.security.base.AuthBase",) for name in _GUARDS},
        "ninja.pagination.RouterPaginated": ("ninja.Router",),
        **{
            f"ninja.pagination.{name}": ("ninja.pagination.PaginationBase",)
            for name in ("LimitOffsetPagination", "PageNumberPagination")
        },
        "ninja_extra.NinjaExtraAPI": ("ninja.NinjaAPI",),
        "ninja_extra.Router": ("ninja.Router",),
        "ninja_extra.ModelControllerBase": ("ninja_extra.ControllerBase",),
        **{f"ninja_extra.exceptions.{name}": ("ninja_extra.exceptions.APIException",) for name in _ERRORS},
    },
    methods={"ninja.FilterSchema": {"filter": "-> $0.self", "get_filter_expression": ""}},
    functions={
        "ninja.orm.create_schema": "-> class ninja.ModelSchema",
        "ninja_extra.shortcuts.get_object_or_exception": "read -> $0|$0.elem",
    },
    body_markers=frozenset({"ninja.Body"}),
    form_markers=frozenset({"ninja.Form"}),
    parameter_markers=frozenset(f"ninja.{name}" for name in _PARAMETERS),
    type_wrappers=frozenset(f"ninja.{name}" for name in (*_PARAMETERS, "Body", "Form", "PatchDict")),
    annotated_handlers=frozenset({"ninja.NinjaAPI", "ninja.Router", *_HANDLERS}),
    handler_decorators=_HANDLERS,
    status_options=dict.fromkeys(("ninja.NinjaAPI", "ninja.Router", *_HANDLERS), "response"),
    route_groups={"ninja.Router": "tags"},
    inclusions={f"ninja.{name}.add_router": "1 router 0:prefix tags" for name in ("NinjaAPI", "Router")},
    schema_settings={"ninja.Schema": ("from_attributes", "orm_mode")},
    statuses={"ninja.errors.AuthenticationError": 401, "ninja.errors.AuthorizationError": 403, "ninja.errors.Throttled": 429},
    injecting_keywords=frozenset({"auth"}),
    response_keywords=frozenset({"response"}),
    aliases={
        "ninja.main": "ninja",
        "ninja.router": "ninja",
        "ninja.schema": "ninja",
        "ninja.orm.ModelSchema": "ninja.ModelSchema",
        "ninja.files": "ninja",
        "ninja.filter_schema": "ninja",
        "ninja.params.functions": "ninja",
        "ninja.params": "ninja",
        "ninja.security.apikey": "ninja.security",
        "ninja.security.http": "ninja.security",
        "ninja.security.session": "ninja.security",
        "ninja_extra.controllers.route": "ninja_extra",
        "ninja_extra.controllers.base": "ninja_extra",
        "ninja_extra.controllers": "ninja_extra",
        "ninja_extra.main": "ninja_extra",
        "ninja_extra.router": "ninja_extra",
    },
)
