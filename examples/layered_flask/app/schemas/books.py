from marshmallow import Schema, fields, validate


class BookCreate(Schema):
    title = fields.String(required=True, validate=validate.Length(min=1, max=200))
    author = fields.String(required=True, validate=validate.Length(min=1, max=100))
    copies = fields.Integer(load_default=1, strict=True, validate=validate.Range(min=1, max=100))


class BookQuery(Schema):
    author = fields.String(load_default=None)


class BookRead(Schema):
    id = fields.Integer()
    title = fields.String()
    author = fields.String()
    copies = fields.Integer()
