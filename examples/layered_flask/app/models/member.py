from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import db


class Member(db.Model):
    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
