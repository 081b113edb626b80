from typing import Annotated

from fastapi import APIRouter, Query, status

from app.dependencies.authentication import CurrentUser
from app.dependencies.rooms import RoomServiceDep
from app.schemas.pages import Page
from app.schemas.rooms import RoomCreate, RoomQuery, RoomRead

router = APIRouter(prefix="/rooms", tags=["rooms"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def offer_room(data: RoomCreate, user: CurrentUser, service: RoomServiceDep) -> RoomRead:
    return await service.offer(user.id, data)


@router.get("")
async def find_rooms(query: Annotated[RoomQuery, Query()], service: RoomServiceDep) -> Page[RoomRead]:
    return await service.find(query)


@router.get("/{room_id}")
async def read_room(room_id: int, service: RoomServiceDep) -> RoomRead:
    return await service.get(room_id)
