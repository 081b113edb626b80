from datetime import date

from sqlmodel import Field, SQLModel


class Booking(SQLModel, table=True):
    __tablename__ = "bookings"

    id: int | None = Field(default=None, primary_key=True)
    room_id: int = Field(foreign_key="rooms.id", index=True)
    guest_id: int = Field(foreign_key="users.id", index=True)
    arrival: date
    departure: date
    guests: int
    status: str
    total_price: int
    decline_reason: str | None = None
