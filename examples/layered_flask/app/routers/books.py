from http import HTTPStatus

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.dependencies.authentication import current_member_id
from app.dependencies.providers import get_book_service
from app.schemas.books import BookCreate, BookQuery, BookRead

blueprint = Blueprint("books", __name__, url_prefix="/books")


@blueprint.post("")
def offer_book() -> ResponseReturnValue:
    current_member_id()
    data = BookCreate().load(request.get_json())
    book = get_book_service().offer(**data)
    return BookRead().dump(book), HTTPStatus.CREATED


@blueprint.get("")
def find_books() -> ResponseReturnValue:
    query = BookQuery().load(request.args)
    books = get_book_service().find(**query)
    return BookRead(many=True).dump(books)


@blueprint.get("/<int:book_id>")
def read_book(book_id: int) -> ResponseReturnValue:
    book = get_book_service().get(book_id)
    return BookRead().dump(book)
