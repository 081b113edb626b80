from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from json import JSONDecodeError

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

from app.config import get_settings
from app.database import SessionLocal
from app.routers import auth, bookings, rooms, users


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    engine = create_async_engine(get_settings().database_url)
    SessionLocal.configure(bind=engine)
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield
    await engine.dispose()


def create_app() -> FastAPI:
    app = FastAPI(title="Room bookings", lifespan=lifespan)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        problems = {
            ".".join(part for part in problem["loc"][1:] if isinstance(part, str)) or "body": problem["msg"]
            for problem in error.errors()
        }
        return JSONResponse({"detail": problems}, 422)

    @app.exception_handler(JSONDecodeError)
    async def no_json(request: Request, error: JSONDecodeError) -> JSONResponse:
        return JSONResponse({"detail": {"body": "JSON decode error"}}, 422)

    for module in (auth, users, rooms, bookings):
        app.include_router(module.router)
    return app
