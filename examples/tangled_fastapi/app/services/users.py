from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from app.models.user import User


def normalize_email(email: str) -> str:
    return email.lower()


class UserService:
    def __init__(
        self,
        db: AsyncSession,
    ) -> None:
        self.db = db

    async def page(self, limit: int, offset: int) -> dict[str, Any]:
        total = await self.db.scalar(select(func.count()).select_from(User))  # error: LAY301
        users = await self.db.scalars(  # error: LAY301
            select(User).order_by(User.id).limit(limit).offset(offset)
        )
        return {"items": users.all(), "total": total}
