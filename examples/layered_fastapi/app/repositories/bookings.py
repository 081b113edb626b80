from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import exists, func, select

from app.enums import BookingStatus
from app.models import Booking
from app.repositories.base import Repository


class BookingRepository(Repository[Booking]):
    entity = Booking

    async def find_by_guest(
        self, guest_id: int, status: BookingStatus | None, limit: int, offset: int
    ) -> tuple[Sequence[Booking], int]:
        statement = select(Booking).where(Booking.guest_id == guest_id).order_by(Booking.id)
        if status is not None:
            statement = statement.where(Booking.status == status)
        return await self._page(statement, limit, offset)

    async def count_by_guest(self, guest_id: int, statuses: Collection[BookingStatus]) -> int:
        statement = select(func.count()).where(Booking.guest_id == guest_id, Booking.status.in_(statuses))
        return await self._session.scalar(statement) or 0

    async def overlaps(
        self, room_id: int, arrival: date, departure: date, statuses: Collection[BookingStatus]
    ) -> bool:
        overlapping = exists().where(
            Booking.room_id == room_id,
            Booking.status.in_(statuses),
            Booking.arrival < departure,
            Booking.departure > arrival,
        )
        return bool(await self._session.scalar(select(overlapping)))
