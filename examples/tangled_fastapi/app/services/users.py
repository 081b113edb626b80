from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

import app.schemas.users
from app.models.user import User
from app.repositories.users import UserRepository


def normalize_email(email: str) -> str:
    return email.lower()


class UserService:
    def __init__(
        self,
        db: AsyncSession,  # error: LAY302
    ) -> None:
        self.db = db

    async def page(self, limit: int, offset: int) -> "app.schemas.users.UserPage":
        total = await UserRepository().count(self.db, select(User))  # error: LAY304
        users = await self.db.scalars(  # error: LAY301
            select(User).order_by(User.id).limit(limit).offset(offset)
        )
        page = {"items": users.all(), "total": total}
        return app.schemas.users.UserPage.model_validate(page, from_attributes=True)
