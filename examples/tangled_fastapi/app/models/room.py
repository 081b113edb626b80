from sqlmodel import Field, SQLModel


class Room(SQLModel, table=True):
    __tablename__ = "rooms"

    id: int | None = Field(default=None, primary_key=True)
    host_id: int = Field(foreign_key="users.id", index=True)
    name: str
    capacity: int
    nightly_price: int
