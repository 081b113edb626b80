from pydantic import BaseModel


class ValidationProblem(BaseModel):
    """What is wrong with a request: a message for each field."""

    detail: dict[str, str]
