from pydantic import BaseModel, Field


class RoomCreate(BaseModel):  # error: LAY503
    id: int | None = None
    host_id: int | None = None
    name: str = Field(min_length=1, max_length=100)
    capacity: int = Field(ge=1, le=50)
    nightly_price: int = Field(gt=0, le=10_000_000)
