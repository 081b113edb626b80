from typing import Annotated

from fastapi import APIRouter, Query, status

from app.dependencies.authentication import CurrentUser
from app.dependencies.bookings import BookingServiceDep
from app.schemas.bookings import BookingCreate, BookingDecline, BookingQuery, BookingRead
from app.schemas.pages import Page

router = APIRouter(prefix="/bookings", tags=["bookings"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def request_booking(data: BookingCreate, user: CurrentUser, service: BookingServiceDep) -> BookingRead:
    return await service.request(user.id, data)


@router.get("")
async def find_bookings(
    query: Annotated[BookingQuery, Query()], user: CurrentUser, service: BookingServiceDep
) -> Page[BookingRead]:
    return await service.find(user.id, query)


@router.get("/{booking_id}")
async def read_booking(booking_id: int, user: CurrentUser, service: BookingServiceDep) -> BookingRead:
    return await service.get(user.id, booking_id)


@router.post("/{booking_id}/confirm")
async def confirm_booking(booking_id: int, user: CurrentUser, service: BookingServiceDep) -> BookingRead:
    return await service.confirm(user.id, booking_id)


@router.post("/{booking_id}/decline")
async def decline_booking(
    booking_id: int, data: BookingDecline, user: CurrentUser, service: BookingServiceDep
) -> BookingRead:
    return await service.decline(user.id, booking_id, data)


@router.post("/{booking_id}/cancel")
async def cancel_booking(booking_id: int, user: CurrentUser, service: BookingServiceDep) -> BookingRead:
    return await service.cancel(user.id, booking_id)
