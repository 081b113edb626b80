from flask import abort
from marshmallow import Schema, fields, post_load

from app.models import Book, db


class LoanSchema(Schema):
    id = fields.Integer(dump_only=True)
    book_id = fields.Integer(required=True, strict=True)
    status = fields.String(dump_only=True)
    due_on = fields.Date(dump_only=True)
    renewals = fields.Integer(dump_only=True)
    fee = fields.Integer(dump_only=True)

    @post_load
    def with_book(self, data, **kwargs):
        book = db.session.get(Book, data["book_id"])  # error: LAY502
        if book is None:
            abort(404, f"Book {data['book_id']} does not exist")
        return {**data, "book": book}
