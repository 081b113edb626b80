from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Base

Entity = TypeVar("Entity", bound=Base)


class Repository(Generic[Entity]):
    """What all repositories share; subclasses name their entity."""

    entity: type[Entity]

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, entity_id: int) -> Entity | None:
        return await self._session.get(self.entity, entity_id)

    async def add(self, entity: Entity) -> Entity:
        self._session.add(entity)
        await self._session.flush()
        return entity

    async def _page(self, statement: Select[Any], limit: int, offset: int) -> tuple[Sequence[Entity], int]:
        """The asked part of the rows, and how many there are in total."""
        total = await self._session.scalar(select(func.count()).select_from(statement.subquery()))
        rows = await self._session.scalars(statement.limit(limit).offset(offset))
        return rows.all(), total or 0
