from typing import Any

from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from desk.exceptions import (
    AuthenticationError,
    ConflictError,
    DomainError,
    NotFoundError,
    PermissionDeniedError,
)

STATUSES = {
    AuthenticationError: status.HTTP_401_UNAUTHORIZED,
    PermissionDeniedError: status.HTTP_403_FORBIDDEN,
    NotFoundError: status.HTTP_404_NOT_FOUND,
    ConflictError: status.HTTP_409_CONFLICT,
}


def handle_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer the errors of the domain, and leave all others to the framework."""
    if not isinstance(error, DomainError):
        return exception_handler(error, context)
    set_rollback()
    return Response({"detail": str(error)}, STATUSES[type(error)])
