"""Dishka, Dependency Injector and Injector: what is injected, and the classes that provide it."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_INTEGRATIONS = (
    "aiogram aiohttp arq base celery click fastapi faststream flask grpcio litestar quart sanic starlette taskiq"
).split()

LIBRARY = Library(
    name="injectors",
    read_from="dishka 1.10.1, dependency-injector 4.49.1, injector 0.24.0",
    packages=("dishka", "dependency_injector", "injector"),
    kinds={
        "dishka.Provider": Kind.PROVIDER,
        "injector.Module": Kind.PROVIDER,
        **{f"dependency_injector.containers.{name}": Kind.PROVIDER for name in ("DeclarativeContainer", "DynamicContainer")},
    },
    type_wrappers=frozenset({"dishka.FromDishka", "injector.Inject"}),
    aliases={
        **{f"dishka.integrations.{name}.FromDishka": "dishka.FromDishka" for name in _INTEGRATIONS},
        "dishka.provider.Provider": "dishka.Provider",
    },
)
