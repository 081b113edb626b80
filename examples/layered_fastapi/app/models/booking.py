from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.enums import BookingStatus
from app.models.room import Room


class Booking(Base):
    __tablename__ = "bookings"

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), index=True)
    guest_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    arrival: Mapped[date]
    departure: Mapped[date]
    guests: Mapped[int]
    status: Mapped[BookingStatus]
    total_price: Mapped[int]
    decline_reason: Mapped[str | None] = mapped_column(Text)

    room: Mapped[Room] = relationship(lazy="joined", innerjoin=True)
