from marshmallow import Schema, fields, validate


class MemberCreate(Schema):
    name = fields.String(required=True, validate=validate.Length(min=1, max=100))


class MemberCreated(Schema):
    id = fields.Integer()
    name = fields.String()
    token = fields.String()
