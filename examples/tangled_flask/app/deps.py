from functools import wraps

from flask import abort, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from app.models import Member, db


def login_required(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        header = request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            abort(401, "Not authenticated")
        serializer = URLSafeSerializer(current_app.config["SECRET_KEY"], salt="member")
        try:
            member_id = serializer.loads(header.removeprefix("Bearer "))
        except BadSignature:
            abort(401, "Invalid token")
        g.member = db.session.get(Member, member_id)  # error: LAY201
        if g.member is None:
            abort(401, "Invalid token")
        return view(*args, **kwargs)

    return wrapped
