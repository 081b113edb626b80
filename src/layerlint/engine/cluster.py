"""Clusters that take a run's work, by the address that a user gives."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module

from layerlint.config import ConfigError

_SCHEME = "dask://"
_SECONDS = 10


@contextmanager
def executor(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of a cluster (`dask://HOST:PORT`), and how many tasks it does at once. Raises `ConfigError`."""
    if not address.startswith(_SCHEME) or not address.removeprefix(_SCHEME):
        raise ConfigError(f"--executor: `{address}` is no address of a cluster, such as dask://HOST:8786")
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise ConfigError('--executor: Dask is not installed: pip install "layerlint[dask]"') from error
    try:
        client = distributed.Client("tcp://" + address.removeprefix(_SCHEME), timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ConfigError(f"--executor: no cluster answers at {address}") from error
    try:
        yield client.get_executor(), max(1, sum(client.ncores().values()))
    finally:
        client.close()
