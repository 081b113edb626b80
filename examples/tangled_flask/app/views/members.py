from flask import Blueprint, abort, request

from app.models import Member, db  # error: LAY602
from app.schemas.members import MemberSchema

blueprint = Blueprint("members", __name__, url_prefix="/members")


@blueprint.post("")
def register_member():
    data = request.get_json()  # error: LAY105
    for field in data:
        if field != "name":  # error: LAY103
            abort(422, {field: ["Unknown field."]})
    if "name" not in data:
        abort(422, {"name": ["Missing data for required field."]})
    if not isinstance(data["name"], str):
        abort(422, {"name": ["Not a valid string."]})
    if not 1 <= len(data["name"]) <= 100:
        abort(422, {"name": ["Length must be between 1 and 100."]})
    member = Member(name=data["name"])
    db.session.add(member)  # error: LAY101
    db.session.commit()  # error: LAY101
    return MemberSchema().dump(member), 201
