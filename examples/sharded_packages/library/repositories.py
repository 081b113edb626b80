"""What is stored."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends
from sqlalchemy import select

from library.database import Database
from library.models import Book


class BookRepository:
    def __init__(self, session: Database) -> None:
        self._session = session

    def all(self) -> Sequence[Book]:
        return self._session.scalars(select(Book).order_by(Book.title)).all()

    def get(self, book_id: int) -> Book | None:
        return self._session.get(Book, book_id)


Books = Annotated[BookRepository, Depends(BookRepository)]
