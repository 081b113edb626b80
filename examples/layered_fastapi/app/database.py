from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

SessionFactory = async_sessionmaker(expire_on_commit=False)


class Base(DeclarativeBase):
    """The base of all tables."""


@asynccontextmanager
async def connected_database(url: str) -> AsyncIterator[None]:
    """Bind the session factory to the database, creating the tables that are missing."""
    engine = create_async_engine(url)
    SessionFactory.configure(bind=engine)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        yield
    finally:
        await engine.dispose()
