from datetime import timedelta

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_file=".env", extra="ignore")

    database_url: str = "sqlite+aiosqlite:///./tangled.db"
    secret_key: str
    token_lifetime: timedelta = timedelta(hours=1)


def get_settings() -> Settings:
    return Settings()
