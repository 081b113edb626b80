"""Clusters that take a run's work, by the address that a user gives."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, TimeoutError
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from layerlint.config import ConfigError

_SCHEME = "dask://"
_SECONDS = 10
_GLANCE = 0.5


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int, Callable[[Future[bytes]], bytes]]]:
    """The executor of a cluster (`dask://HOST:PORT`), how many tasks it does at once, and how to wait for one.

    Raises `ConfigError`, within seconds, where no cluster is, or none any more.
    """
    if not address.startswith(_SCHEME) or not address.removeprefix(_SCHEME):
        raise ConfigError(f"--executor: `{address}` is no address of a cluster, such as dask://HOST:8786")
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise ConfigError('--executor: Dask is not installed: pip install "layerlint[dask]"') from error
    _be_quiet()
    client = _client(distributed, address)
    try:
        cluster = _Cluster(client, address)
        cluster.wait_for_workers()
        yield client.get_executor(pure=False), max(1, sum(client.ncores().values())), cluster.result
    finally:
        # Of a cluster that is gone, closing would wait for long.
        threading.Thread(target=client.close, kwargs={"timeout": 1}, daemon=True).start()


def _be_quiet() -> None:
    """What a client logs of connections that it lost is told by the one line of a `ConfigError`."""
    import logging

    import_module("dask").config.set({"distributed.admin.large-graph-warning-threshold": "1TB"})
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _client(distributed: Any, address: str) -> Any:
    """A client, made in a thread of its own: how long a name or a handshake takes can't be bounded otherwise."""
    made: list[Any] = []

    def make() -> None:
        try:
            made.append(distributed.Client("tcp://" + address.removeprefix(_SCHEME), timeout=_SECONDS, set_as_default=False))
        except Exception as error:
            made.append(error)

    thread = threading.Thread(target=make, daemon=True)
    thread.start()
    thread.join(_SECONDS)
    if not made or isinstance(made[0], Exception):
        raise ConfigError(f"--executor: no cluster answers at {address}") from (made[0] if made else None)
    return made[0]


class _Cluster:
    """A cluster, watched while its answers are waited for."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address

    def wait_for_workers(self) -> None:
        """Wait for the first worker. Raises `ConfigError` when none comes."""
        try:
            self._client.wait_for_workers(1, timeout=_SECONDS)
        except Exception as error:
            raise ConfigError(f"--executor: the cluster at {self._address} has no workers") from error

    def result(self, future: Future[bytes]) -> bytes:
        """The result of a task. Raises `ConfigError` when nobody is left to give one, or a worker can't work."""
        alone_since: float | None = None
        while True:
            try:
                return future.result(_GLANCE)
            except CancelledError as error:
                raise ConfigError(f"--executor: the cluster at {self._address} is gone") from error
            except ConfigError:
                raise
            except TimeoutError as error:
                if future.done():
                    raise ConfigError(f"--executor: a worker failed: {error}") from error
            except Exception as error:
                raise ConfigError(f"--executor: a worker failed: {type(error).__name__}: {error}") from error
            if self._has_workers():
                alone_since = None
            elif alone_since is None:
                alone_since = time.monotonic()
            elif time.monotonic() - alone_since > _SECONDS:
                raise ConfigError(f"--executor: the cluster at {self._address} has no workers any more")

    def _has_workers(self) -> bool:
        return self._client.status == "running" and bool(self._client.scheduler_info()["workers"])
