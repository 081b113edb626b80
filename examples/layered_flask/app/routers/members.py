from http import HTTPStatus

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.dependencies.providers import get_member_service
from app.schemas.members import MemberCreate, MemberCreated

blueprint = Blueprint("members", __name__, url_prefix="/members")


@blueprint.post("")
def register_member() -> ResponseReturnValue:
    data = MemberCreate().load(request.get_json())
    member = get_member_service().register(**data)
    return MemberCreated().dump(member), HTTPStatus.CREATED
