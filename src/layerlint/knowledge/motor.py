"""Motor: PyMongo's interface, awaited."""

from layerlint.knowledge.library import Library

_ASYNCIO = "motor.motor_asyncio.AsyncIOMotor"
_NAMES = {
    "Client": "MongoClient",
    "Database": "Database",
    "Collection": "Collection",
    "Cursor": "Cursor",
    "ClientSession": "ClientSession",
}

LIBRARY = Library(
    name="motor",
    read_from="3.7.1",
    packages=("motor",),
    bases={f"{_ASYNCIO}{name}": (f"pymongo.{same}",) for name, same in _NAMES.items()},
    methods={
        f"{_ASYNCIO}Collection": {"find": f"query -> {_ASYNCIO}Cursor", "aggregate": f"query -> {_ASYNCIO}Cursor"},
        f"{_ASYNCIO}GridFSBucket": {
            **dict.fromkeys(("upload_from_stream", "open_upload_stream", "delete", "rename"), "write"),
            **dict.fromkeys(("open_download_stream", "download_to_stream", "find"), "read"),
        },
    },
    functions={f"{_ASYNCIO}Client": f"-> {_ASYNCIO}Client"},
    aliases={
        **{f"motor.core.Agnostic{name}": f"{_ASYNCIO}{name}" for name in _NAMES},
        **{f"motor.motor_tornado.Motor{name}": f"{_ASYNCIO}{name}" for name in _NAMES},
        **{f"motor.Motor{name}": f"{_ASYNCIO}{name}" for name in _NAMES},
    },
    blocking={f"{_ASYNCIO}{name}": "" for name in _NAMES},
)
