import os

from flask import Flask
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from app.models import db
from app.views import books, loans, members


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["APP_SECRET_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("APP_DATABASE_URL", "sqlite:///tangled.db")
    db.init_app(app)
    app.register_blueprint(members.blueprint)
    app.register_blueprint(books.blueprint)
    app.register_blueprint(loans.blueprint)

    @app.errorhandler(HTTPException)
    def refused(error):
        return {"detail": error.description}, error.code

    @app.errorhandler(ValidationError)
    def invalid(error):
        return {"detail": error.messages}, 422

    with app.app_context():
        db.create_all()
    return app
