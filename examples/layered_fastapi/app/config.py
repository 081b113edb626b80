from datetime import timedelta

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment variables `APP_*` and the file `.env`."""

    model_config = SettingsConfigDict(env_prefix="APP_", env_file=".env", extra="ignore")

    database_url: str = "sqlite+aiosqlite:///./layered.db"
    secret_key: SecretStr = Field(min_length=32)
    token_lifetime: timedelta = timedelta(hours=1)
