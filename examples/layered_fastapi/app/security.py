import asyncio
from datetime import UTC, datetime, timedelta

import jwt
from pwdlib import PasswordHash

from app.exceptions import AuthenticationError

ALGORITHM = "HS256"


class PasswordHasher:
    """Hashes passwords in a thread, since it is slow on purpose."""

    def __init__(self) -> None:
        self._hasher = PasswordHash.recommended()
        self._placeholder = self._hasher.hash("placeholder")

    async def hash(self, password: str) -> str:
        return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Without a hash it takes as long, so that the time does not tell which accounts exist."""
        matches = await asyncio.to_thread(self._hasher.verify, password, password_hash or self._placeholder)
        return matches and password_hash is not None


class TokenIssuer:
    """Issues and reads the signed tokens that prove who a user is."""

    def __init__(self, secret_key: str, lifetime: timedelta) -> None:
        self._secret_key = secret_key
        self._lifetime = lifetime

    def issue(self, user_id: int) -> str:
        claims = {"sub": str(user_id), "exp": datetime.now(UTC) + self._lifetime}
        return jwt.encode(claims, self._secret_key, ALGORITHM)

    def read(self, token: str) -> int:
        try:
            claims = jwt.decode(token, self._secret_key, [ALGORITHM], options={"require": ["exp", "sub"]})
        except jwt.InvalidTokenError as error:
            raise AuthenticationError("Invalid token") from error
        return int(claims["sub"])
