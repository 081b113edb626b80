"""Firestore: a client with collections of documents; Firebase's is the same."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_FIRESTORE = "google.cloud.firestore"
_CLIENT = f"{_FIRESTORE}.Client"
_QUERY = f"{_FIRESTORE}.Query"
_COLLECTION = f"{_FIRESTORE}.CollectionReference"
_DOCUMENT = f"{_FIRESTORE}.DocumentReference"
_BATCH = f"{_FIRESTORE}.WriteBatch"
_NARROWING = "where order_by limit limit_to_last offset select start_at start_after end_at end_before count sum avg".split()

LIBRARY = Library(
    name="firestore",
    read_from="google-cloud-firestore 2.34.1, firebase-admin 7.7.0",
    packages=("google", "firebase_admin"),
    kinds={_CLIENT: Kind.CONNECTION, _COLLECTION: Kind.CONNECTION},
    bases={f"{_FIRESTORE}.AsyncClient": (_CLIENT,), _COLLECTION: (_QUERY,)},
    methods={
        _CLIENT: {
            **dict.fromkeys(("collection", "collection_group"), f"-> {_COLLECTION}"),
            "document": f"-> {_DOCUMENT}",
            **dict.fromkeys(("get_all", "collections"), "read"),
            "recursive_delete": "write",
            **dict.fromkeys(("batch", "transaction", "bulk_writer"), f"-> {_BATCH}"),
            "close": "",
        },
        _QUERY: {**dict.fromkeys(_NARROWING, f"-> {_QUERY}"), **dict.fromkeys(("get", "stream"), "read")},
        _COLLECTION: {"document": f"-> {_DOCUMENT}", "add": "write", "list_documents": "read"},
        _DOCUMENT: {
            **dict.fromkeys(("get", "collections"), "read"),
            **dict.fromkeys(("set", "update", "delete", "create"), "write"),
            "collection": f"-> {_COLLECTION}",
        },
        _BATCH: {**dict.fromkeys(("set", "update", "delete", "create"), ""), "commit": "write"},
    },
    functions={
        _CLIENT: f"-> {_CLIENT}",
        f"{_FIRESTORE}.AsyncClient": f"-> {_FIRESTORE}.AsyncClient",
        "firebase_admin.firestore.client": f"-> {_CLIENT}",
        "firebase_admin.firestore_async.client": f"-> {_FIRESTORE}.AsyncClient",
    },
    aliases={"google.cloud.firestore_v1": _FIRESTORE, "firebase_admin.firestore.Client": _CLIENT},
)
