from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import OAuth2PasswordRequestForm

from app.dependencies.authentication import AuthenticationServiceDep
from app.schemas.authentication import TokenRead

router = APIRouter(prefix="/auth", tags=["authentication"])


@router.post("/token")
async def log_in(
    form: Annotated[OAuth2PasswordRequestForm, Depends()], service: AuthenticationServiceDep
) -> TokenRead:
    return await service.log_in(form.username, form.password)
