from app.enums import BookingStatus
from app.exceptions import ConflictError, NotFoundError, PermissionDeniedError
from app.models import Booking
from app.repositories.bookings import BookingRepository
from app.repositories.rooms import RoomRepository
from app.schemas.bookings import BookingCreate, BookingDecline, BookingQuery, BookingRead
from app.schemas.pages import Page
from app.services.pricing import stay_price

MAX_NIGHTS = 28
MAX_OPEN_BOOKINGS = 3
OPEN_STATUSES = frozenset({BookingStatus.REQUESTED, BookingStatus.CONFIRMED})
ORIGINS = {
    BookingStatus.CONFIRMED: frozenset({BookingStatus.REQUESTED}),
    BookingStatus.DECLINED: frozenset({BookingStatus.REQUESTED}),
    BookingStatus.CANCELLED: OPEN_STATUSES,
}


class BookingService:
    def __init__(self, bookings: BookingRepository, rooms: RoomRepository) -> None:
        self._bookings = bookings
        self._rooms = rooms

    async def request(self, guest_id: int, data: BookingCreate) -> BookingRead:
        room = await self._rooms.get_locked(data.room_id)
        if room is None:
            raise NotFoundError("Room", data.room_id)
        if room.host_id == guest_id:
            raise PermissionDeniedError("Hosts cannot book their own rooms")
        if data.guests > room.capacity:
            raise ConflictError(f"The room takes at most {room.capacity} guests")
        if (data.departure - data.arrival).days > MAX_NIGHTS:
            raise ConflictError(f"A stay has at most {MAX_NIGHTS} nights")
        if await self._bookings.count_by_guest(guest_id, OPEN_STATUSES) >= MAX_OPEN_BOOKINGS:
            raise ConflictError(f"A guest has at most {MAX_OPEN_BOOKINGS} open bookings")
        if await self._bookings.overlaps(room.id, data.arrival, data.departure, OPEN_STATUSES):
            raise ConflictError("The room is taken on these dates")
        booking = Booking(
            room=room,
            guest_id=guest_id,
            arrival=data.arrival,
            departure=data.departure,
            guests=data.guests,
            status=BookingStatus.REQUESTED,
            total_price=stay_price(room.nightly_price, data.arrival, data.departure),
        )
        return BookingRead.model_validate(await self._bookings.add(booking))

    async def find(self, guest_id: int, query: BookingQuery) -> Page[BookingRead]:
        bookings, total = await self._bookings.find_by_guest(
            guest_id, query.status, query.limit, query.offset
        )
        return Page(items=[BookingRead.model_validate(booking) for booking in bookings], total=total)

    async def get(self, user_id: int, booking_id: int) -> BookingRead:
        booking = await self._existing(booking_id)
        if user_id not in (booking.guest_id, booking.room.host_id):
            raise PermissionDeniedError("Only the guest and the host can see the booking")
        return BookingRead.model_validate(booking)

    async def confirm(self, user_id: int, booking_id: int) -> BookingRead:
        booking = await self._existing_as_host(user_id, booking_id)
        return self._move(booking, BookingStatus.CONFIRMED)

    async def decline(self, user_id: int, booking_id: int, data: BookingDecline) -> BookingRead:
        booking = await self._existing_as_host(user_id, booking_id)
        booking.decline_reason = data.reason
        return self._move(booking, BookingStatus.DECLINED)

    async def cancel(self, user_id: int, booking_id: int) -> BookingRead:
        booking = await self._existing(booking_id)
        if booking.guest_id != user_id:
            raise PermissionDeniedError("Only the guest can cancel the booking")
        return self._move(booking, BookingStatus.CANCELLED)

    async def _existing(self, booking_id: int) -> Booking:
        booking = await self._bookings.get(booking_id)
        if booking is None:
            raise NotFoundError("Booking", booking_id)
        return booking

    async def _existing_as_host(self, user_id: int, booking_id: int) -> Booking:
        booking = await self._existing(booking_id)
        if booking.room.host_id != user_id:
            raise PermissionDeniedError("Only the host can answer the booking")
        return booking

    def _move(self, booking: Booking, status: BookingStatus) -> BookingRead:
        if booking.status not in ORIGINS[status]:
            raise ConflictError(f"A {booking.status} booking cannot be {status}")
        booking.status = status
        return BookingRead.model_validate(booking)
