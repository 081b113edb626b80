from sqlalchemy.ext.asyncio import AsyncSession

from app.models.booking import Booking
from app.models.room import Room


async def find_booking(db: AsyncSession, booking_id: int) -> Booking | None:
    return await db.get(Booking, booking_id)


async def find_room(db: AsyncSession, room_id: int) -> Room | None:
    return await db.get(Room, room_id)
