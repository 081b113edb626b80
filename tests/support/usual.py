"""The usual files of a FastAPI project, which are right in every profile."""

from __future__ import annotations

from textwrap import dedent

DATABASE = """
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, sessionmaker

engine = create_engine("sqlite://")
SessionLocal = sessionmaker(bind=engine)


class Base(DeclarativeBase):
    pass


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()
"""

MODELS = """
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    hashed_password: Mapped[str]
    posts: Mapped[list["Post"]] = relationship(back_populates="author")


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped[User] = relationship(back_populates="posts")
"""

SCHEMAS = """
from pydantic import BaseModel, ConfigDict


class UserCreate(BaseModel):
    email: str
    password: str


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str


class PostOut(BaseModel):
    id: int
    title: str
"""

REPOSITORIES = """
from sqlalchemy.orm import Session

from app.models import User


class UserRepository:
    def __init__(self, db: Session) -> None:
        self.db = db

    def get(self, user_id: int) -> User | None:
        return self.db.query(User).filter(User.id == user_id).first()

    def by_email(self, email: str) -> User | None:
        return self.db.query(User).filter(User.email == email).first()

    def add(self, user: User) -> User:
        self.db.add(user)
        self.db.commit()
        return user
"""

USER_REPOSITORY = """
from sqlalchemy.orm import Session

from app.models import User


def get(db: Session, user_id: int) -> User | None:
    return db.get(User, user_id)
"""

SERVICES = """
from app.models import User
from app.repositories import UserRepository
from app.schemas import UserCreate


class UserService:
    def __init__(self, users: UserRepository) -> None:
        self.users = users

    def get(self, user_id: int) -> User | None:
        return self.users.get(user_id)

    def create(self, data: UserCreate) -> User:
        return self.users.add(User(email=data.email))
"""

DEPENDENCIES = """
from fastapi import Depends
from sqlalchemy.orm import Session

from app.database import get_db
from app.repositories import UserRepository
from app.services import UserService


def get_user_repository(db: Session = Depends(get_db)) -> UserRepository:
    return UserRepository(db)


def get_user_service(users: UserRepository = Depends(get_user_repository)) -> UserService:
    return UserService(users)
"""

FILES = {
    "app/__init__.py": "",
    **{
        f"app/{name}.py": dedent(text).lstrip("\n")
        for name, text in (
            ("database", DATABASE),
            ("models", MODELS),
            ("schemas", SCHEMAS),
            ("repositories", REPOSITORIES),
            ("user_repository", USER_REPOSITORY),
            ("services", SERVICES),
            ("dependencies", DEPENDENCIES),
        )
    },
}
