from functools import cache
from typing import Annotated

from fastapi import Depends

from app.dependencies.settings import SettingsDep
from app.security import PasswordHasher, TokenIssuer


@cache
def get_password_hasher() -> PasswordHasher:
    return PasswordHasher()


def get_token_issuer(settings: SettingsDep) -> TokenIssuer:
    return TokenIssuer(settings.secret_key.get_secret_value(), settings.token_lifetime)


PasswordHasherDep = Annotated[PasswordHasher, Depends(get_password_hasher)]
TokenIssuerDep = Annotated[TokenIssuer, Depends(get_token_issuer)]
