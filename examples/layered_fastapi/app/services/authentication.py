from app.exceptions import AuthenticationError
from app.repositories.users import UserRepository
from app.schemas.authentication import TokenRead
from app.schemas.users import UserRead
from app.security import PasswordHasher, TokenIssuer


class AuthenticationService:
    def __init__(self, users: UserRepository, hasher: PasswordHasher, tokens: TokenIssuer) -> None:
        self._users = users
        self._hasher = hasher
        self._tokens = tokens

    async def log_in(self, email: str, password: str) -> TokenRead:
        user = await self._users.get_by_email(email.lower())
        correct = await self._hasher.verify(password, user.password_hash if user else None)
        if user is None or not correct:
            raise AuthenticationError("Incorrect email or password")
        return TokenRead(access_token=self._tokens.issue(user.id))

    async def identify(self, token: str) -> UserRead:
        """The user to whom the token was issued."""
        user = await self._users.get(self._tokens.read(token))
        if user is None:
            raise AuthenticationError("Invalid token")
        return UserRead.model_validate(user)
