from flask import Blueprint, abort, jsonify, request
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from app.deps import login_required
from app.models import Book, db  # error: LAY602
from app.utils import find_book

blueprint = Blueprint("books", __name__, url_prefix="/books")


class BookSchema(Schema):  # error: LAY002
    id = fields.Integer(dump_only=True)
    title = fields.String(required=True, validate=validate.Length(min=1, max=200))
    author = fields.String(required=True, validate=validate.Length(min=1, max=100))
    copies = fields.Integer(load_default=1, strict=True, validate=validate.Range(min=1, max=100))


class BookListView(MethodView):
    def get(self):
        books = Book.query.order_by(Book.id)
        if author := request.args.get("author"):
            books = books.filter_by(author=author)
        return jsonify([BookSchema().dump(book) for book in books])  # error: LAY101

    @login_required
    def post(self):
        book = Book(**BookSchema().load(request.get_json()))
        db.session.add(book)  # error: LAY101
        db.session.commit()  # error: LAY101
        return BookSchema().dump(book), 201


@blueprint.get("/<int:book_id>")
def read_book(book_id):
    book = find_book(book_id)  # error: LAY112
    if book is None:
        abort(404, f"Book {book_id} does not exist")
    return BookSchema().dump(book)


blueprint.add_url_rule("", view_func=BookListView.as_view("books"))
