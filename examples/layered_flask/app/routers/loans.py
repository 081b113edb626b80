from http import HTTPStatus

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.dependencies.authentication import current_member_id
from app.dependencies.providers import get_loan_service
from app.schemas.loans import LoanCreate, LoanQuery, LoanRead

blueprint = Blueprint("loans", __name__, url_prefix="/loans")


@blueprint.post("")
def borrow_book() -> ResponseReturnValue:
    member_id = current_member_id()
    data = LoanCreate().load(request.get_json())
    loan = get_loan_service().lend(member_id, **data)
    return LoanRead().dump(loan), HTTPStatus.CREATED


@blueprint.get("")
def find_loans() -> ResponseReturnValue:
    member_id = current_member_id()
    query = LoanQuery().load(request.args)
    loans = get_loan_service().find(member_id, **query)
    return LoanRead(many=True).dump(loans)


@blueprint.post("/<int:loan_id>/renew")
def renew_loan(loan_id: int) -> ResponseReturnValue:
    loan = get_loan_service().renew(current_member_id(), loan_id)
    return LoanRead().dump(loan)


@blueprint.post("/<int:loan_id>/return")
def return_book(loan_id: int) -> ResponseReturnValue:
    loan = get_loan_service().bring_back(current_member_id(), loan_id)
    return LoanRead().dump(loan)
