"""Books."""

from collections.abc import Sequence

from fastapi import APIRouter

from library.models import Book  # error: LAY602
from library.repositories import Books
from web.schemas import BookOut

router = APIRouter(prefix="/books", tags=["books"])


@router.get("", response_model=list[BookOut])
def list_books(books: Books) -> Sequence[Book]:  # error: LAY602
    return books.all()
