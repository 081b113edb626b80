from flask import Flask, Response
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


def register_transactions(app: Flask) -> None:
    @app.after_request
    def commit(response: Response) -> Response:
        """Keep what the request did, unless it failed: then it goes with the session."""
        if response.status_code < 400:
            db.session.commit()
        return response
