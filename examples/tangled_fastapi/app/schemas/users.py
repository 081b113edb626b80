from pathlib import Path

from pydantic import BaseModel, ConfigDict, EmailStr, Field, field_validator

from app.security import hasher
from app.services.users import normalize_email  # error: LAY601, LAY603

BLOCKED = Path(__file__).with_name("blocked_providers.txt")


class UserCreate(BaseModel):
    email: EmailStr
    full_name: str = Field(min_length=1, max_length=100)
    password: str = Field(max_length=128)

    @field_validator("email")
    @classmethod
    def email_is_normalized(cls, email: str) -> str:
        return normalize_email(email)

    @field_validator("email")
    @classmethod
    def provider_is_welcome(cls, email: str) -> str:
        if email.rpartition("@")[2] in BLOCKED.read_text().split():  # error: LAY502
            raise ValueError("this provider is not welcome")
        return email

    def hashed_password(self) -> str:
        return hasher.hash(self.password)  # error: LAY501


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str
    full_name: str


class UserProfile(UserOut):
    password: str | None = None


class UserRow(BaseModel):
    id: int
    email: str
    full_name: str


class UserPage(BaseModel):
    items: list[UserOut]
    total: int
