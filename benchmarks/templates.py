"""The text that generated projects are made of: `$Thing`, `$thing`, `$things` are an entity's names."""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """A field of an entity: its column, and what a request's schema asks of it."""

    name: str
    type: str
    column: str
    check: str


NOUNS = (
    "user account order invoice payment product warehouse shipment supplier contract ticket project task review message "
    "campaign coupon device sensor report booking room vehicle driver route course lesson student teacher exam "
    "patient visit prescription claim policy asset loan budget ledger receipt"
).split()
KINDS = (
    "regional internal partner seasonal archived retail wholesale digital mobile annual trial guest premium field shared "
    "imported planned open joint local remote public external central basic"
).split()
TOPICS = (
    "east west north south spring summer autumn winter morning evening weekly monthly yearly urgent regular small large "
    "first second third old new early late"
).split()

FIELDS = [
    Field("title", "str", "String(200)", "Field(min_length=1, max_length=200)"),
    Field("description", "str", "String(2000)", 'Field(default="", max_length=2000)'),
    Field("code", "str", "String(40), index=True", 'Field(pattern=r"^[A-Z0-9-]+$")'),
    Field("city", "str", "String(80)", "Field(max_length=80)"),
    Field("language", "str", "String(8)", 'Field(default="en", max_length=8)'),
    Field("priority", "int", "Integer", "Field(default=0, ge=0, le=9)"),
    Field("quantity", "int", "Integer", "Field(default=1, ge=1)"),
    Field("price", "Decimal", "Numeric(12, 2)", "Field(ge=0)"),
    Field("weight", "float", "Float", "Field(default=0.0, ge=0)"),
    Field("is_active", "bool", "Boolean", "True"),
    Field("is_public", "bool", "Boolean", "False"),
    Field("starts_at", "datetime", "DateTime(timezone=True)", "Field(description='When it begins')"),
    Field("ends_at", "datetime", "DateTime(timezone=True)", "Field(description='When it is over')"),
    Field("rating", "float", "Float", "Field(default=0.0, ge=0, le=5)"),
]

CORE = {
    "__init__": '"""What all domains share."""\n',
    "settings": '''"""Settings from the environment."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What can be set."""

    model_config = SettingsConfigDict(env_prefix="APP_")

    database_url: str = "postgresql+asyncpg://localhost/app"
    page_size: int = 50
    debug: bool = False


settings = Settings()
''',
    "session": '''"""The database session of a request."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.core.settings import settings

engine = create_async_engine(settings.database_url, pool_pre_ping=True)
sessions = async_sessionmaker(engine, expire_on_commit=False)


async def get_session() -> AsyncIterator[AsyncSession]:
    """Open a session for one request."""
    async with sessions() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]
''',
    "base": '''"""The base of all entities."""

from datetime import datetime

from sqlalchemy import DateTime, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The declarative base."""


class Timestamps:
    """When a row was written."""

    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now(), onupdate=func.now())
''',
    "errors": '''"""Errors of the domains."""


class DomainError(Exception):
    """Something can't be done."""


class NotFoundError(DomainError):
    """There is no such thing."""

    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"no {what} {key}")
        self.what = what
        self.key = key


class ConflictError(DomainError):
    """It contradicts what is there."""
''',
    "schema": '''"""The base of all schemas."""

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    """Made from entities, too."""

    model_config = ConfigDict(from_attributes=True, str_strip_whitespace=True)


class Page(Schema):
    """Which part of a list is wanted."""

    offset: int = 0
    limit: int = 50
''',
}

MAIN = '''"""All routers together."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.core.errors import ConflictError, DomainError, NotFoundError
$imports
app = FastAPI()


@app.exception_handler(DomainError)
async def on_domain_error(request: Request, error: DomainError) -> JSONResponse:
    """Translate errors of the domains."""
    status = 404 if isinstance(error, NotFoundError) else 409 if isinstance(error, ConflictError) else 400
    return JSONResponse({"detail": str(error)}, status_code=status)


$included'''

