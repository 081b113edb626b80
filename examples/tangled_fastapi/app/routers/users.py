from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from app.deps import get_current_user, get_db
from app.models.user import User  # error: LAY602
from app.repositories.users import UserRepository  # error: LAY602
from app.schemas.users import UserCreate, UserOut, UserPage, UserProfile, UserRow
from app.services.users import UserService

router = APIRouter(prefix="/users", tags=["users"])
repository = UserRepository()


def row(user: User) -> UserRow:
    try:
        return UserRow.model_validate(user)  # error: LAY504
    except ValidationError:
        return UserRow(**user.model_dump())


@router.post("", status_code=201, response_model=UserOut)
async def register(
    data: UserCreate,
    db: AsyncSession = Depends(get_db),  # error: LAY102
) -> Any:
    if len(data.password) < 8:  # error: LAY103
        raise HTTPException(422, {"password": "String should have at least 8 characters"})
    if await db.scalar(select(User).where(User.email == data.email)):  # error: LAY101
        raise HTTPException(409, f"Email {data.email} is already registered")
    user = User(email=data.email, full_name=data.full_name, hashed_password=data.hashed_password())
    db.add(user)  # error: LAY101
    await db.commit()  # error: LAY101
    await db.refresh(user)  # error: LAY101
    return row(user)


@router.get("", response_model=UserPage)
async def find_users(
    limit: int = Query(20, ge=1, le=100),
    offset: int = Query(0, ge=0),
    user: UserOut = Depends(get_current_user),
    db: AsyncSession = Depends(get_db),  # error: LAY102
) -> Any:
    service = UserService(db)  # error: LAY104
    return await service.page(limit, offset)


@router.get("/me", response_model=UserProfile, response_model_exclude_none=True)
async def read_me(user: UserOut = Depends(get_current_user)) -> Any:  # error: LAY108
    return user


@router.patch("/me", response_model=UserOut)
async def update_me(
    data: dict,  # error: LAY105
    user: UserOut = Depends(get_current_user),
    db: AsyncSession = Depends(get_db),  # error: LAY102
) -> Any:
    full_name, password = data.get("full_name"), data.get("password")
    if isinstance(password, str) and len(password) < 8:  # error: LAY103
        raise HTTPException(422, {"password": "String should have at least 8 characters"})
    if isinstance(password, str) and len(password) > 128:
        raise HTTPException(422, {"password": "String should have at most 128 characters"})
    if isinstance(full_name, str) and len(full_name) < 1:
        raise HTTPException(422, {"full_name": "String should have at least 1 character"})
    if isinstance(full_name, str) and len(full_name) > 100:
        raise HTTPException(422, {"full_name": "String should have at most 100 characters"})
    for field, value in (("full_name", full_name), ("password", password)):
        if not isinstance(value, str | None):
            raise HTTPException(422, {field: "Input should be a valid string"})
    stored = await db.get(User, user.id)  # error: LAY101
    if full_name is not None:
        stored.full_name = full_name
    if password is not None:
        repository.change_password(stored, password)
    await db.commit()  # error: LAY101
    return stored
