from fastapi import FastAPI, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from app.exceptions import (
    AuthenticationError,
    ConflictError,
    DomainError,
    NotFoundError,
    PermissionDeniedError,
)


def error_response(
    status_code: int, error: DomainError, headers: dict[str, str] | None = None
) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code, headers)


def register_exception_handlers(app: FastAPI) -> None:
    @app.exception_handler(AuthenticationError)
    async def unauthenticated(request: Request, error: AuthenticationError) -> JSONResponse:
        return error_response(status.HTTP_401_UNAUTHORIZED, error, {"WWW-Authenticate": "Bearer"})

    @app.exception_handler(PermissionDeniedError)
    async def forbidden(request: Request, error: PermissionDeniedError) -> JSONResponse:
        return error_response(status.HTTP_403_FORBIDDEN, error)

    @app.exception_handler(NotFoundError)
    async def not_found(request: Request, error: NotFoundError) -> JSONResponse:
        return error_response(status.HTTP_404_NOT_FOUND, error)

    @app.exception_handler(ConflictError)
    async def conflict(request: Request, error: ConflictError) -> JSONResponse:
        return error_response(status.HTTP_409_CONFLICT, error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        """Answer with one message for each invalid field."""
        problems = {
            ".".join(part for part in problem["loc"][1:] if isinstance(part, str)) or "body": problem["msg"]
            for problem in error.errors()
        }
        return JSONResponse({"detail": problems}, status.HTTP_422_UNPROCESSABLE_CONTENT)