HEADS = {
    "models": '''"""Tables of $words."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Boolean, DateTime, Float, Integer, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Timestamps


class $Thing(Base, Timestamps):
    """One of the $words."""

    __tablename__ = "$things"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="draft")
$other_columns$columns

    def __repr__(self) -> str:
        return f"<$Thing {self.id} {self.key}>"
''',
    "schemas": '''"""What requests and responses about $words look like."""

from datetime import datetime
from decimal import Decimal

from pydantic import Field, field_validator

from app.core.schema import Schema


class ${Thing}Create(Schema):
    """What a new one needs."""

    key: str = Field(min_length=2, max_length=64)
$other_schema$create_fields

    @field_validator("key")
    @classmethod
    def lower_key(cls, value: str) -> str:
        """Keys are compared in lower case."""
        return value.lower()


class ${Thing}Update(Schema):
    """What can be changed."""

$update_fields


class ${Thing}Read(Schema):
    """What is told."""

    id: int
    key: str
    state: str
$read_fields


class ${Thing}Count(Schema):
    """How many there are."""

    state: str
    count: int
''',
    "repository": '''"""Where $words are kept."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.$domain.models import $Thing


class ${Thing}Repository:
    """Reads and writes $words."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, ${thing}_id: int) -> $Thing | None:
        """The one with that number."""
        return await self._session.get($Thing, ${thing}_id)

    async def add(self, $thing: $Thing) -> $Thing:
        """Keep a new one."""
        self._session.add($thing)
        await self._session.commit()
        await self._session.refresh($thing)
        return $thing

    async def save(self, $thing: $Thing) -> None:
        """Keep what was changed."""
        self._session.add($thing)
        await self._session.commit()
''',
    "service": '''"""What is done with $words."""

import logging
from collections.abc import Sequence

from app.core.errors import ConflictError, NotFoundError
from app.core.schema import Page
${other_imports}from app.$domain.models import $Thing
from app.$domain.repository import ${Thing}Repository
from app.$domain.schemas import ${Thing}Create, ${Thing}Update

logger = logging.getLogger(__name__)


class ${Thing}Service:
    """Decides about $words."""

    def __init__(self, repository: ${Thing}Repository$other_parameters) -> None:
        self._repository = repository
$other_fields
    async def get(self, ${thing}_id: int) -> $Thing:
        """The one with that number, or an error."""
        found = await self._repository.get(${thing}_id)
        if found is None:
            raise NotFoundError("$thing", ${thing}_id)
        return found

    async def ensure_usable(self, ${thing}_id: int) -> None:
        """It is there and not closed."""
        found = await self.get(${thing}_id)
        if found.state == "closed":
            raise ConflictError(f"$thing {found.key} is closed")

    async def create(self, values: ${Thing}Create) -> $Thing:
        """A new one."""
$other_checks        logger.info("new $thing %s", values.key)
        return await self._repository.add($Thing(**values.model_dump()))

    async def change(self, ${thing}_id: int, values: ${Thing}Update) -> $Thing:
        """Set what was given."""
        found = await self.get(${thing}_id)
        for name, value in values.model_dump(exclude_unset=True).items():
            setattr(found, name, value)
        await self._repository.save(found)
        return found
''',
    "dependencies": '''"""What the router of $words has injected."""

from typing import Annotated

from fastapi import Depends

${other_dependency_imports}from app.core.session import SessionDep
from app.$domain.repository import ${Thing}Repository
from app.$domain.service import ${Thing}Service


async def get_${thing}_service(session: SessionDep$other_dependencies) -> ${Thing}Service:
    """The service of a request."""
    return ${Thing}Service(${Thing}Repository(session)$other_arguments)


${Thing}ServiceDep = Annotated[${Thing}Service, Depends(get_${thing}_service)]
''',
    "router": '''"""Requests about $words."""

from typing import Annotated

from fastapi import APIRouter, Query, status
from sqlalchemy import select

from app.core.schema import Page
from app.core.session import SessionDep
from app.$domain.dependencies import ${Thing}ServiceDep
from app.$domain.models import $Thing
from app.$domain.schemas import ${Thing}Count, ${Thing}Create, ${Thing}Read, ${Thing}Update

router = APIRouter(prefix="/$path", tags=["$words"])


@router.get("/{${thing}_id}", response_model=${Thing}Read)
async def get_$thing(${thing}_id: int, service: ${Thing}ServiceDep) -> $Thing:
    """One of them."""
    return await service.get(${thing}_id)


@router.post("", response_model=${Thing}Read, status_code=status.HTTP_201_CREATED)
async def create_$thing(values: ${Thing}Create, service: ${Thing}ServiceDep) -> $Thing:
    """A new one."""
    return await service.create(values)


@router.patch("/{${thing}_id}", response_model=${Thing}Read)
async def change_$thing(${thing}_id: int, values: ${Thing}Update, service: ${Thing}ServiceDep) -> $Thing:
    """Change some of it."""
    return await service.change(${thing}_id, values)
''',
}

