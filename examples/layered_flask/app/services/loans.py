from collections.abc import Sequence
from datetime import date, timedelta

from app.enums import LoanStatus
from app.exceptions import ConflictError, NotFoundError, PermissionDeniedError
from app.models import Loan
from app.repositories.books import BookRepository
from app.repositories.loans import LoanRepository

LOAN_PERIOD = timedelta(days=21)
MAX_ACTIVE_LOANS = 3
MAX_RENEWALS = 2
DAILY_FEE = 20
MAX_FEE = 1000


class LoanService:
    def __init__(self, loans: LoanRepository, books: BookRepository) -> None:
        self._loans = loans
        self._books = books

    def find(self, member_id: int, status: LoanStatus | None) -> Sequence[Loan]:
        return self._loans.find(member_id, status)

    def lend(self, member_id: int, book_id: int) -> Loan:
        book = self._books.get(book_id)
        if book is None:
            raise NotFoundError("Book", book_id)
        if self._loans.count_active(member_id=member_id) >= MAX_ACTIVE_LOANS:
            raise ConflictError(f"A member has at most {MAX_ACTIVE_LOANS} active loans")
        if self._loans.count_active(book_id=book.id) >= book.copies:
            raise ConflictError("All copies of the book are lent")
        return self._loans.add(Loan(book_id=book.id, member_id=member_id, due_on=date.today() + LOAN_PERIOD))

    def renew(self, member_id: int, loan_id: int) -> Loan:
        loan = self._active(member_id, loan_id)
        if loan.due_on < date.today():
            raise ConflictError("An overdue loan cannot be renewed")
        if loan.renewals >= MAX_RENEWALS:
            raise ConflictError(f"A loan is renewed at most {MAX_RENEWALS} times")
        loan.renewals += 1
        loan.due_on += LOAN_PERIOD
        return loan

    def bring_back(self, member_id: int, loan_id: int) -> Loan:
        loan = self._active(member_id, loan_id)
        days_late = max((date.today() - loan.due_on).days, 0)
        loan.fee = min(days_late * DAILY_FEE, MAX_FEE)
        loan.status = LoanStatus.RETURNED
        return loan

    def _active(self, member_id: int, loan_id: int) -> Loan:
        loan = self._loans.get(loan_id)
        if loan is None:
            raise NotFoundError("Loan", loan_id)
        if loan.member_id != member_id:
            raise PermissionDeniedError("Only the borrower can change the loan")
        if loan.status != LoanStatus.ACTIVE:
            raise ConflictError("The book is back already")
        return loan
