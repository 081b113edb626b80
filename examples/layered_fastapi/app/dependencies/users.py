from typing import Annotated

from fastapi import Depends

from app.dependencies.database import SessionDep
from app.dependencies.security import PasswordHasherDep
from app.repositories.users import UserRepository
from app.services.users import UserService


def get_user_repository(session: SessionDep) -> UserRepository:
    return UserRepository(session)


UserRepositoryDep = Annotated[UserRepository, Depends(get_user_repository)]


def get_user_service(users: UserRepositoryDep, hasher: PasswordHasherDep) -> UserService:
    return UserService(users, hasher)


UserServiceDep = Annotated[UserService, Depends(get_user_service)]
