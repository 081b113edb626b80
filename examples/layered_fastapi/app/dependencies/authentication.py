from typing import Annotated

from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer

from app.dependencies.security import PasswordHasherDep, TokenIssuerDep
from app.dependencies.users import UserRepositoryDep
from app.schemas.users import UserRead
from app.services.authentication import AuthenticationService

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="auth/token")


def get_authentication_service(
    users: UserRepositoryDep, hasher: PasswordHasherDep, tokens: TokenIssuerDep
) -> AuthenticationService:
    return AuthenticationService(users, hasher, tokens)


AuthenticationServiceDep = Annotated[AuthenticationService, Depends(get_authentication_service)]


async def get_current_user(
    token: Annotated[str, Depends(oauth2_scheme)], service: AuthenticationServiceDep
) -> UserRead:
    return await service.identify(token)


CurrentUser = Annotated[UserRead, Depends(get_current_user)]
