"""PyMongo: clients, databases and collections by attribute or subscript, cursors that run when iterated."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_WRITES = (
    "insert_one insert_many update_one update_many replace_one delete_one delete_many bulk_write create_index create_indexes "
    "drop drop_index drop_indexes rename insert update remove save"
).split()
_READS = (
    "find_one count_documents estimated_document_count distinct aggregate aggregate_raw_batches list_indexes index_information "
    "options watch count"
).split()
_CLIENT = {
    "__getitem__": "-> pymongo.Database",
    **dict.fromkeys(("get_database", "get_default_database"), "-> pymongo.Database"),
    "start_session": "open -> pymongo.ClientSession",
    **dict.fromkeys("server_info list_databases list_database_names".split(), "read"),
    "drop_database": "write",
    "close": "",
    "__enter__": "-> self",
}

LIBRARY = Library(
    name="pymongo",
    read_from="4.20.1",
    packages=("pymongo", "gridfs", "flask_pymongo"),
    kinds={
        "pymongo.MongoClient": Kind.ENGINE,
        "pymongo.Database": Kind.CONNECTION,
        "pymongo.Collection": Kind.CONNECTION,
        "pymongo.ClientSession": Kind.SESSION,
        "pymongo.Cursor": Kind.QUERY,
    },
    bases={
        "pymongo.AsyncMongoClient": ("pymongo.MongoClient",),
        "pymongo.asynchronous.database.AsyncDatabase": ("pymongo.Database",),
        "pymongo.asynchronous.collection.AsyncCollection": ("pymongo.Collection",),
        "flask_pymongo.wrappers.Collection": ("pymongo.Collection",),
    },
    methods={
        "pymongo.MongoClient": _CLIENT,
        "pymongo.Database": {
            "__getitem__": "-> pymongo.Collection",
            "get_collection": "-> pymongo.Collection",
            "create_collection": "write -> pymongo.Collection",
            "drop_collection": "write",
            **dict.fromkeys("command list_collections list_collection_names aggregate watch dereference".split(), "read"),
            "with_options": "-> self",
        },
        "pymongo.Collection": {
            "find": "query -> pymongo.Cursor",
            "find_raw_batches": "query -> pymongo.Cursor",
            **dict.fromkeys(_READS, "read"),
            **dict.fromkeys(_WRITES, "write"),
            **dict.fromkeys(("find_one_and_update", "find_one_and_replace", "find_one_and_delete"), "write"),
            "find_one_or_404": "read",
            "with_options": "-> self",
            "__getitem__": "-> self",
        },
        "pymongo.Cursor": {
            "*": "-> self",
            **dict.fromkeys(("to_list", "next", "count", "distinct", "explain", "each"), "read"),
            "close": "",
            "__getitem__": "read",
            "__iter__": "read",
        },
        "pymongo.ClientSession": {
            **dict.fromkeys(("start_transaction", "commit_transaction", "abort_transaction"), "transaction"),
            "with_transaction": "transaction",
            "end_session": "",
            "__enter__": "-> self",
        },
        "gridfs.GridFS": {
            **dict.fromkeys(("put", "delete", "new_file"), "write"),
            **dict.fromkeys(("get", "find", "find_one", "exists", "list", "get_last_version", "get_version"), "read"),
        },
        "gridfs.GridFSBucket": {
            **dict.fromkeys(("upload_from_stream", "open_upload_stream", "delete", "rename"), "write"),
            **dict.fromkeys(("open_download_stream", "download_to_stream", "find"), "read"),
        },
        "flask_pymongo.PyMongo": {**dict.fromkeys(("send_file",), "read"), "save_file": "write", "init_app": ""},
    },
    attributes={
        "pymongo.MongoClient": {"*": "pymongo.Database"},
        "pymongo.Database": {"*": "pymongo.Collection", "client": "pymongo.MongoClient", "name": "str"},
        "pymongo.Collection": {"database": "pymongo.Database", "name": "str", "full_name": "str"},
        "flask_pymongo.PyMongo": {"db": "pymongo.Database", "cx": "pymongo.MongoClient"},
    },
    functions={"pymongo.MongoClient": "-> pymongo.MongoClient", "pymongo.AsyncMongoClient": "-> pymongo.AsyncMongoClient"},
    aliases={
        "pymongo.mongo_client.MongoClient": "pymongo.MongoClient",
        "pymongo.asynchronous.mongo_client.AsyncMongoClient": "pymongo.AsyncMongoClient",
        "pymongo.database.Database": "pymongo.Database",
        "pymongo.synchronous.database.Database": "pymongo.Database",
        "pymongo.collection.Collection": "pymongo.Collection",
        "pymongo.synchronous.collection.Collection": "pymongo.Collection",
        "pymongo.cursor.Cursor": "pymongo.Cursor",
        "pymongo.client_session.ClientSession": "pymongo.ClientSession",
        "pymongo.asynchronous.client_session.AsyncClientSession": "pymongo.ClientSession",
        "pymongo.database.AsyncDatabase": "pymongo.asynchronous.database.AsyncDatabase",
        "pymongo.collection.AsyncCollection": "pymongo.asynchronous.collection.AsyncCollection",
        "flask_pymongo.wrappers.Database": "pymongo.Database",
    },
    blocking={
        "pymongo.MongoClient": "server_info list_databases list_database_names drop_database",
        "pymongo.Database": "command list_collections list_collection_names create_collection drop_collection",
        "pymongo.Collection": " ".join([*_READS, *_WRITES, "find_one_and_update find_one_and_replace find_one_and_delete"]),
        "pymongo.Cursor": "to_list next count distinct __iter__",
        "pymongo.AsyncMongoClient": "",
        "pymongo.asynchronous.database.AsyncDatabase": "",
        "pymongo.asynchronous.collection.AsyncCollection": "",
    },
)
