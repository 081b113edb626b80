from datetime import date

from pydantic import BaseModel, ConfigDict, Field, FutureDate, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.enums import BookingStatus
from app.schemas.pages import PageQuery


class BookingCreate(BaseModel):
    room_id: int
    arrival: FutureDate
    departure: date
    guests: int = Field(ge=1)

    @field_validator("departure")
    @classmethod
    def departs_after_arrival(cls, departure: date, info: ValidationInfo) -> date:
        arrival = info.data.get("arrival")
        if arrival is not None and departure <= arrival:
            raise PydanticCustomError("departure_order", "Departure should be after arrival")
        return departure


class BookingDecline(BaseModel):
    reason: str = Field(min_length=10)


class BookingQuery(PageQuery):
    status: BookingStatus | None = None


class BookingRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    room_id: int
    guest_id: int
    arrival: date
    departure: date
    guests: int
    status: BookingStatus
    total_price: int
    decline_reason: str | None
