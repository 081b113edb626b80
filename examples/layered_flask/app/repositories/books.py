from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from app.models import Book


class BookRepository:
    def __init__(self, session: scoped_session[Session]) -> None:
        self._session = session

    def get(self, book_id: int) -> Book | None:
        return self._session.get(Book, book_id)

    def find(self, author: str | None) -> Sequence[Book]:
        statement = select(Book).order_by(Book.id)
        if author is not None:
            statement = statement.where(Book.author == author)
        return self._session.scalars(statement).all()

    def add(self, book: Book) -> Book:
        self._session.add(book)
        self._session.flush()
        return book
