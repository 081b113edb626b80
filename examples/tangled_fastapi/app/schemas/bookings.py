from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class BookingCreate(BaseModel):
    room_id: int
    arrival: date
    departure: date
    guests: int = Field(ge=1)


class BookingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    room_id: int
    guest_id: int
    arrival: date
    departure: date
    guests: int
    status: str
    total_price: int
    decline_reason: str | None


class BookingPage(BaseModel):
    items: list[BookingOut]
    total: int