# What each service that a domain uses adds to its modules.
USES = {
    "other_imports": "from app.$domain.service import ${Thing}Service\n",
    "other_parameters": ", ${thing}_service: ${Thing}Service",
    "other_fields": "        self._${thing}_service = ${thing}_service\n",
    "other_checks": "        await self._${thing}_service.ensure_usable(values.${thing}_id)\n",
    "other_columns": "    ${thing}_id: Mapped[int] = mapped_column(index=True)\n",
    "other_schema": "    ${thing}_id: int\n",
    "other_dependency_imports": "from app.$domain.dependencies import ${Thing}ServiceDep\n",
    "other_dependencies": ", ${thing}_service: ${Thing}ServiceDep",
    "other_arguments": ", ${thing}_service",
}

OPERATIONS: list[dict[str, str]] = [
    {
        "repository": '''
    async def page$suffix(self, offset: int, limit: int, state: str | None = None) -> Sequence[$Thing]:
        """Some of them, the newest first."""
        query = select($Thing).order_by($Thing.created_at.desc()).offset(offset).limit(limit)
        if state is not None:
            query = query.where($Thing.state == state)
        return (await self._session.scalars(query)).all()
''',
        "service": '''
    async def page$suffix(self, page: Page, state: str | None = None) -> Sequence[$Thing]:
        """Some of them."""
        limit = min(page.limit, $limit)
        return await self._repository.page$suffix(max(0, page.offset), limit, state)
''',
        "router": '''

@router.get("/pages$path", response_model=list[${Thing}Read])
async def page_$things$suffix(
    page: Annotated[Page, Query()],
    service: ${Thing}ServiceDep,
    state: str | None = None,
) -> list[$Thing]:
    """Some of them."""
    return list(await service.page$suffix(page, state))
''',
    },
    {
        "repository": '''
    async def counts$suffix(self) -> list[tuple[str, int]]:
        """How many are in each state."""
        query = select($Thing.state, func.count()).group_by($Thing.state)
        return [(state, count) for state, count in await self._session.execute(query)]
''',
        "service": '''
    async def counts$suffix(self) -> dict[str, int]:
        """How many are in each state, those with none included."""
        found = dict.fromkeys(("draft", "open", "closed"), 0)
        for state, count in await self._repository.counts$suffix():
            found[state] = found.get(state, 0) + count
        return found
''',
        "router": '''

@router.get("/counts$path", response_model=list[${Thing}Count])
async def count_$things$suffix(service: ${Thing}ServiceDep) -> list[${Thing}Count]:
    """How many are in each state."""
    found = await service.counts$suffix()
    return [${Thing}Count(state=state, count=count) for state, count in found.items()]
''',
    },
    {
        "repository": '''
    async def close_all$suffix(self, keys: Sequence[str]) -> int:
        """Close those with these keys."""
        query = update($Thing).where($Thing.key.in_(keys), $Thing.state != "closed").values(state="closed")
        done = await self._session.execute(query)
        await self._session.commit()
        return done.rowcount
''',
        "service": '''
    async def close_all$suffix(self, keys: Sequence[str]) -> int:
        """Close those with these keys, none of them twice."""
        wanted = sorted({key.strip().lower() for key in keys if key.strip()})
        if not wanted:
            return 0
        if len(wanted) > $limit:
            raise ConflictError(f"{len(wanted)} $words at once are too many")
        closed = await self._repository.close_all$suffix(wanted)
        logger.info("closed %d of %d $words", closed, len(wanted))
        return closed
''',
        "router": '''

@router.post("/closings$path", status_code=status.HTTP_202_ACCEPTED)
async def close_$things$suffix(keys: list[str], service: ${Thing}ServiceDep) -> int:
    """Close several of them."""
    return await service.close_all$suffix(keys)
''',
    },
    {
        "repository": '''
    async def with_key$suffix(self, key: str) -> $Thing | None:
        """The one with that key."""
        return await self._session.scalar(select($Thing).where($Thing.key == key))
''',
        "service": '''
    async def reopen$suffix(self, key: str) -> $Thing:
        """Open a closed one again."""
        found = await self._repository.with_key$suffix(key)
        if found is None:
            raise NotFoundError("$thing", key)
        if found.state != "closed":
            raise ConflictError(f"$thing {key} is {found.state}")
        found.state = "open"
        await self._repository.save(found)
        return found
''',
        "router": '''

@router.post("/openings$path/{key}", response_model=${Thing}Read, status_code=status.HTTP_200_OK)
async def reopen_$thing$suffix(key: str, service: ${Thing}ServiceDep) -> $Thing:
    """Open a closed one again."""
    return await service.reopen$suffix(key)
''',
    },
    {
        "repository": '''
    async def oldest$suffix(self, state: str, limit: int) -> Sequence[$Thing]:
        """Those that wait longest."""
        query = select($Thing).where($Thing.state == state).order_by($Thing.updated_at).limit(limit)
        return (await self._session.scalars(query)).all()
''',
        "service": '''
    async def digest$suffix(self) -> list[str]:
        """A line about each that waits."""
        lines = []
        for place, item in enumerate(await self._repository.oldest$suffix("open", $limit), 1):
            waited = item.updated_at - item.created_at
            if waited.days > 30:
                lines.append(f"{place}. {item.key} waits for {waited.days} days")
            else:
                lines.append(f"{place}. {item.key}")
        return lines
''',
        "router": '''

@router.get("/digests$path")
async def digest_of_$things$suffix(service: ${Thing}ServiceDep) -> list[str]:
    """What waits."""
    return await service.digest$suffix()
''',
    },
]

