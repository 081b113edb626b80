from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from desk.models import Person
from desk.services import people


class TokenAuthentication(BaseAuthentication):
    """Who is asking, by the bearer token."""

    def authenticate(self, request: Request) -> tuple[Person, str] | None:
        scheme, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        return people.identify(token), token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
