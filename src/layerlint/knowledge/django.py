"""Django: models, managers and querysets, relations, transactions, requests and responses, class-based views, forms, mail."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_MODEL = "django.db.models.Model"
_MANAGER = "django.db.models.Manager"
_QUERYSET = "django.db.models.QuerySet"
_RELATED = "django.db.models.RelatedManager"
_CURSOR = "django.db.backends.utils.CursorWrapper"
_DATABASE = "django.db.backends.base.base.BaseDatabaseWrapper"
_REQUEST = "django.http.HttpRequest"
_POSTED = "django.http.request.PostedData"
_RESPONSE = "django.http.HttpResponse"
_USER = "setting AUTH_USER_MODEL|django.contrib.auth.models.User"
_BASE_USER = "django.contrib.auth.base_user.AbstractBaseUser"

_LAZY = (
    "all filter exclude complex_filter order_by distinct annotate alias select_related prefetch_related defer only reverse union "
    "intersection difference extra raw select_for_update using"
).split()
_ROW = "get first last latest earliest aget afirst alast alatest aearliest".split()
_WRITING = "update delete bulk_update aupdate adelete abulk_update".split()
_MADE = "get_or_create update_or_create aget_or_create aupdate_or_create".split()
_RUN = {
    **dict.fromkeys(_ROW, "read -> elem"),
    **dict.fromkeys(("count", "acount"), "read -> int"),
    **dict.fromkeys(("exists", "contains", "aexists", "acontains"), "read -> bool"),
    **dict.fromkeys(("aggregate", "aaggregate"), "read -> dict"),
    **dict.fromkeys(("in_bulk", "ain_bulk"), "read -> dict[elem]"),
    **dict.fromkeys(("iterator", "aiterator"), "read -> list[elem]"),
    **dict.fromkeys(("explain", "aexplain"), "read -> str"),
    **dict.fromkeys(("create", "acreate"), "write -> elem"),
    **dict.fromkeys(("bulk_create", "abulk_create"), "write -> list[elem]"),
    **dict.fromkeys(_WRITING, "write -> int"),
    **dict.fromkeys(_MADE, "read, write -> tuple[elem]"),
}
_BLOCKING = (
    "get first last latest earliest count exists contains aggregate in_bulk explain create bulk_create update delete bulk_update "
    "get_or_create update_or_create add remove clear set __iter__"
)
_VALUES = {
    **dict.fromkeys(("values", "values_list", "dates", "datetimes"), f"query -> {_QUERYSET}"),
    **dict.fromkeys("add remove clear set aadd aremove aclear aset".split(), "write"),
}
_FIELDS = {
    "str": "CharField TextField SlugField EmailField URLField FilePathField GenericIPAddressField IPAddressField",
    "int": (
        "AutoField BigAutoField SmallAutoField IntegerField BigIntegerField SmallIntegerField PositiveIntegerField "
        "PositiveBigIntegerField PositiveSmallIntegerField"
    ),
    "bool": "BooleanField NullBooleanField",
    "float": "FloatField",
    "bytes": "BinaryField",
    "datetime.datetime": "DateTimeField",
    "datetime.date": "DateField",
    "datetime.time": "TimeField",
    "datetime.timedelta": "DurationField",
    "decimal.Decimal": "DecimalField",
    "uuid.UUID": "UUIDField",
    "dict": "JSONField",
    "django.db.models.FieldFile": "FileField ImageField",
}
_FORM_FIELDS = (
    "CharField IntegerField FloatField DecimalField DateField TimeField DateTimeField DurationField RegexField EmailField "
    "FileField ImageField URLField BooleanField ChoiceField MultipleChoiceField TypedChoiceField JSONField SlugField UUIDField "
    "ModelChoiceField ModelMultipleChoiceField MultiValueField ComboField"
).split()
_TO_ONE = ("ForeignKey", "OneToOneField")
_RESPONSES = (
    "HttpResponseRedirect HttpResponsePermanentRedirect HttpResponseNotModified HttpResponseBadRequest HttpResponseForbidden "
    "HttpResponseGone HttpResponseNotAllowed HttpResponseNotFound HttpResponseServerError JsonResponse StreamingHttpResponse "
    "FileResponse"
).split()
_VERBS = "get post put patch delete head options trace"
_VIEW = "django.views.generic.base.View"
_MANAGERS = (
    "auth.models.Group auth.models.Permission contenttypes.models.ContentType sites.models.Site admin.models.LogEntry "
    "sessions.base_session.BaseSession sessions.models.Session"
).split()
_FEED = "django.contrib.syndication.views.Feed"
_GENERIC_VIEWS = {
    "base": "TemplateView RedirectView",
    "dates": "ArchiveIndexView DateDetailView DayArchiveView MonthArchiveView TodayArchiveView WeekArchiveView YearArchiveView",
    "detail": "DetailView",
    "edit": "CreateView DeleteView FormView UpdateView",
    "list": "ListView",
}
_HTTP_DECORATORS = {
    "require_GET": "GET",
    "require_POST": "POST",
    "require_safe": "GET HEAD",
    "require_http_methods": "$0|GET",
}

LIBRARY = Library(
    name="django",
    read_from="5.2.19",
    packages=("django",),
    kinds={
        _MODEL: Kind.ENTITY,
        _MANAGER: Kind.MANAGER,
        "django.contrib.auth.base_user.BaseUserManager": Kind.USER_MANAGER,
        _QUERYSET: Kind.QUERY,
        _CURSOR: Kind.CURSOR,
        _DATABASE: Kind.CONNECTION,
        "django.db.models.Field": Kind.COLUMN,
        **dict.fromkeys(("django.db.models.F", "django.db.models.Q", "django.db.models.Expression"), Kind.STATEMENT),
        _REQUEST: Kind.REQUEST,
        _POSTED: Kind.FORM_DATA,
        "django.http.HttpResponseBase": Kind.RESPONSE,
        "django.http.Http404": Kind.HTTP_ERROR,
        "django.forms.BaseForm": Kind.SCHEMA,
        "django.forms.BaseFormSet": Kind.SCHEMA,
        "django.forms.Field": Kind.SCHEMA,
        "django.contrib.auth.backends.BaseBackend": Kind.SECURITY,
        "django.core.files.uploadedfile.UploadedFile": Kind.UPLOAD,
        **dict.fromkeys(
            (
                "django.apps.AppConfig",
                "django.contrib.admin.AdminSite",
                "django.contrib.admin.options.BaseModelAdmin",
                "django.contrib.admin.filters.ListFilter",
                "django.core.management.base.BaseCommand",
                "django.utils.deprecation.MiddlewareMixin",
                "django.template.Node",
                "django.contrib.sitemaps.Sitemap",
            ),
            Kind.WIRING,
        ),
    },
    bases={
        _RELATED: (_MANAGER,),
        "django.db.models.Func": ("django.db.models.Expression",),
        "django.db.models.Aggregate": ("django.db.models.Func",),
        "django.contrib.auth.base_user.BaseUserManager": (_MANAGER,),
        "django.contrib.auth.models.UserManager": ("django.contrib.auth.base_user.BaseUserManager",),
        **{f"django.contrib.{name}Manager": (_MANAGER,) for name in _MANAGERS},
        _BASE_USER: (_MODEL,),
        "django.contrib.auth.models.PermissionsMixin": (_MODEL,),
        "django.contrib.auth.models.AbstractUser": (_BASE_USER, "django.contrib.auth.models.PermissionsMixin"),
        "django.contrib.auth.models.User": ("django.contrib.auth.models.AbstractUser",),
        **dict.fromkeys(
            (
                "django.contrib.auth.models.Group",
                "django.contrib.auth.models.Permission",
                "django.contrib.contenttypes.models.ContentType",
                "django.contrib.sessions.base_session.AbstractBaseSession",
                "django.contrib.sites.models.Site",
                "django.contrib.admin.models.LogEntry",
            ),
            (_MODEL,),
        ),
        "django.contrib.sessions.models.Session": ("django.contrib.sessions.base_session.AbstractBaseSession",),
        **{f"django.db.models.{name}": ("django.db.models.Field",) for names in _FIELDS.values() for name in names.split()},
        **{f"django.db.models.{name}": ("django.db.models.Field",) for name in (*_TO_ONE, "ManyToManyField")},
        "django.contrib.contenttypes.fields.GenericRelation": ("django.db.models.Field",),
        "django.db.models.Choices": ("enum.Enum",),
        "django.db.models.TextChoices": ("enum.StrEnum", "django.db.models.Choices"),
        "django.db.models.IntegerChoices": ("enum.IntEnum", "django.db.models.Choices"),
        _POSTED: ("django.http.QueryDict",),
        "django.core.handlers.wsgi.WSGIRequest": (_REQUEST,),
        "django.core.handlers.asgi.ASGIRequest": (_REQUEST,),
        _RESPONSE: ("django.http.HttpResponseBase",),
        **{f"django.http.{name}": (_RESPONSE,) for name in _RESPONSES},
        "django.template.response.SimpleTemplateResponse": (_RESPONSE,),
        "django.template.response.TemplateResponse": ("django.template.response.SimpleTemplateResponse",),
        **{f"django.views.generic.{module}.{name}": (_VIEW,) for module, names in _GENERIC_VIEWS.items() for name in names.split()},
        "django.views.i18n.JavaScriptCatalog": (_VIEW,),
        "django.forms.Form": ("django.forms.BaseForm",),
        "django.forms.BaseModelForm": ("django.forms.BaseForm",),
        "django.forms.BaseModelFormSet": ("django.forms.BaseFormSet",),
        "django.forms.BaseInlineFormSet": ("django.forms.BaseModelFormSet",),
        **{f"django.forms.{name}": ("django.forms.Field",) for name in _FORM_FIELDS},
        "django.forms.ModelForm": ("django.forms.BaseModelForm",),
        **{f"django.contrib.auth.forms.{name}": ("django.forms.ModelForm",) for name in ("UserCreationForm", "UserChangeForm")},
        **{
            f"django.contrib.auth.forms.{name}": ("django.forms.Form",)
            for name in ("AuthenticationForm", "PasswordResetForm", "SetPasswordForm", "PasswordChangeForm")
        },
        "django.contrib.auth.forms.BaseUserCreationForm": ("django.forms.ModelForm",),
        "django.contrib.admin.ModelAdmin": ("django.contrib.admin.options.BaseModelAdmin",),
        "django.contrib.admin.options.InlineModelAdmin": ("django.contrib.admin.options.BaseModelAdmin",),
        **{
            f"django.contrib.admin.{name}": ("django.contrib.admin.options.InlineModelAdmin",)
            for name in ("StackedInline", "TabularInline")
        },
        "django.contrib.admin.SimpleListFilter": ("django.contrib.admin.filters.ListFilter",),
        "django.contrib.admin.FieldListFilter": ("django.contrib.admin.filters.ListFilter",),
        "django.contrib.auth.admin.UserAdmin": ("django.contrib.admin.ModelAdmin",),
        "django.contrib.auth.admin.GroupAdmin": ("django.contrib.admin.ModelAdmin",),
        "django.contrib.auth.backends.ModelBackend": ("django.contrib.auth.backends.BaseBackend",),
        "django.contrib.auth.backends.RemoteUserBackend": ("django.contrib.auth.backends.ModelBackend",),
        "django.core.mail.EmailMultiAlternatives": ("django.core.mail.EmailMessage",),
    },
    methods={
        _MODEL: {
            **dict.fromkeys("save delete asave adelete save_base".split(), "write"),
            **dict.fromkeys("refresh_from_db arefresh_from_db validate_unique validate_constraints".split(), "read"),
            **dict.fromkeys("full_clean clean clean_fields get_absolute_url".split(), ""),
        },
        _QUERYSET: {
            **dict.fromkeys(_LAZY, "query -> self"),
            **_RUN,
            **_VALUES,
            "none": "-> list[elem]",
            "as_manager": "-> self",
            "__iter__": "read -> elem",
            "__getitem__": "read -> elem",
        },
        _MANAGER: {
            **dict.fromkeys((*_LAZY, "get_queryset"), f"query -> {_QUERYSET}[elem]"),
            **_RUN,
            **_VALUES,
            "none": "-> list[elem]",
            "db_manager": "-> self",
            "from_queryset": "-> class $0",
        },
        "django.contrib.auth.models.UserManager": dict.fromkeys(
            "create_user create_superuser acreate_user acreate_superuser".split(), "write -> elem"
        ),
        "django.contrib.auth.base_user.BaseUserManager": {
            "get_by_natural_key": "read -> elem",
            "aget_by_natural_key": "read -> elem",
            "normalize_email": "-> str",
            "make_random_password": "random -> str",
        },
        _BASE_USER: {
            **dict.fromkeys("set_password set_unusable_password".split(), "hash"),
            **dict.fromkeys("check_password acheck_password".split(), "hash -> bool"),
            "has_usable_password": "-> bool",
            **dict.fromkeys("get_session_auth_hash get_username".split(), "-> str"),
        },
        "django.contrib.auth.models.PermissionsMixin": dict.fromkeys("has_perm has_perms has_module_perms".split(), "-> bool"),
        "django.contrib.auth.models.AbstractUser": {"email_user": "mail", "get_full_name": "-> str", "get_short_name": "-> str"},
        "django.contrib.contenttypes.models.ContentTypeManager": {
            **dict.fromkeys("get_for_model get_for_id get_by_natural_key".split(), "read -> elem"),
            "get_for_models": "read -> dict",
        },
        "django.db.models.FieldFile": {
            **dict.fromkeys(("save", "delete"), "file, write"),
            "open": "file",
        },
        _DATABASE: {
            "cursor": f"open -> {_CURSOR}",
            **dict.fromkeys("commit rollback savepoint savepoint_commit savepoint_rollback set_autocommit".split(), "transaction"),
            "close": "",
        },
        _CURSOR: {
            **dict.fromkeys(("execute", "executemany", "callproc"), "read"),
            "fetchone": "-> tuple",
            "fetchall": "-> list",
            "fetchmany": "-> list",
            "__enter__": "-> self",
        },
        _REQUEST: {
            **dict.fromkeys("build_absolute_uri get_full_path get_host get_signed_cookie read".split(), "-> str"),
            "is_secure": "-> bool",
        },
        "django.http.QueryDict": {
            **dict.fromkeys(("get", "pop"), "-> str"),
            "getlist": "-> list[str]",
            "dict": "-> dict",
            "copy": "-> self",
        },
        _VIEW: {
            "as_view": "-> class self",
            "get_queryset": "-> self.queryset.all()|self.model.objects.all()",
            "get_object": "-> self.get_queryset().elem",
            "get_form_class": "-> class self.form_class",
            "get_form": "check -> self.get_form_class()|django.forms.BaseForm",
            **dict.fromkeys("get_context_data get_form_kwargs get_success_url form_valid form_invalid dispatch".split(), ""),
        },
        "django.forms.BaseForm": {
            "is_valid": "-> bool",
            **dict.fromkeys(("save", "clean", "add_error"), ""),
        },
        "django.forms.BaseModelForm": {"save": "-> self.Meta.model"},
        "django.apps.registry.Apps": {"get_model": f"-> class {_MODEL}"},
        "django.core.mail.EmailMessage": {"send": "mail"},
        "django.core.signing.Signer": {"sign": "token -> str", "unsign": "-> str"},
        "django.core.files.storage.Storage": {"save": "file -> str", "open": "file", "delete": "file", "url": "-> str"},
    },
    attributes={
        _MODEL: {
            **dict.fromkeys(("objects", "_default_manager", "_base_manager"), f"{_MANAGER}[self]"),
            **dict.fromkeys(("DoesNotExist", "MultipleObjectsReturned"), "class django.core.exceptions.ObjectDoesNotExist"),
        },
        _MANAGER: {"model": "class elem"},
        "django.db.models.ManyToManyField": {"through": f"class {_MODEL}"},
        _RELATED: {"through": f"class {_MODEL}"},
        _QUERYSET: {"model": "class elem"},
        "django.contrib.auth.models.AbstractUser": {"objects": "django.contrib.auth.models.UserManager[self]"},
        "django.contrib.auth.models.PermissionsMixin": {
            "groups": f"{_RELATED}[django.contrib.auth.models.Group]",
            "user_permissions": f"{_RELATED}[django.contrib.auth.models.Permission]",
            "is_superuser": "bool",
        },
        "django.contrib.auth.models.Group": {"permissions": f"{_RELATED}[django.contrib.auth.models.Permission]"},
        "django.contrib.contenttypes.models.ContentType": {
            "objects": "django.contrib.contenttypes.models.ContentTypeManager[self]",
        },
        _REQUEST: {
            "user": _USER,
            "POST": _POSTED,
            "GET": "django.http.QueryDict",
            **dict.fromkeys(("META", "COOKIES", "FILES", "session"), "dict"),
            "headers": "django.http.request.HttpHeaders",
            "body": "bytes",
            **dict.fromkeys(("method", "path", "path_info"), "str"),
        },
        _VIEW: {"request": _REQUEST, "object": "self.get_object()"},
        "django.forms.BaseForm": {"cleaned_data": "json", "data": "dict", "errors": "dict"},
        "django.forms.BaseModelForm": {"instance": "self.Meta.model"},
        "django.conf.LazySettings": {"AUTH_USER_MODEL": f"class {_USER}"},
    },
    functions={
        **{f"django.db.models.{name}": f"-> django.db.models.{name}[$0/to]" for name in (*_TO_ONE, "ManyToManyField")},
        "django.contrib.contenttypes.fields.GenericRelation": "-> django.contrib.contenttypes.fields.GenericRelation[$0/to]",
        "django.shortcuts.get_object_or_404": "read -> $0|$0.elem",
        "django.shortcuts.aget_object_or_404": "read -> $0|$0.elem",
        "django.shortcuts.get_list_or_404": "read -> list[$0]",
        "django.shortcuts.aget_list_or_404": "read -> list[$0]",
        "django.shortcuts.render": f"-> {_RESPONSE}",
        "django.shortcuts.redirect": "-> django.http.HttpResponseRedirect",
        "django.db.transaction.atomic": "transaction",
        **{
            f"django.db.transaction.{name}": "transaction"
            for name in "commit rollback savepoint savepoint_commit savepoint_rollback set_autocommit".split()
        },
        "django.db.close_old_connections": "",
        "django.contrib.auth.get_user_model": f"-> class {_USER}",
        "django.contrib.auth.authenticate": f"-> {_USER}",
        "django.contrib.auth.aauthenticate": f"-> {_USER}",
        "django.contrib.auth.hashers.make_password": "hash -> str",
        "django.contrib.auth.hashers.check_password": "hash -> bool",
        "django.contrib.auth.hashers.acheck_password": "hash -> bool",
        **{
            f"django.contrib.auth.password_validation.{name}": ""
            for name in ("validate_password", "password_changed", "get_password_validators")
        },
        "django.core.mail.send_mail": "mail",
        "django.core.mail.send_mass_mail": "mail",
        "django.core.mail.mail_admins": "mail",
        "django.core.mail.mail_managers": "mail",
        "django.core.signing.dumps": "token -> str",
        "django.utils.crypto.get_random_string": "random -> str",
        "django.forms.modelform_factory": "-> class django.forms.ModelForm",
        "django.forms.modelformset_factory": "-> class django.forms.BaseModelFormSet",
        "django.forms.formset_factory": "-> class django.forms.BaseFormSet",
        "django.forms.inlineformset_factory": "-> class django.forms.BaseModelFormSet",
        "django.urls.reverse": "-> str",
    },
    descriptors={
        **{f"django.db.models.{name}": result for result, names in _FIELDS.items() for name in names.split()},
        **{f"django.db.models.{name}": "elem" for name in _TO_ONE},
        "django.db.models.ManyToManyField": f"{_RELATED}[elem]",
        "django.contrib.contenttypes.fields.GenericRelation": f"{_RELATED}[elem]",
    },
    owned=frozenset({_MANAGER, _QUERYSET}),
    customs={"objects": f"{_MANAGER}[self]"},
    column_owners={"django.db.models.Field": _MODEL, _MANAGER: _MODEL},
    objects={
        "django.db.connection": _DATABASE,
        "django.db.connections": f"dict[{_DATABASE}]",
        "django.conf.settings": "django.conf.LazySettings",
        "django.apps.apps": "django.apps.registry.Apps",
        "django.core.files.storage.default_storage": "django.core.files.storage.Storage",
    },
    relations={
        **dict.fromkeys(
            ("django.db.models.ForeignKey", "django.db.models.ManyToManyField"), f"related_name|%(class)s_set -> {_RELATED}"
        ),
        "django.db.models.OneToOneField": "related_name|%(class)s -> elem",
    },
    blocking={
        **dict.fromkeys((_MANAGER, _QUERYSET), _BLOCKING),
        _MODEL: "save delete save_base refresh_from_db validate_unique validate_constraints",
        _CURSOR: "execute executemany callproc",
    },
    guard_settings=frozenset({"AUTHENTICATION_BACKENDS"}),
    statuses={
        "django.http.HttpResponseBadRequest": 400,
        "django.http.HttpResponseForbidden": 403,
        "django.http.HttpResponseNotFound": 404,
        "django.http.HttpResponseNotAllowed": 405,
        "django.http.HttpResponseGone": 410,
        "django.http.HttpResponseServerError": 500,
        "django.http.Http404": 404,
        "django.core.exceptions.PermissionDenied": 403,
        "django.core.exceptions.BadRequest": 400,
    },
    request_parameters={"request": _REQUEST},
    query_builders=frozenset({f"{_VIEW}.get_queryset", f"{_FEED}.items"}),
    idioms={
        "django.forms.Field": dict.fromkeys(("to_python", "validate", "clean"), "read"),
        "django.forms.BaseForm": {"clean*": "read"},
        "django.forms.BaseModelForm": {"save": "read, write"},
    },
    handed={_VIEW: dict.fromkeys(("form_valid", "form_invalid"), "self.get_form_class()|django.forms.BaseForm")},
    views={_VIEW: _VERBS, _FEED: "__call__=GET"},
    handler_decorators={f"django.views.decorators.http.{name}": text for name, text in _HTTP_DECORATORS.items()},
    registrars={
        "django.urls.path": "1 view",
        "django.urls.re_path": "1 view",
        "django.conf.urls.url": "1 view",
    },
    error_hooks=frozenset({"process_exception"}),
    aliases={
        "django.db.models.base.Model": _MODEL,
        "django.db.models.manager": "django.db.models",
        "django.db.models.enums": "django.db.models",
        "django.db.models.query": "django.db.models",
        "django.db.models.expressions": "django.db.models",
        "django.db.models.aggregates": "django.db.models",
        "django.db.models.fields": "django.db.models",
        "django.db.models.fields.related_descriptors": "django.db.models",
        "django.db.models.fields.related": "django.db.models",
        "django.db.models.fields.files": "django.db.models",
        "django.db.models.fields.json": "django.db.models",
        "django.db.models.fields.related_descriptors.ManyRelatedManager": _RELATED,
        "django.db.models.manager.RelatedManager": _RELATED,
        "django.db.models.manager.ManyToManyRelatedManager": _RELATED,
        "django.contrib.gis.db.models": "django.db.models",
        "django.contrib.postgres.fields.JSONField": "django.db.models.JSONField",
        "django.contrib.auth.models.AbstractBaseUser": _BASE_USER,
        "django.contrib.auth.models.BaseUserManager": "django.contrib.auth.base_user.BaseUserManager",
        "django.http.request.HttpRequest": _REQUEST,
        "django.http.request.QueryDict": "django.http.QueryDict",
        "django.http.response": "django.http",
        "django.views.View": _VIEW,
        "django.views.generic.View": _VIEW,
        **{
            f"django.views.generic.{name}": f"django.views.generic.{module}.{name}"
            for module, names in _GENERIC_VIEWS.items()
            for name in names.split()
        },
        "django.forms.forms": "django.forms",
        "django.forms.models": "django.forms",
        "django.forms.formsets": "django.forms",
        "django.forms.fields": "django.forms",
        "django.contrib.admin.options.ModelAdmin": "django.contrib.admin.ModelAdmin",
        "django.contrib.admin.sites.AdminSite": "django.contrib.admin.AdminSite",
        "django.core.management.BaseCommand": "django.core.management.base.BaseCommand",
        "django.apps.config.AppConfig": "django.apps.AppConfig",
        "django.core.mail.message": "django.core.mail",
        "django.urls.conf": "django.urls",
        "django.conf.urls.re_path": "django.urls.re_path",
        "django.core.signing.TimestampSigner": "django.core.signing.Signer",
    },
)
