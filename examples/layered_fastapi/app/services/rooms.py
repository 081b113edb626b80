from app.exceptions import NotFoundError
from app.models import Room
from app.repositories.rooms import RoomRepository
from app.schemas.pages import Page
from app.schemas.rooms import RoomCreate, RoomQuery, RoomRead


class RoomService:
    def __init__(self, rooms: RoomRepository) -> None:
        self._rooms = rooms

    async def offer(self, host_id: int, data: RoomCreate) -> RoomRead:
        room = await self._rooms.add(Room(host_id=host_id, **data.model_dump()))
        return RoomRead.model_validate(room)

    async def get(self, room_id: int) -> RoomRead:
        room = await self._rooms.get(room_id)
        if room is None:
            raise NotFoundError("Room", room_id)
        return RoomRead.model_validate(room)

    async def find(self, query: RoomQuery) -> Page[RoomRead]:
        rooms, total = await self._rooms.find(query.min_capacity, query.limit, query.offset)
        return Page(items=[RoomRead.model_validate(room) for room in rooms], total=total)
