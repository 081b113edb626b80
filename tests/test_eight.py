"""The eight cases that layerlint must get right, in a FastAPI project with the usual files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import files, running, usual

USERS_ROUTER = """
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User

router = APIRouter(prefix="/users", tags=["users"])


@router.post("/")
def create_user(user_data: dict, db: Session = Depends(get_db)):
    existing = db.query(User).filter(User.email == user_data["email"]).first()
    if existing:
        raise HTTPException(status_code=400, detail="Email already registered")
    user = User(email=user_data["email"], hashed_password=user_data["password"])
    db.add(user)
    db.commit()
    return user
"""

CHECKING_ROUTER = """
from fastapi import APIRouter, Depends, HTTPException

from app.dependencies import get_user_service
from app.schemas import UserCreate, UserOut
from app.services import UserService

router = APIRouter(prefix="/users", tags=["users"])


@router.post("/", response_model=UserOut, status_code=201)
def create_user(data: UserCreate, users: UserService = Depends(get_user_service)):
    if len(data.password) < 8:
        raise HTTPException(400, "Password too short")
    return users.create(data)
"""

QUERYING_SERVICE = """
from sqlalchemy.orm import Session

from app.models import User


class AccountService:
    def __init__(self, db: Session):
        self.db = db

    def get(self, id: int):
        return self.db.query(User).filter(User.id == id).first()
"""

PROCESS_ITEMS = """
def process_items(items: list = []):
    items.append(1)
    return items
"""

THIN_ROUTER = """
from fastapi import APIRouter, Depends, HTTPException

from app.async_dependencies import get_async_user_service
from app.async_services import AsyncUserService
from app.schemas import UserOut

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/{user_id}", response_model=UserOut)
async def get_user(user_id: int, service: AsyncUserService = Depends(get_async_user_service)):
    user = await service.get_user(user_id)
    if not user:
        raise HTTPException(status_code=404, detail="User not found")
    return user
"""

RULES_SERVICE = """
from pwdlib import PasswordHash

from app.exceptions import ConflictError
from app.models import User
from app.repositories import UserRepository
from app.user_schemas import UserCreate, UserResponse

password_hash = PasswordHash.recommended()


class UserService:
    def __init__(self, user_repo: UserRepository):
        self.user_repo = user_repo

    def create_user(self, data: UserCreate) -> UserResponse:
        if self.user_repo.by_email(data.email):
            raise ConflictError("Email already registered")
        user = self.user_repo.add(User(email=data.email, hashed_password=password_hash.hash(data.password)))
        return UserResponse.model_validate(user)
"""

EXCEPTIONS = """
class ConflictError(Exception):
    pass
"""

PROVIDERS = """
import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.orm import Session

from app.database import SessionLocal
from app.models import User
from app.repositories import UserRepository
from app.services import UserService

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


def get_user_repository(db: Session = Depends(get_db)) -> UserRepository:
    return UserRepository(db)


def get_user_service(user_repo: UserRepository = Depends(get_user_repository)) -> UserService:
    return UserService(user_repo)


def get_current_user(
    token: str = Depends(oauth2_scheme), user_service: UserService = Depends(get_user_service)
) -> User:
    try:
        payload = jwt.decode(token, "secret", algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise HTTPException(status_code=401, detail="Invalid token")
    user = user_service.get(int(payload["sub"]))
    if user is None:
        raise HTTPException(status_code=401, detail="Invalid token")
    return user
"""

USER_SCHEMAS = """
from datetime import datetime

from pydantic import BaseModel, ConfigDict, EmailStr, Field


class UserBase(BaseModel):
    email: EmailStr
    full_name: str | None = None


class UserCreate(UserBase):
    password: str = Field(min_length=8)


class UserUpdate(BaseModel):
    email: EmailStr | None = None
    full_name: str | None = None
    password: str | None = None


class UserResponse(UserBase):
    model_config = ConfigDict(from_attributes=True)

    id: int
    created_at: datetime


class UserInDB(UserBase):
    id: int
    hashed_password: str
"""

ASYNC_SERVICES = """
from app.models import User
from app.repositories import UserRepository


class AsyncUserService:
    def __init__(self, users: UserRepository):
        self.users = users

    async def get_user(self, user_id: int) -> User | None:
        return self.users.get(user_id)
"""

ASYNC_DEPENDENCIES = """
from app.async_services import AsyncUserService
from app.repositories import UserRepository


def get_async_user_service() -> AsyncUserService:
    return AsyncUserService(UserRepository(None))
"""

PROFILES = ("recommended", "strict")


def project(folder: Path, **modules: str) -> Path:
    return files.write(folder, {**usual.FILES, **{f"app/{name.replace('__', '/')}.py": text for name, text in modules.items()}})


def test_usual_files_are_right(tmp_path: Path) -> None:
    assert running.diagnostics(project(tmp_path), "--profile", "strict") == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_handler_that_does_everything_itself(tmp_path: Path, profile: str) -> None:
    found = running.codes(project(tmp_path, routers__users=USERS_ROUTER), "--profile", profile)
    assert {"LAY101", "LAY105", "LAY106"} <= set(found)
    assert ("LAY102" in found) == (profile == "strict")
    assert found.count("LAY101") == 3


@pytest.mark.parametrize("profile", PROFILES)
def test_b_payload_checked_by_hand(tmp_path: Path, profile: str) -> None:
    found = running.findings(project(tmp_path, routers__users=CHECKING_ROUTER), "--profile", profile)
    assert [(item.code, item.line) for item in found] == [("LAY103", 13)]


@pytest.mark.parametrize("profile", PROFILES)
def test_c_service_that_queries(tmp_path: Path, profile: str) -> None:
    found = running.findings(project(tmp_path, account_service=QUERYING_SERVICE), "--profile", profile)
    assert ("LAY301", 12) in [(item.code, item.line) for item in found]
    assert {item.code for item in found} <= {"LAY301", "LAY302"}


@pytest.mark.parametrize("profile", PROFILES)
def test_d_mutable_default(tmp_path: Path, profile: str) -> None:
    found = running.findings(project(tmp_path, items=PROCESS_ITEMS), "--profile", profile)
    assert [(item.code, item.line) for item in found] == [("LAY001", 2)]


@pytest.mark.parametrize("profile", PROFILES)
def test_e_thin_handler(tmp_path: Path, profile: str) -> None:
    folder = project(tmp_path, routers__users=THIN_ROUTER, async_services=ASYNC_SERVICES, async_dependencies=ASYNC_DEPENDENCIES)
    assert running.diagnostics(folder, "--profile", profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_f_service_with_rules(tmp_path: Path, profile: str) -> None:
    folder = project(tmp_path, user_service=RULES_SERVICE, exceptions=EXCEPTIONS, user_schemas=USER_SCHEMAS)
    assert running.diagnostics(folder, "--profile", profile) == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("module", ["dependencies", "deps", "providers"])
def test_g_providers(tmp_path: Path, profile: str, module: str) -> None:
    assert running.diagnostics(project(tmp_path, **{module: PROVIDERS}), "--profile", profile) == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("module", ["schemas", "user_schemas", "schemas__users"])
def test_h_schemas(tmp_path: Path, profile: str, module: str) -> None:
    assert running.diagnostics(project(tmp_path, **{module: USER_SCHEMAS}), "--profile", profile) == []
