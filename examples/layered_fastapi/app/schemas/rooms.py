from pydantic import BaseModel, ConfigDict, Field

from app.schemas.pages import PageQuery


class RoomCreate(BaseModel):
    name: str = Field(min_length=1, max_length=100)
    capacity: int = Field(ge=1, le=50)
    nightly_price: int = Field(gt=0, le=10_000_000, description="In cents.")


class RoomQuery(PageQuery):
    min_capacity: int = Field(1, ge=1)


class RoomRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    host_id: int
    name: str
    capacity: int
    nightly_price: int
