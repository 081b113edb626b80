from http import HTTPStatus

from flask import Flask
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from app.exceptions import (
    AuthenticationError,
    ConflictError,
    DomainError,
    NotFoundError,
    PermissionDeniedError,
)

STATUSES = {
    AuthenticationError: HTTPStatus.UNAUTHORIZED,
    PermissionDeniedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
}


def register_error_handlers(app: Flask) -> None:
    @app.errorhandler(DomainError)
    def broken_rule(error: DomainError) -> ResponseReturnValue:
        return {"detail": str(error)}, STATUSES[type(error)]

    @app.errorhandler(ValidationError)
    def invalid(error: ValidationError) -> ResponseReturnValue:
        return {"detail": error.normalized_messages()}, HTTPStatus.UNPROCESSABLE_ENTITY

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        return {"detail": error.description}, error.code or HTTPStatus.INTERNAL_SERVER_ERROR
