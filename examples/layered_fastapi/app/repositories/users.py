from collections.abc import Sequence

from sqlalchemy import select

from app.models import User
from app.repositories.base import Repository


class UserRepository(Repository[User]):
    entity = User

    async def get_by_email(self, email: str) -> User | None:
        return await self._session.scalar(select(User).where(User.email == email))

    async def find(self, limit: int, offset: int) -> tuple[Sequence[User], int]:
        return await self._page(select(User).order_by(User.id), limit, offset)
