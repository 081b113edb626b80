from django.core.signing import BadSignature, Signer

from desk.exceptions import AuthenticationError

signer = Signer(salt="person")


def issue(person_id: int) -> str:
    return signer.sign(str(person_id))


def read(token: str) -> int:
    """The identity that a token was issued for."""
    try:
        return int(signer.unsign(token))
    except BadSignature as error:
        raise AuthenticationError("Invalid token") from error
