from flask import abort

from app.models import Loan
from app.services.loans import check_borrower  # error: LAY601


class LoanRepository:
    def __init__(self, session):
        self.session = session

    def get_own(self, loan_id, member_id):
        loan = self.session.get(Loan, loan_id)
        if loan is None:
            abort(404, f"Loan {loan_id} does not exist")  # error: LAY402
        check_borrower(loan, member_id)
        return loan

    def save(self, loan):
        self.session.add(loan)
        self.session.commit()
        return loan
