from flask import request

from app.dependencies.providers import get_member_service
from app.exceptions import AuthenticationError


def current_member_id() -> int:
    """Who is asking, by the bearer token."""
    if request.authorization is None or request.authorization.type != "bearer":
        raise AuthenticationError("Not authenticated")
    return get_member_service().identify(request.authorization.token or "").id
