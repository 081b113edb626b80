from collections.abc import Sequence

from sqlalchemy import select

from app.models import Room
from app.repositories.base import Repository


class RoomRepository(Repository[Room]):
    entity = Room

    async def get_locked(self, room_id: int) -> Room | None:
        """The room, locked until the transaction ends where the database can lock rows."""
        return await self._session.get(Room, room_id, with_for_update=True)

    async def find(self, min_capacity: int, limit: int, offset: int) -> tuple[Sequence[Room], int]:
        statement = select(Room).where(Room.capacity >= min_capacity).order_by(Room.id)
        return await self._page(statement, limit, offset)
