from app.exceptions import ConflictError, NotFoundError
from app.models import User
from app.repositories.users import UserRepository
from app.schemas.pages import Page, PageQuery
from app.schemas.users import UserCreate, UserRead, UserUpdate
from app.security import PasswordHasher


class UserService:
    def __init__(self, users: UserRepository, hasher: PasswordHasher) -> None:
        self._users = users
        self._hasher = hasher

    async def register(self, data: UserCreate) -> UserRead:
        if await self._users.get_by_email(data.email):
            raise ConflictError(f"Email {data.email} is already registered")
        user = User(
            email=data.email,
            full_name=data.full_name,
            password_hash=await self._hasher.hash(data.password),
        )
        return UserRead.model_validate(await self._users.add(user))

    async def update(self, user_id: int, data: UserUpdate) -> UserRead:
        user = await self._users.get(user_id)
        if user is None:
            raise NotFoundError("User", user_id)
        if data.full_name is not None:
            user.full_name = data.full_name
        if data.password is not None:
            user.password_hash = await self._hasher.hash(data.password)
        return UserRead.model_validate(user)

    async def find(self, query: PageQuery) -> Page[UserRead]:
        users, total = await self._users.find(query.limit, query.offset)
        return Page(items=[UserRead.model_validate(user) for user in users], total=total)
