from collections.abc import Sequence

from app.exceptions import NotFoundError
from app.models import Book
from app.repositories.books import BookRepository


class BookService:
    def __init__(self, books: BookRepository) -> None:
        self._books = books

    def offer(self, title: str, author: str, copies: int) -> Book:
        return self._books.add(Book(title=title, author=author, copies=copies))

    def find(self, author: str | None) -> Sequence[Book]:
        return self._books.find(author)

    def get(self, book_id: int) -> Book:
        book = self._books.get(book_id)
        if book is None:
            raise NotFoundError("Book", book_id)
        return book
