from datetime import date, timedelta

from flask import abort, request
from sqlalchemy import select

from app.models import Loan
from app.utils import count_active

PERIOD = timedelta(days=21)


def check_borrower(loan, member_id):
    if loan.member_id != member_id:
        abort(403, "Only the borrower can change the loan")  # error: LAY303
    if loan.status != "active":
        abort(409, "The book is back already")  # error: LAY303


class LoanService:
    def __init__(self, session):  # error: LAY302
        self.session = session

    def lend(self, member_id, book):
        if count_active(member_id=member_id) >= 3:  # error: LAY305
            abort(409, "A member has at most 3 active loans")  # error: LAY303
        if Loan.query.filter_by(book_id=book.id, status="active").count() >= book.copies:  # error: LAY301
            abort(409, "All copies of the book are lent")  # error: LAY303
        loan = Loan(book_id=book.id, member_id=member_id, due_on=date.today() + PERIOD)
        self.session.add(loan)  # error: LAY301
        self.session.commit()
        return loan

    def statement(self, member_id, allowed=["active", "returned"]):  # error: LAY001
        statement = select(Loan).where(Loan.member_id == member_id).order_by(Loan.id)  # error: LAY304
        status = request.args.get("status")  # error: LAY303
        if status is None:
            return statement
        if status not in allowed:
            abort(422, {"status": [f"Must be one of: {', '.join(allowed)}."]})  # error: LAY303
        return statement.where(Loan.status == status)


def renew(repository, loan):
    if loan.due_on < date.today():
        abort(409, "An overdue loan cannot be renewed")  # error: LAY303
    if loan.renewals >= 2:
        abort(409, "A loan is renewed at most 2 times")  # error: LAY303
    loan.renewals += 1
    loan.due_on += PERIOD
    return repository.save(loan)