FAULTS: dict[str, tuple[str, str]] = {
    "LAY101": (
        "router",
        '''

@router.get("/states/{key}")
async def state_of_$thing(key: str, session: SessionDep) -> str | None:
    """The state of one."""
    return await session.scalar(select($Thing.state).where($Thing.key == key))  # planted: LAY101
''',
    ),
    "LAY001": (
        "service",
        '''
    def labels(self, keys: Sequence[str], seen: list[str] = []) -> list[str]:  # planted: LAY001
        """A label for each key."""
        return [key.title() for key in keys if key not in seen]
''',
    ),
    "LAY105": (
        "router",
        '''

@router.post("/drafts", response_model=${Thing}Read, status_code=status.HTTP_201_CREATED)
async def draft_$thing(values: dict, service: ${Thing}ServiceDep) -> $Thing:  # planted: LAY105
    """Take anything."""
    await service.ensure_usable(int(values["id"]))
    return await service.get(int(values["id"]))
''',
    ),
    "LAY402": (
        "repository",
        '''
    async def required(self, ${thing}_id: int) -> $Thing:
        """The one with that number."""
        from fastapi import HTTPException

        found = await self._session.get($Thing, ${thing}_id)
        if found is None:
            raise HTTPException(404)  # planted: LAY402
        return found
''',
    ),
    "LAY303": (
        "service",
        '''
    async def readable(self, ${thing}_id: int) -> $Thing:
        """The one with that number, unless it is a draft."""
        from fastapi import HTTPException

        found = await self.get(${thing}_id)
        if found.state == "draft":
            raise HTTPException(403)  # planted: LAY303
        return found
''',
    ),
}
