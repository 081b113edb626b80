"""advanced-alchemy: ready-made repositories, services and bases of entities over SQLAlchemy, and its extensions."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_REPOSITORY = "advanced_alchemy.repository.FilterableRepository"
_SERVICE = "advanced_alchemy.service.ResultConverter"
_REPOSITORIES = "advanced_alchemy.repository"
_SERVICES = "advanced_alchemy.service"
_MODES = ("Async", "Sync")
_BASE = "advanced_alchemy.base.AdvancedDeclarativeBase"
_ROW = "get get_one update upsert get_or_upsert delete get_by_slug add create".split()
_ROWS = "list get_many update_many upsert_many delete_many delete_where add_many create_many".split()
_READ = {
    **dict.fromkeys(_ROW, "-> elem"),
    "get_one_or_none": "-> elem",
    **dict.fromkeys(_ROWS, "-> list[elem]"),
    **dict.fromkeys(("list_and_count", "get_many_and_count", "get_and_update"), "-> tuple[list[elem]]"),
    "count": "-> int",
    "exists": "-> bool",
    "get_available_slug": "-> str",
}
_KEYS = "UUID UUIDv6 UUIDv7 NanoID BigInt Identity".split()
_BASES = (*(f"{key}{what}" for key in _KEYS for what in ("Base", "AuditBase")), "DefaultBase", "SQLQuery")
_FRAMEWORKS = "litestar fastapi flask starlette sanic".split()

LIBRARY = Library(
    name="advanced_alchemy",
    read_from="1.12.0",
    packages=("advanced_alchemy",),
    kinds={
        _REPOSITORY: Kind.REPOSITORY,
        _SERVICE: Kind.SERVICE,
        "advanced_alchemy.extensions.litestar.SQLAlchemyDTO": Kind.SCHEMA,
        "advanced_alchemy.providers.Provider": Kind.PROVIDER,
    },
    bases={
        **{f"{_REPOSITORIES}.SQLAlchemy{mode}Repository": (_REPOSITORY,) for mode in _MODES},
        **{f"{_REPOSITORIES}.SQLAlchemy{mode}QueryRepository": (_REPOSITORY,) for mode in _MODES},
        **{f"{_REPOSITORIES}.SQLAlchemy{mode}SlugRepository": (f"{_REPOSITORIES}.SQLAlchemy{mode}Repository",) for mode in _MODES},
        **{f"{_SERVICES}.SQLAlchemy{mode}{what}Service": (_SERVICE,) for mode in _MODES for what in ("RepositoryRead", "Query")},
        **{
            f"{_SERVICES}.SQLAlchemy{mode}RepositoryService": (f"{_SERVICES}.SQLAlchemy{mode}RepositoryReadService",)
            for mode in _MODES
        },
        _BASE: ("sqlalchemy.orm.DeclarativeBase",),
        **{f"advanced_alchemy.base.{name}": (_BASE,) for name in _BASES},
    },
    methods={
        _REPOSITORY: _READ,
        _SERVICE: {
            **_READ,
            "to_schema": "-> $schema_type",
            "to_model": "-> elem",
            "new": "-> self",
        },
    },
    attributes={
        f"{_REPOSITORIES}.SQLAlchemyAsyncRepository": {"session": "sqlalchemy.ext.asyncio.AsyncSession"},
        f"{_REPOSITORIES}.SQLAlchemySyncRepository": {"session": "sqlalchemy.orm.Session"},
        _REPOSITORY: {"statement": "sqlalchemy.sql.Statement", "model_type": "class elem"},
        **{
            f"{_SERVICES}.SQLAlchemy{mode}RepositoryReadService": {
                "repository": f"{_REPOSITORIES}.SQLAlchemy{mode}Repository[elem]",
            }
            for mode in _MODES
        },
    },
    functions={
        "advanced_alchemy.extensions.litestar.providers.create_service_provider": "-> advanced_alchemy.providers.Provider",
        "advanced_alchemy.extensions.litestar.providers.create_filter_dependencies": "-> dict",
        "advanced_alchemy.extensions.litestar.providers.create_service_dependencies": "-> dict",
        "advanced_alchemy.service.schema_dump": "-> dict",
    },
    aliases={
        **{
            f"advanced_alchemy.extensions.{framework}.{name}": f"advanced_alchemy.{name}"
            for framework in _FRAMEWORKS
            for name in ("base", "repository", "service", "filters", "exceptions", "mixins", "types")
        },
        "advanced_alchemy.extensions.litestar.dto.SQLAlchemyDTO": "advanced_alchemy.extensions.litestar.SQLAlchemyDTO",
        "litestar.plugins.sqlalchemy": "advanced_alchemy.extensions.litestar",
        "litestar.contrib.sqlalchemy.base": "advanced_alchemy.base",
        "litestar.contrib.sqlalchemy.repository": "advanced_alchemy.repository",
        "litestar.contrib.sqlalchemy.dto.SQLAlchemyDTO": "advanced_alchemy.extensions.litestar.SQLAlchemyDTO",
    },
)
