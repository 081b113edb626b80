from typing import Annotated

from fastapi import APIRouter, Query, status

from app.dependencies.authentication import CurrentUser
from app.dependencies.users import UserServiceDep
from app.schemas.pages import Page, PageQuery
from app.schemas.users import UserCreate, UserRead, UserUpdate

router = APIRouter(prefix="/users", tags=["users"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def register(data: UserCreate, service: UserServiceDep) -> UserRead:
    return await service.register(data)


@router.get("")
async def find_users(
    query: Annotated[PageQuery, Query()], user: CurrentUser, service: UserServiceDep
) -> Page[UserRead]:
    return await service.find(query)


@router.get("/me")
async def read_me(user: CurrentUser) -> UserRead:
    return user


@router.patch("/me")
async def update_me(data: UserUpdate, user: CurrentUser, service: UserServiceDep) -> UserRead:
    return await service.update(user.id, data)
