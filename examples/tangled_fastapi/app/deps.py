import sqlite3
from collections.abc import AsyncIterator, Iterator

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import get_settings
from app.database import SessionLocal
from app.models.user import User
from app.schemas.users import UserOut
from app.security import ALGORITHM

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="auth/token")


async def get_db() -> AsyncIterator[AsyncSession]:
    async with SessionLocal() as session:
        yield session


def get_clock() -> Iterator[sqlite3.Connection]:
    yield sqlite3.connect(":memory:", check_same_thread=False)  # error: LAY203


async def get_current_user(
    token: str = Depends(oauth2_scheme),
    db: AsyncSession = Depends(get_db),
) -> UserOut:
    unauthorized = HTTPException(401, "Invalid token", headers={"WWW-Authenticate": "Bearer"})
    try:
        claims = jwt.decode(token, get_settings().secret_key, [ALGORITHM])
    except jwt.InvalidTokenError as error:
        raise unauthorized from error
    user = await db.get(User, int(claims["sub"]))  # error: LAY201
    if user is None:
        raise unauthorized
    return UserOut.model_validate(user)
