from sqlalchemy.orm import Session, scoped_session

from app.models import Member


class MemberRepository:
    def __init__(self, session: scoped_session[Session]) -> None:
        self._session = session

    def get(self, member_id: int) -> Member | None:
        return self._session.get(Member, member_id)

    def add(self, member: Member) -> Member:
        self._session.add(member)
        self._session.flush()
        return member
