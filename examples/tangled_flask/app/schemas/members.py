from flask import current_app
from itsdangerous import URLSafeSerializer
from marshmallow import Schema, fields


class MemberSchema(Schema):
    id = fields.Integer()
    name = fields.String()
    token = fields.Method("make_token")

    def make_token(self, member):
        serializer = URLSafeSerializer(current_app.config["SECRET_KEY"], salt="member")
        return serializer.dumps(member.id)  # error: LAY501
