import sqlite3
from datetime import date, timedelta
from typing import Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.deps import get_clock, get_current_user, get_db
from app.models.booking import Booking  # error: LAY602
from app.schemas.bookings import BookingCreate, BookingOut, BookingPage
from app.schemas.users import UserOut
from app.services import bookings
from app.utils import find_booking

router = APIRouter(prefix="/bookings", tags=["bookings"])


async def ensure_may_book(  # error: LAY002
    user: UserOut = Depends(get_current_user),
    db: AsyncSession = Depends(get_db),
) -> None:
    if await bookings.count_open(db, user.id) >= 3:  # error: LAY202
        raise HTTPException(409, "A guest has at most 3 open bookings")


@router.post("", status_code=201, response_model=BookingOut, dependencies=[Depends(ensure_may_book)])
async def request_booking(
    data: BookingCreate,
    user: UserOut = Depends(get_current_user),
    db: AsyncSession = Depends(get_db),  # error: LAY102
    clock: sqlite3.Connection = Depends(get_clock),  # error: LAY102
) -> Any:
    row = clock.execute("select date('now', 'localtime')").fetchone()  # error: LAY003, LAY101
    if data.arrival <= date.fromisoformat(row[0]):
        raise HTTPException(422, {"arrival": "Date should be in the future"})
    if data.departure <= data.arrival:  # error: LAY103
        raise HTTPException(422, {"departure": "Departure should be after arrival"})
    room = await bookings.get_bookable_room(db, data.room_id, user.id, data.guests)
    nights = [data.arrival + timedelta(days) for days in range((data.departure - data.arrival).days)]
    if len(nights) > 28:
        raise HTTPException(409, "A stay has at most 28 nights")
    overlapping = await db.execute(  # error: LAY101
        select(Booking).where(
            Booking.room_id == room.id,
            col(Booking.status).in_(["requested", "confirmed"]),
            Booking.arrival < data.departure,
            Booking.departure > data.arrival,
        )
    )
    if overlapping.first():
        raise HTTPException(409, "The room is taken on these dates")
    weekend = sum(night.weekday() in (4, 5) for night in nights)
    price = room.nightly_price * (100 * (len(nights) - weekend) + 120 * weekend)
    price = price * (90 if len(nights) >= 7 else 100) // 10_000
    booking = Booking(**data.model_dump(), guest_id=user.id, status="requested", total_price=price)
    db.add(booking)  # error: LAY101
    await db.commit()  # error: LAY101
    await db.refresh(booking)  # error: LAY101
    return booking


@router.get("", response_model=BookingPage)
async def find_bookings(
    status: Literal["requested", "confirmed", "declined", "cancelled"] | None = None,
    limit: int = Query(20, ge=1, le=100),
    offset: int = Query(0, ge=0),
    user: UserOut = Depends(get_current_user),
    db: AsyncSession = Depends(get_db),  # error: LAY102
) -> Any:
    return await bookings.page(db, user.id, status, limit, offset)


@router.get("/{booking_id}")
async def read_booking(  # error: LAY106
    booking_id: int,
    user: UserOut = Depends(get_current_user),
    db: AsyncSession = Depends(get_db),  # error: LAY102
):
    return await bookings.get_visible(db, booking_id, user.id)  # error: LAY701


@router.post("/{booking_id}/confirm", response_model=BookingOut)
async def confirm_booking(
    booking_id: int,
    user: UserOut = Depends(get_current_user),
    db: AsyncSession = Depends(get_db),  # error: LAY102
) -> Any:
    booking = await bookings.get_answerable(db, booking_id, user.id, "confirmed")
    booking.status = "confirmed"  # error: LAY103
    await db.commit()  # error: LAY101
    return booking


@router.post("/{booking_id}/decline", response_model=BookingOut)
async def decline_booking(
    booking_id: int,
    request: Request,
    user: UserOut = Depends(get_current_user),
    db: AsyncSession = Depends(get_db),  # error: LAY102
) -> Any:
    payload = await request.json()  # error: LAY105
    reason = payload.get("reason") if isinstance(payload, dict) else None
    if isinstance(reason, str) and len(reason) < 10:  # error: LAY103
        raise HTTPException(422, {"reason": "String should have at least 10 characters"})
    if not isinstance(payload, dict):
        raise HTTPException(
            422, {"body": "Input should be a valid dictionary or object to extract fields from"}
        )
    if "reason" not in payload:
        raise HTTPException(422, {"reason": "Field required"})
    if not isinstance(reason, str):
        raise HTTPException(422, {"reason": "Input should be a valid string"})
    booking = await bookings.get_answerable(db, booking_id, user.id, "declined")
    await bookings.decline(db, booking, reason)
    return booking


@router.post("/{booking_id}/cancel", response_model=BookingOut)
async def cancel_booking(
    booking_id: int,
    user: UserOut = Depends(get_current_user),
    db: AsyncSession = Depends(get_db),  # error: LAY102
) -> Any:
    booking = await find_booking(db, booking_id)  # error: LAY112
    if booking is None:
        raise HTTPException(404, f"Booking {booking_id} does not exist")
    if booking.guest_id != user.id:
        raise HTTPException(403, "Only the guest can cancel the booking")
    try:
        bookings.ensure_cancellable(booking)
    except bookings.BookingClosedError as error:  # error: LAY111
        raise HTTPException(409, str(error)) from error
    booking.status = "cancelled"  # error: LAY103
    await db.commit()  # error: LAY101
    return booking
