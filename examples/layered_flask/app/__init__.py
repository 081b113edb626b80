import os

from flask import Flask

from app.database import db, register_transactions
from app.error_handlers import register_error_handlers
from app.routers import books, loans, members


def create_app() -> Flask:
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["APP_SECRET_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("APP_DATABASE_URL", "sqlite:///layered.db")
    db.init_app(app)
    register_transactions(app)
    register_error_handlers(app)
    app.register_blueprint(members.blueprint)
    app.register_blueprint(books.blueprint)
    app.register_blueprint(loans.blueprint)
    with app.app_context():
        db.create_all()
    return app
