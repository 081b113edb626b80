from fastapi import APIRouter, Depends, HTTPException, Query
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from app.database import SessionLocal
from app.deps import get_current_user, get_db
from app.models.room import Room  # error: LAY602
from app.schemas.rooms import RoomCreate
from app.schemas.users import UserOut

router = APIRouter()  # error: LAY110  # noqa: LAY104  # error: LAY901


@router.post("/rooms", response_model=Room)
async def offer_room(  # error: LAY107, LAY109
    data: RoomCreate,
    user: UserOut = Depends(get_current_user),
    db: AsyncSession = Depends(get_db),  # error: LAY102
):
    room = Room(host_id=user.id, **data.model_dump(exclude={"id", "host_id"}))
    db.add(room)  # error: LAY101
    await db.commit()  # error: LAY101
    await db.refresh(room)  # error: LAY101
    return room


@router.get("/rooms")
async def find_rooms(  # error: LAY106
    limit: int = Query(20, ge=1, le=100),
    offset: int = Query(0, ge=0),
    min_capacity: int = Query(1, ge=1),
) -> dict:
    async with SessionLocal() as db:  # error: LAY102
        total = await db.scalar(  # error: LAY101
            select(func.count()).select_from(Room).where(Room.capacity >= min_capacity)
        )
        result = await db.execute(  # error: LAY101
            select(Room).where(Room.capacity >= min_capacity).order_by(Room.id).limit(limit).offset(offset)
        )
    return {"items": result.scalars().all(), "total": total}


@router.get("/rooms/{room_id}", response_model=RoomCreate)
async def read_room(
    room_id: int,
    db: AsyncSession = Depends(get_db),  # error: LAY102
):
    room = await db.get(Room, room_id)  # error: LAY101
    if room is None:  # layerlint: ignore[router-bussiness-logic]  # error: LAY902
        raise HTTPException(404, f"Room {room_id} does not exist")
    return room


for route in router.routes:
    if route.methods == {"POST"}:
        route.status_code = 201
