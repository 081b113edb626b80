from dataclasses import dataclass

from app.exceptions import AuthenticationError
from app.models import Member
from app.repositories.members import MemberRepository
from app.tokens import TokenIssuer


@dataclass(frozen=True)
class Registration:
    id: int
    name: str
    token: str


class MemberService:
    def __init__(self, members: MemberRepository, tokens: TokenIssuer) -> None:
        self._members = members
        self._tokens = tokens

    def register(self, name: str) -> Registration:
        member = self._members.add(Member(name=name))
        return Registration(member.id, member.name, self._tokens.issue(member.id))

    def identify(self, token: str) -> Member:
        """The member to whom the token was issued."""
        member = self._members.get(self._tokens.read(token))
        if member is None:
            raise AuthenticationError("Invalid token")
        return member
