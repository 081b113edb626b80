from django.core.signing import BadSignature, Signer
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from desk.models import Person


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request):
        header = request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            return None
        try:
            person_id = Signer(salt="person").unsign(header.removeprefix("Bearer "))
        except BadSignature:
            raise AuthenticationFailed("Invalid token")
        person = Person.objects.filter(id=person_id).first()  # error: LAY201
        if person is None:
            raise AuthenticationFailed("Invalid token")
        return person, None

    def authenticate_header(self, request):
        return "Bearer"
