from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import SessionFactory


async def get_session() -> AsyncIterator[AsyncSession]:
    """One transaction: committed when the handler returns, rolled back when anything is raised."""
    async with SessionFactory.begin() as session:
        yield session


# The scope makes the commit come before the response: a client that reads its answer can rely on it.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
