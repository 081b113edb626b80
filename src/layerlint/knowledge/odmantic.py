"""ODMantic: engines that find and save pydantic models."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_CURSOR = "odmantic.engine.BaseCursor"
_ENGINE = {
    "find": f"query -> {_CURSOR}[$0]",
    "find_one": "read -> $0",
    "count": "read -> int",
    "save": "write -> $0.self",
    "save_all": "write -> list",
    **dict.fromkeys(("delete", "remove", "configure_database"), "write"),
    "transaction": "transaction -> odmantic.session.AIOTransaction",
    "session": "open -> odmantic.session.AIOSession",
    "get_collection": "-> motor.motor_asyncio.AsyncIOMotorCollection",
    **dict.fromkeys(("commit", "abort"), "transaction"),
    "__enter__": "-> self",
}

LIBRARY = Library(
    name="odmantic",
    read_from="1.1.0",
    packages=("odmantic",),
    kinds={
        "odmantic.Model": Kind.ENTITY,
        "odmantic.EmbeddedModel": Kind.ENTITY,
        "odmantic.AIOEngine": Kind.SESSION,
        "odmantic.SyncEngine": Kind.SESSION,
        **dict.fromkeys(("odmantic.session.AIOSession", "odmantic.session.AIOTransaction"), Kind.SESSION),
        **dict.fromkeys(("odmantic.session.SyncSession", "odmantic.session.SyncTransaction"), Kind.SESSION),
        _CURSOR: Kind.QUERY,
    },
    bases={"odmantic.Model": ("pydantic.BaseModel",), "odmantic.EmbeddedModel": ("pydantic.BaseModel",)},
    methods={
        **dict.fromkeys(
            (
                "odmantic.AIOEngine",
                "odmantic.SyncEngine",
                "odmantic.session.AIOSession",
                "odmantic.session.AIOTransaction",
                "odmantic.session.SyncSession",
                "odmantic.session.SyncTransaction",
            ),
            _ENGINE,
        ),
        "odmantic.Model": {"model_update": "", "update": ""},
        _CURSOR: {"__await__": "read -> list[elem]", "__iter__": "read -> elem"},
    },
    aliases={
        "odmantic.engine.AIOEngine": "odmantic.AIOEngine",
        "odmantic.engine.SyncEngine": "odmantic.SyncEngine",
        "odmantic.model.Model": "odmantic.Model",
    },
)
