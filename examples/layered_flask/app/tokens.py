from itsdangerous import BadSignature, URLSafeSerializer

from app.exceptions import AuthenticationError


class TokenIssuer:
    """Signs the identities of members, and reads what it signed."""

    def __init__(self, secret_key: str) -> None:
        self._serializer = URLSafeSerializer(secret_key, salt="member")

    def issue(self, member_id: int) -> str:
        return str(self._serializer.dumps(member_id))

    def read(self, token: str) -> int:
        try:
            return int(self._serializer.loads(token))
        except BadSignature as error:
            raise AuthenticationError("Invalid token") from error
