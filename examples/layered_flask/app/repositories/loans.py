from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from app.enums import LoanStatus
from app.models import Loan


class LoanRepository:
    def __init__(self, session: scoped_session[Session]) -> None:
        self._session = session

    def get(self, loan_id: int) -> Loan | None:
        return self._session.get(Loan, loan_id)

    def find(self, member_id: int, status: LoanStatus | None) -> Sequence[Loan]:
        statement = select(Loan).where(Loan.member_id == member_id).order_by(Loan.id)
        if status is not None:
            statement = statement.where(Loan.status == status)
        return self._session.scalars(statement).all()

    def count_active(self, *, book_id: int | None = None, member_id: int | None = None) -> int:
        statement = select(func.count()).select_from(Loan).where(Loan.status == LoanStatus.ACTIVE)
        if book_id is not None:
            statement = statement.where(Loan.book_id == book_id)
        if member_id is not None:
            statement = statement.where(Loan.member_id == member_id)
        return self._session.scalar(statement) or 0

    def add(self, loan: Loan) -> Loan:
        self._session.add(loan)
        self._session.flush()
        return loan
