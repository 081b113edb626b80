from dataclasses import dataclass

from desk import tokens
from desk.exceptions import AuthenticationError
from desk.models import Person
from desk.repositories import people


@dataclass(frozen=True)
class Registration:
    id: int
    name: str
    is_staff: bool
    token: str


def register(name: str, *, is_staff: bool) -> Registration:
    person = people.add(name, is_staff=is_staff)
    return Registration(person.id, person.name, person.is_staff, tokens.issue(person.id))


def identify(token: str) -> Person:
    """The person to whom the token was issued."""
    person = people.get(tokens.read(token))
    if person is None:
        raise AuthenticationError("Invalid token")
    return person
