"""MongoEngine: active-record documents, query sets behind `objects`."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_QUERYSET = "mongoengine.QuerySet"
_FIELDS = (
    "StringField URLField EmailField IntField LongField FloatField DecimalField BooleanField DateTimeField DateField "
    "ComplexDateTimeField EmbeddedDocumentField ObjectIdField GenericEmbeddedDocumentField DynamicField ListField "
    "SortedListField EmbeddedDocumentListField DictField MapField ReferenceField CachedReferenceField LazyReferenceField "
    "GenericLazyReferenceField GenericReferenceField BinaryField GridFSProxy FileField ImageField GeoPointField PointField "
    "LineStringField PolygonField SequenceField UUIDField EnumField MultiPointField MultiLineStringField MultiPolygonField "
    "GeoJsonBaseField Decimal128Field"
).split()

LIBRARY = Library(
    name="mongoengine",
    read_from="mongoengine 0.29.3, flask-mongoengine 1.0.0",
    packages=("mongoengine", "flask_mongoengine"),
    kinds={
        "mongoengine.Document": Kind.ENTITY,
        "mongoengine.EmbeddedDocument": Kind.ENTITY,
        _QUERYSET: Kind.QUERY,
        **{f"mongoengine.{name}": Kind.COLUMN for name in _FIELDS},
    },
    bases={
        "mongoengine.DynamicDocument": ("mongoengine.Document",),
        "mongoengine.DynamicEmbeddedDocument": ("mongoengine.EmbeddedDocument",),
        "mongoengine.MapReduceDocument": ("mongoengine.Document",),
        "flask_mongoengine.documents.Document": ("mongoengine.Document",),
        "flask_mongoengine.documents.DynamicDocument": ("mongoengine.Document",),
        "mongoengine.QuerySetNoCache": (_QUERYSET,),
        "flask_mongoengine.documents.BaseQuerySet": (_QUERYSET,),
    },
    methods={
        "mongoengine.Document": {
            **dict.fromkeys(("save", "reload"), "write -> self"),
            "reload": "read -> self",
            **dict.fromkeys("delete update modify cascade_save create_index ensure_indexes drop_collection".split(), "write"),
            "select_related": "read -> self",
            "switch_db": "-> self",
            "to_mongo": "-> dict",
            "to_json": "-> str",
        },
        _QUERYSET: {
            "*": "-> self",
            "__call__": "query -> self",
            **dict.fromkeys("get first first_or_404 get_or_404 with_id".split(), "read -> elem"),
            **dict.fromkeys(
                "count sum average aggregate distinct explain item_frequencies map_reduce in_bulk to_json".split(), "read"
            ),
            **dict.fromkeys("scalar values_list".split(), "-> self"),
            "create": "write -> elem",
            **dict.fromkeys("insert update update_one delete".split(), "write"),
            **dict.fromkeys(("modify", "upsert_one"), "write -> elem"),
            "paginate": "read",
            "next": "read -> elem",
            "__iter__": "read -> elem",
            "__getitem__": "read -> elem",
            "__len__": "read -> int",
        },
    },
    attributes={
        "mongoengine.Document": {"objects": f"{_QUERYSET}[self]"},
        "flask_mongoengine.MongoEngine": {
            "Document": "class flask_mongoengine.documents.Document",
            "DynamicDocument": "class flask_mongoengine.documents.DynamicDocument",
            "*": "in mongoengine",
        },
    },
    functions={
        "mongoengine.ReferenceField": "-> mongoengine.ReferenceField[$0]",
        **{f"mongoengine.{name}": "" for name in ("connect", "disconnect", "Q")},
    },
    descriptors={"mongoengine.ReferenceField": "elem"},
    aliases={
        "mongoengine.document": "mongoengine",
        "mongoengine.fields": "mongoengine",
        "mongoengine.queryset": "mongoengine",
        "mongoengine.queryset.queryset": "mongoengine",
        "flask_mongoengine.Document": "flask_mongoengine.documents.Document",
        "flask_mongoengine.DynamicDocument": "flask_mongoengine.documents.DynamicDocument",
        "flask_mongoengine.BaseQuerySet": "flask_mongoengine.documents.BaseQuerySet",
    },
    blocking={
        "mongoengine.Document": "save reload delete update modify cascade_save drop_collection",
        _QUERYSET: (
            "get first first_or_404 get_or_404 with_id count sum average aggregate distinct in_bulk create insert update "
            "update_one delete modify upsert_one __iter__"
        ),
    },
)
