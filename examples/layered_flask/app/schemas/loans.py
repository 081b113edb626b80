from marshmallow import Schema, fields

from app.enums import LoanStatus


class LoanCreate(Schema):
    book_id = fields.Integer(required=True, strict=True)


class LoanQuery(Schema):
    status = fields.Enum(LoanStatus, by_value=True, load_default=None)


class LoanRead(Schema):
    id = fields.Integer()
    book_id = fields.Integer()
    status = fields.String()
    due_on = fields.Date()
    renewals = fields.Integer()
    fee = fields.Integer()
