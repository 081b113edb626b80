from typing import Any

from fastapi import HTTPException
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models.booking import Booking
from app.models.room import Room
from app.repositories import bookings as repository
from app.routers.rooms import read_room  # error: LAY601
from app.utils import find_room


class RoomGoneError(Exception):
    pass


class BookingClosedError(Exception):
    pass


async def get_bookable_room(
    db: AsyncSession,  # error: LAY302
    room_id: int,
    guest_id: int,
    guests: int,
) -> Room:
    room = await read_room(room_id, db)
    if room.host_id == guest_id:
        raise HTTPException(403, "Hosts cannot book their own rooms")  # error: LAY303
    if guests > room.capacity:
        raise HTTPException(409, f"The room takes at most {room.capacity} guests")  # error: LAY303
    return room


async def count_open(
    db: AsyncSession,  # error: LAY302
    guest_id: int,
    statuses: list[str] = ["requested", "confirmed"],  # error: LAY001
) -> int:
    return await db.scalar(  # error: LAY301
        select(func.count()).where(Booking.guest_id == guest_id, col(Booking.status).in_(statuses))
    )


async def page(
    db: AsyncSession,  # error: LAY302
    guest_id: int,
    status: str | None,
    limit: int,
    offset: int,
) -> dict[str, Any]:
    filters = {"guest_id": guest_id} | ({"status": status} if status else {})
    total = await db.scalar(select(func.count()).select_from(Booking).filter_by(**filters))  # error: LAY301
    bookings = await db.scalars(  # error: LAY301
        select(Booking).filter_by(**filters).order_by(Booking.id).limit(limit).offset(offset)
    )
    return {"items": bookings.all(), "total": total}


async def get_visible(
    db: AsyncSession,  # error: LAY302
    booking_id: int,
    user_id: int,
) -> Booking:
    booking = await repository.get(db, booking_id)
    room = await find_room(db, booking.room_id)  # error: LAY305
    if room is None:
        raise RoomGoneError(booking.room_id)
    if user_id not in (booking.guest_id, room.host_id):
        raise HTTPException(403, "Only the guest and the host can see the booking")  # error: LAY303
    return booking


async def get_answerable(
    db: AsyncSession,  # error: LAY302
    booking_id: int,
    host_id: int,
    answer: str,
) -> Booking:
    booking = await db.get(Booking, booking_id)  # error: LAY301
    if booking is None:
        raise HTTPException(404, f"Booking {booking_id} does not exist")  # error: LAY303
    room = await db.get(Room, booking.room_id)  # error: LAY301
    if room.host_id != host_id:
        raise HTTPException(403, "Only the host can answer the booking")  # error: LAY303
    ensure_status(booking, ("requested",), answer)
    return booking


def ensure_status(booking: Booking, allowed: tuple[str, ...], target: str) -> None:
    if booking.status not in allowed:
        raise HTTPException(409, f"A {booking.status} booking cannot be {target}")  # error: LAY303


def ensure_cancellable(booking: Booking) -> None:
    if booking.status not in ("requested", "confirmed"):
        raise BookingClosedError(f"A {booking.status} booking cannot be cancelled")


async def decline(
    db: AsyncSession,  # error: LAY302
    booking: Booking,
    reason: str,
) -> None:
    booking.status = "declined"
    booking.decline_reason = reason
    await db.commit()
