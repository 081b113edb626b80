from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import db
from app.enums import LoanStatus


class Loan(db.Model):
    __tablename__ = "loans"

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("books.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    status: Mapped[str] = mapped_column(String(10), default=LoanStatus.ACTIVE)
    due_on: Mapped[date]
    renewals: Mapped[int] = mapped_column(default=0)
    fee: Mapped[int] = mapped_column(default=0)
