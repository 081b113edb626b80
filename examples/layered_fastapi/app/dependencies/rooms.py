from typing import Annotated

from fastapi import Depends

from app.dependencies.database import SessionDep
from app.repositories.rooms import RoomRepository
from app.services.rooms import RoomService


def get_room_repository(session: SessionDep) -> RoomRepository:
    return RoomRepository(session)


RoomRepositoryDep = Annotated[RoomRepository, Depends(get_room_repository)]


def get_room_service(rooms: RoomRepositoryDep) -> RoomService:
    return RoomService(rooms)


RoomServiceDep = Annotated[RoomService, Depends(get_room_service)]
