"""FastCRUD: ready-made repositories."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

LIBRARY = Library(
    name="fastcrud",
    read_from="0.16.1",
    packages=("fastcrud",),
    kinds={"fastcrud.FastCRUD": Kind.REPOSITORY},
    bases={
        f"fastcrud.exceptions.http_exceptions.{name}": ("fastapi.HTTPException",)
        for name in (
            "CustomException BadRequestException NotFoundException ForbiddenException UnauthorizedException "
            "UnprocessableEntityException DuplicateValueException RateLimitException"
        ).split()
    },
    aliases={"fastcrud.crud.fast_crud.FastCRUD": "fastcrud.FastCRUD", "fastcrud.crud.FastCRUD": "fastcrud.FastCRUD"},
)
