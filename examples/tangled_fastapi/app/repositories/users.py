from app.models.user import User
from app.security import hasher


class UserRepository:
    def change_password(self, user: User, password: str) -> None:
        user.hashed_password = hasher.hash(password)  # error: LAY401
