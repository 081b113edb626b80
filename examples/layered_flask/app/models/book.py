from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import db


class Book(db.Model):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(100), index=True)
    copies: Mapped[int]
