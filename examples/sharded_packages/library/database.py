"""Sessions."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

SessionFactory = sessionmaker(create_engine("sqlite://"))


class Base(DeclarativeBase):
    """The base of all tables."""


def open_session() -> Iterator[Session]:
    with SessionFactory() as session:
        yield session


Database = Annotated[Session, Depends(open_session)]
