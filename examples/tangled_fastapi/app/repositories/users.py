from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import User
from app.security import hasher


class UserRepository:
    def change_password(self, user: User, password: str) -> None:
        user.hashed_password = hasher.hash(password)  # error: LAY401

    async def count(self, db: AsyncSession, statement: Select) -> int:
        return await db.scalar(select(func.count()).select_from(statement.subquery()))
