from datetime import UTC, datetime

import jwt
from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import OAuth2PasswordRequestForm
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from app.config import get_settings
from app.deps import get_db
from app.models.user import User  # error: LAY602
from app.security import ALGORITHM, hasher

router = APIRouter(prefix="/auth", tags=["authentication"])


@router.post("/token")
async def log_in(  # error: LAY106
    form: OAuth2PasswordRequestForm = Depends(),
    db: AsyncSession = Depends(get_db),  # error: LAY102
):
    user = await db.scalar(select(User).where(User.email == form.username.lower()))  # error: LAY101
    if user is None or not hasher.verify(form.password, user.hashed_password):  # error: LAY103
        raise HTTPException(401, "Incorrect email or password", headers={"WWW-Authenticate": "Bearer"})
    settings = get_settings()
    claims = {"sub": str(user.id), "exp": datetime.now(UTC) + settings.token_lifetime}
    return {"access_token": jwt.encode(claims, settings.secret_key, ALGORITHM), "token_type": "bearer"}
