from typing import Annotated

from fastapi import Depends

from app.dependencies.database import SessionDep
from app.dependencies.rooms import RoomRepositoryDep
from app.repositories.bookings import BookingRepository
from app.services.bookings import BookingService


def get_booking_repository(session: SessionDep) -> BookingRepository:
    return BookingRepository(session)


BookingRepositoryDep = Annotated[BookingRepository, Depends(get_booking_repository)]


def get_booking_service(bookings: BookingRepositoryDep, rooms: RoomRepositoryDep) -> BookingService:
    return BookingService(bookings, rooms)


BookingServiceDep = Annotated[BookingService, Depends(get_booking_service)]
