"""Libraries around Django: trees, polymorphic and timestamped models, tags, permissions, tables, exports, JSON web tokens."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_MODEL = "django.db.models.Model"
_MANAGER = "django.db.models.Manager"
_QUERYSET = "django.db.models.QuerySet"
_ADMIN = "django.contrib.admin.ModelAdmin"
_MPTT = "mptt.models.MPTTModel"
_NODE = "treebeard.models.Node"
_JWT_VIEW = "rest_framework_simplejwt.views.TokenViewBase"
_SERIALIZER = "rest_framework.serializers.Serializer"
_MODELS = (
    "mptt.models.MPTTModel treebeard.models.Node polymorphic.models.PolymorphicModel model_utils.models.TimeStampedModel "
    "model_utils.models.TimeFramedModel model_utils.models.StatusModel model_utils.models.SoftDeletableModel "
    "model_utils.models.UUIDModel django_extensions.db.models.TimeStampedModel "
    "django_extensions.db.models.TitleDescriptionModel django_extensions.db.models.ActivatorModel taggit.models.TagBase "
    "taggit.models.ItemBase"
).split()
_MANAGERS = (
    "mptt.managers.TreeManager treebeard.models.NodeManager polymorphic.managers.PolymorphicManager "
    "model_utils.managers.InheritanceManager model_utils.managers.QueryManager model_utils.managers.SoftDeletableManager "
    "taggit.managers._TaggableManager"
).split()
_QUERYSETS = (
    "mptt.querysets.TreeQuerySet treebeard.mp_tree.MP_NodeQuerySet polymorphic.query.PolymorphicQuerySet "
    "model_utils.managers.InheritanceQuerySet model_utils.managers.SoftDeletableQuerySet"
).split()
_TREE = "get_ancestors get_family get_children get_descendants get_leafnodes get_siblings".split()
_JWT_VIEWS = "TokenObtainPairView TokenRefreshView TokenVerifyView TokenBlacklistView TokenObtainSlidingView".split()
_JWT_SERIALIZERS = (
    "TokenObtainSerializer TokenObtainPairSerializer TokenRefreshSerializer TokenVerifySerializer TokenBlacklistSerializer"
).split()

LIBRARY = Library(
    name="django_extensions",
    read_from=(
        "django-mptt 0.20.0, django-treebeard 7.0.3, django-polymorphic 4.11.7, django-model-utils 5.0.0, django-extensions 4.1, "
        "django-taggit 6.1.0, django-guardian 3.5.2, django-tables2 3.0.1, django-import-export 4.4.3, "
        "djangorestframework-simplejwt 5.5.1"
    ),
    packages=tuple(
        "mptt treebeard polymorphic model_utils django_extensions taggit guardian django_tables2 import_export "
        "rest_framework_simplejwt".split()
    ),
    kinds={
        "django_tables2.Table": Kind.WIRING,
        "import_export.resources.Resource": Kind.WIRING,
        "guardian.admin.GuardedModelAdminMixin": Kind.WIRING,
        "import_export.admin.ImportExportMixinBase": Kind.WIRING,
        "taggit.managers.TaggableManager": Kind.COLUMN,
    },
    bases={
        **dict.fromkeys(_MODELS, (_MODEL,)),
        **dict.fromkeys(_MANAGERS, (_MANAGER,)),
        **dict.fromkeys(_QUERYSETS, (_QUERYSET,)),
        **{f"treebeard.{name}": (_NODE,) for name in ("mp_tree.MP_Node", "ns_tree.NS_Node", "al_tree.AL_Node")},
        "treebeard.mp_tree.MP_NodeManager": ("treebeard.models.NodeManager",),
        "taggit.models.Tag": ("taggit.models.TagBase",),
        "taggit.models.TaggedItemBase": ("taggit.models.ItemBase",),
        "taggit.models.GenericTaggedItemBase": ("taggit.models.ItemBase",),
        "mptt.fields.TreeForeignKey": ("django.db.models.ForeignKey",),
        "mptt.fields.TreeOneToOneField": ("django.db.models.OneToOneField",),
        "mptt.fields.TreeManyToManyField": ("django.db.models.ManyToManyField",),
        "mptt.admin.MPTTModelAdmin": (_ADMIN,),
        "mptt.admin.DraggableMPTTAdmin": ("mptt.admin.MPTTModelAdmin",),
        "treebeard.admin.TreeAdmin": (_ADMIN,),
        "polymorphic.admin.PolymorphicParentModelAdmin": (_ADMIN,),
        "polymorphic.admin.PolymorphicChildModelAdmin": (_ADMIN,),
        "guardian.admin.GuardedModelAdmin": ("guardian.admin.GuardedModelAdminMixin", _ADMIN),
        "import_export.resources.ModelResource": ("import_export.resources.Resource",),
        "import_export.admin.ImportMixin": ("import_export.admin.ImportExportMixinBase",),
        "import_export.admin.ExportMixin": ("import_export.admin.ImportExportMixinBase",),
        "import_export.admin.ImportExportMixin": ("import_export.admin.ImportMixin", "import_export.admin.ExportMixin"),
        "import_export.admin.ImportExportModelAdmin": ("import_export.admin.ImportExportMixin", _ADMIN),
        "django_tables2.SingleTableView": ("django.views.generic.list.ListView",),
        _JWT_VIEW: ("rest_framework.generics.GenericAPIView",),
        **{f"rest_framework_simplejwt.views.{name}": (_JWT_VIEW,) for name in _JWT_VIEWS},
        **{f"rest_framework_simplejwt.serializers.{name}": (_SERIALIZER,) for name in _JWT_SERIALIZERS},
        "rest_framework_simplejwt.authentication.JWTAuthentication": ("rest_framework.authentication.BaseAuthentication",),
        "rest_framework_simplejwt.exceptions.AuthenticationFailed": ("rest_framework.exceptions.AuthenticationFailed",),
        "rest_framework_simplejwt.exceptions.InvalidToken": ("rest_framework.exceptions.AuthenticationFailed",),
    },
    methods={
        _MPTT: {
            **dict.fromkeys(_TREE, f"query -> {_QUERYSET}[self]"),
            **dict.fromkeys("get_root get_next_sibling get_previous_sibling".split(), "read -> self"),
            **dict.fromkeys(("insert_at", "move_to"), "write"),
            "get_descendant_count": "-> int",
            **dict.fromkeys("is_child_node is_leaf_node is_root_node".split(), "-> bool"),
        },
        _NODE: {
            **dict.fromkeys((*_TREE, "get_tree", "get_root_nodes"), f"query -> {_QUERYSET}[self]"),
            **dict.fromkeys("get_parent get_root get_first_child get_last_child".split(), "read -> self"),
            **dict.fromkeys("add_child add_root add_sibling".split(), "write -> self"),
            "move": "write",
        },
        "polymorphic.query.PolymorphicQuerySet": dict.fromkeys(
            "instance_of not_instance_of non_polymorphic".split(), "query -> self"
        ),
        "model_utils.managers.InheritanceQuerySet": {"select_subclasses": "query -> self", "get_subclass": "read -> elem"},
        "model_utils.managers.InheritanceManager": {
            "select_subclasses": f"query -> {_QUERYSET}[elem]",
            "get_subclass": "read -> elem",
        },
        "taggit.managers._TaggableManager": {
            **dict.fromkeys(("names", "slugs"), f"query -> {_QUERYSET}"),
            "similar_objects": "read -> list",
        },
        "rest_framework_simplejwt.tokens.Token": {"for_user": "token -> self"},
    },
    functions={
        **{
            f"guardian.shortcuts.{name}": f"query -> {_QUERYSET}"
            for name in "get_objects_for_user get_objects_for_group get_users_with_perms get_groups_with_perms".split()
        },
        **dict.fromkeys(("guardian.shortcuts.assign_perm", "guardian.shortcuts.remove_perm"), "write"),
        "guardian.shortcuts.get_perms": "read -> list[str]",
        **{f"mptt.fields.{name}": f"-> mptt.fields.{name}[$0/to]" for name in ("TreeForeignKey", "TreeOneToOneField")},
        "mptt.fields.TreeManyToManyField": "-> mptt.fields.TreeManyToManyField[$0/to]",
    },
    descriptors={
        "mptt.fields.TreeForeignKey": "elem",
        "mptt.fields.TreeOneToOneField": "elem",
        "mptt.fields.TreeManyToManyField": "django.db.models.RelatedManager[elem]",
        "taggit.managers.TaggableManager": "taggit.managers._TaggableManager[taggit.models.Tag]",
    },
    relations={
        **dict.fromkeys(
            ("mptt.fields.TreeForeignKey", "mptt.fields.TreeManyToManyField"),
            "related_name|%(class)s_set -> django.db.models.RelatedManager",
        ),
        "mptt.fields.TreeOneToOneField": "related_name|%(class)s -> elem",
    },
    aliases={
        "django_tables2.tables.Table": "django_tables2.Table",
        "django_tables2.views.SingleTableView": "django_tables2.SingleTableView",
        "polymorphic.models.PolymorphicManager": "polymorphic.managers.PolymorphicManager",
        "rest_framework_simplejwt.tokens.AccessToken": "rest_framework_simplejwt.tokens.Token",
        "rest_framework_simplejwt.tokens.RefreshToken": "rest_framework_simplejwt.tokens.Token",
        "rest_framework_simplejwt.tokens.SlidingToken": "rest_framework_simplejwt.tokens.Token",
    },
)
