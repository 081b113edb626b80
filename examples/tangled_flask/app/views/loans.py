from datetime import date

from flask import Blueprint, g, request

from app.deps import login_required
from app.models import db
from app.repositories.loans import LoanRepository  # error: LAY602
from app.schemas.loans import LoanSchema
from app.services.loans import LoanService, renew

blueprint = Blueprint("loans", __name__, url_prefix="/loans")
schema = LoanSchema()


@blueprint.post("")
@login_required
def borrow_book():
    data = schema.load(request.get_json())
    service = LoanService(db.session)  # error: LAY104
    return schema.dump(service.lend(g.member.id, data["book"])), 201


@blueprint.get("")
@login_required
def find_loans():
    statement = LoanService(db.session).statement(g.member.id)  # error: LAY104
    return schema.dump(db.session.scalars(statement), many=True)  # error: LAY101


@blueprint.post("/<int:loan_id>/renew")
@login_required
def renew_loan(loan_id):
    repository = LoanRepository(db.session)  # error: LAY104
    loan = renew(repository, repository.get_own(loan_id, g.member.id))
    return schema.dump(loan)


@blueprint.post("/<int:loan_id>/return")
@login_required
def return_book(loan_id):
    loan = LoanRepository(db.session).get_own(loan_id, g.member.id)  # error: LAY104
    days = (date.today() - loan.due_on).days
    loan.fee = min(days * 20, 1000) if days > 0 else 0
    loan.status = "returned"  # error: LAY103
    db.session.commit()  # error: LAY101
    return schema.dump(loan)
