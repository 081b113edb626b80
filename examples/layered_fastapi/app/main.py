from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, status

from app.config import Settings
from app.database import connected_database
from app.exception_handlers import register_exception_handlers
from app.routers import authentication, bookings, rooms, users
from app.schemas.problems import ValidationProblem


def create_app() -> FastAPI:
    settings = Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with connected_database(settings.database_url):
            yield

    app = FastAPI(
        title="Room bookings",
        lifespan=lifespan,
        responses={status.HTTP_422_UNPROCESSABLE_CONTENT: {"model": ValidationProblem}},
    )
    app.state.settings = settings
    register_exception_handlers(app)
    app.include_router(authentication.router)
    app.include_router(users.router)
    app.include_router(rooms.router)
    app.include_router(bookings.router)
    return app
