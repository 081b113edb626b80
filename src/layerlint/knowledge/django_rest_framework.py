"""Django REST framework: views and viewsets, serializers, requests and responses, errors, permissions and authentication."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_API_VIEW = "rest_framework.views.APIView"
_GENERIC = "rest_framework.generics.GenericAPIView"
_SERIALIZER = "rest_framework.serializers.BaseSerializer"
_REQUEST = "rest_framework.request.Request"
_RESPONSE = "rest_framework.response.Response"
_ERROR = "rest_framework.exceptions.APIException"
_PERMISSION = "rest_framework.permissions.BasePermission"
_AUTHENTICATION = "rest_framework.authentication.BaseAuthentication"
_GENERICS = (
    "CreateAPIView ListAPIView RetrieveAPIView DestroyAPIView UpdateAPIView ListCreateAPIView RetrieveUpdateAPIView "
    "RetrieveDestroyAPIView RetrieveUpdateDestroyAPIView"
).split()
_ERRORS = {
    "ValidationError": 400,
    "ParseError": 400,
    "AuthenticationFailed": 401,
    "NotAuthenticated": 401,
    "PermissionDenied": 403,
    "NotFound": 404,
    "MethodNotAllowed": 405,
    "NotAcceptable": 406,
    "UnsupportedMediaType": 415,
    "Throttled": 429,
}
_PERMISSIONS = (
    "AllowAny IsAuthenticated IsAdminUser IsAuthenticatedOrReadOnly DjangoModelPermissions DjangoModelPermissionsOrAnonReadOnly "
    "DjangoObjectPermissions"
).split()
_AUTHENTICATIONS = "BasicAuthentication SessionAuthentication TokenAuthentication RemoteUserAuthentication".split()
_RELATED = (
    "StringRelatedField PrimaryKeyRelatedField HyperlinkedRelatedField HyperlinkedIdentityField SlugRelatedField ManyRelatedField"
).split()
_FIELDS = (
    "BooleanField CharField EmailField RegexField SlugField URLField UUIDField IPAddressField IntegerField FloatField DecimalField "
    "DateTimeField DateField TimeField DurationField ChoiceField MultipleChoiceField FilePathField FileField ImageField ListField "
    "DictField HStoreField JSONField ReadOnlyField HiddenField SerializerMethodField ModelField"
).split()
_MIXINS = {
    "CreateModelMixin": "create",
    "ListModelMixin": "list",
    "RetrieveModelMixin": "retrieve",
    "UpdateModelMixin": "update partial_update",
    "DestroyModelMixin": "destroy",
}
_ALL_MIXINS = tuple(f"rest_framework.mixins.{name}" for name in _MIXINS)
_WIRING = {
    "pagination.BasePagination": "PageNumberPagination LimitOffsetPagination CursorPagination",
    "renderers.BaseRenderer": "JSONRenderer TemplateHTMLRenderer StaticHTMLRenderer BrowsableAPIRenderer MultiPartRenderer",
    "parsers.BaseParser": "JSONParser FormParser MultiPartParser FileUploadParser",
    "versioning.BaseVersioning": "AcceptHeaderVersioning URLPathVersioning NamespaceVersioning HostNameVersioning",
    "metadata.BaseMetadata": "SimpleMetadata",
    "schemas.openapi.AutoSchema": "",
}

LIBRARY = Library(
    name="django_rest_framework",
    read_from="3.18.3",
    packages=("rest_framework",),
    kinds={
        "rest_framework.fields.Field": Kind.SCHEMA,
        _REQUEST: Kind.REQUEST,
        _RESPONSE: Kind.RESPONSE,
        _ERROR: Kind.HTTP_ERROR,
        _PERMISSION: Kind.SECURITY,
        _AUTHENTICATION: Kind.SECURITY,
        "rest_framework.throttling.BaseThrottle": Kind.SECURITY,
        "rest_framework.filters.BaseFilterBackend": Kind.WIRING,
        **{f"rest_framework.{name}": Kind.WIRING for name in _WIRING},
    },
    bases={
        _API_VIEW: ("django.views.generic.base.View",),
        _GENERIC: (_API_VIEW,),
        **{f"rest_framework.generics.{name}": (_GENERIC, *_ALL_MIXINS) for name in _GENERICS},
        "rest_framework.viewsets.ViewSet": ("rest_framework.viewsets.ViewSetMixin", _API_VIEW),
        "rest_framework.viewsets.GenericViewSet": ("rest_framework.viewsets.ViewSetMixin", _GENERIC),
        "rest_framework.viewsets.ReadOnlyModelViewSet": ("rest_framework.viewsets.GenericViewSet",),
        "rest_framework.viewsets.ModelViewSet": ("rest_framework.viewsets.GenericViewSet", *_ALL_MIXINS),
        "rest_framework.authtoken.views.ObtainAuthToken": (_API_VIEW,),
        "rest_framework.authtoken.models.Token": ("django.db.models.Model",),
        _SERIALIZER: ("rest_framework.fields.Field",),
        "rest_framework.relations.RelatedField": ("rest_framework.fields.Field",),
        **{f"rest_framework.relations.{name}": ("rest_framework.relations.RelatedField",) for name in _RELATED},
        **{f"rest_framework.fields.{name}": ("rest_framework.fields.Field",) for name in _FIELDS},
        "rest_framework.authtoken.serializers.AuthTokenSerializer": ("rest_framework.serializers.Serializer",),
        "rest_framework.serializers.Serializer": (_SERIALIZER,),
        "rest_framework.serializers.ListSerializer": (_SERIALIZER,),
        "rest_framework.serializers.ModelSerializer": ("rest_framework.serializers.Serializer",),
        "rest_framework.serializers.HyperlinkedModelSerializer": ("rest_framework.serializers.ModelSerializer",),
        _REQUEST: ("django.http.HttpRequest",),
        _RESPONSE: ("django.http.HttpResponse",),
        **{f"rest_framework.exceptions.{name}": (_ERROR,) for name in _ERRORS},
        **{f"rest_framework.permissions.{name}": (_PERMISSION,) for name in _PERMISSIONS},
        **{f"rest_framework.authentication.{name}": (_AUTHENTICATION,) for name in _AUTHENTICATIONS},
        **{
            f"rest_framework.throttling.{name}": ("rest_framework.throttling.BaseThrottle",)
            for name in "SimpleRateThrottle AnonRateThrottle UserRateThrottle ScopedRateThrottle".split()
        },
        "rest_framework.filters.SearchFilter": ("rest_framework.filters.BaseFilterBackend",),
        "rest_framework.filters.OrderingFilter": ("rest_framework.filters.BaseFilterBackend",),
        **{
            f"rest_framework.{base.partition('.')[0]}.{name}": (f"rest_framework.{base}",)
            for base, names in _WIRING.items()
            for name in names.split()
        },
    },
    methods={
        _SERIALIZER: {
            "is_valid": "-> bool",
            **dict.fromkeys("save create update validate to_representation to_internal_value run_validation".split(), ""),
        },
        "rest_framework.serializers.ModelSerializer": dict.fromkeys(("save", "create", "update"), "-> self.Meta.model"),
        _GENERIC: {
            "filter_queryset": "-> $0.self",
            "get_serializer_class": "-> class self.serializer_class",
            "get_serializer": f"check -> self.get_serializer_class()|{_SERIALIZER}",
            "get_queryset": "-> self.queryset.all()|django.db.models.QuerySet",
            "get_object": "-> self.get_queryset().elem",
            **dict.fromkeys(("get_serializer_context", "paginate_queryset"), ""),
            "get_paginated_response": f"-> {_RESPONSE}",
        },
        **{
            f"rest_framework.mixins.{name}": dict.fromkeys(methods.split(), f"check -> {_RESPONSE}")
            for name, methods in _MIXINS.items()
        },
        _API_VIEW: {
            **dict.fromkeys("check_permissions check_object_permissions permission_denied initial get_permissions".split(), ""),
            "handle_exception": f"-> {_RESPONSE}",
        },
    },
    attributes={
        "django.http.HttpRequest": {"data": "json", "query_params": "django.http.QueryDict", "auth": "object"},
        _SERIALIZER: {"validated_data": "json", "data": "json", "initial_data": "json", "errors": "dict"},
        "rest_framework.serializers.ModelSerializer": {"instance": "self.Meta.model"},
        _API_VIEW: {"request": _REQUEST},
    },
    functions={
        "rest_framework.generics.get_object_or_404": "read -> $0|$0.elem",
        "rest_framework.reverse.reverse": "-> str",
        "rest_framework.views.exception_handler": f"-> {_RESPONSE}",
    },
    query_builders=frozenset({f"{_GENERIC}.filter_queryset", "rest_framework.relations.RelatedField.get_queryset"}),
    idioms={
        "rest_framework.fields.Field": {"to_internal_value": "read"},
        _SERIALIZER: {
            **dict.fromkeys(("create", "update", "save"), "read, write"),
            **dict.fromkeys(("validate*", "_validate*"), "read"),
        },
    },
    handed={
        "rest_framework.serializers.ModelSerializer": dict.fromkeys(("update", "to_representation", "get_*"), "self.Meta.model"),
        _GENERIC: {
            **dict.fromkeys(("perform_create", "perform_update"), f"self.get_serializer_class()|{_SERIALIZER}"),
            "perform_destroy": "self.get_object()",
        },
    },
    views={
        "rest_framework.mixins.CreateModelMixin": "create=POST",
        "rest_framework.mixins.ListModelMixin": "list=GET",
        "rest_framework.mixins.RetrieveModelMixin": "retrieve=GET",
        "rest_framework.mixins.UpdateModelMixin": "update=PUT partial_update=PATCH",
        "rest_framework.mixins.DestroyModelMixin": "destroy=DELETE",
        "rest_framework.viewsets.ViewSetMixin": (
            "list=GET create=POST retrieve=GET update=PUT partial_update=PATCH destroy=DELETE"
        ),
    },
    handler_decorators={"rest_framework.decorators.api_view": "$0|GET", "rest_framework.decorators.action": "$methods|GET"},
    registrars={"rest_framework.routers.BaseRouter.register": "1 viewset"},
    statuses={f"rest_framework.exceptions.{name}": status for name, status in _ERRORS.items()},
    injecting_keywords=frozenset({"permission_classes", "authentication_classes", "throttle_classes"}),
    status_modules=frozenset({"rest_framework.status"}),
    error_settings={"EXCEPTION_HANDLER": "rest_framework.views.exception_handler"},
    error_hooks=frozenset({f"{_API_VIEW}.handle_exception"}),
    aliases={
        "rest_framework.serializers.ValidationError": "rest_framework.exceptions.ValidationError",
        **{f"rest_framework.serializers.{name}": f"rest_framework.fields.{name}" for name in ("Field", *_FIELDS)},
        **{f"rest_framework.serializers.{name}": f"rest_framework.relations.{name}" for name in ("RelatedField", *_RELATED)},
        "rest_framework.authtoken.models.TokenProxy": "rest_framework.authtoken.models.Token",
    },
)
