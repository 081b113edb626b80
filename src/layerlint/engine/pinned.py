"""Executors of one process each, all of which begin before any of them has a thread: a process may not be forked beside threads."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

_T = TypeVar("_T")


class PinnedExecutor(Executor):
    """An executor whose one process does everything that it is given, in order, so that what a task leaves there is found again.

    The process begins with the executor. A task, and what it gives, must be picklable; `BrokenExecutor` is raised for tasks whose
    process has died.
    """

    def __init__(self, context: BaseContext, begin: Callable[[], None]) -> None:
        self._connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, begin), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()
        self._thread = ThreadPoolExecutor(1, "layerlint")

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Have a function called by the process."""
        return self._thread.submit(self._call, fn, args, kwargs)

    def _call(self, *task: Any) -> Any:
        try:
            # `send` leaves a buffer to the exception that can't be freed in any order.
            self._connection.send_bytes(pickle.dumps(task, 5))
            is_result, found = self._connection.recv()
        except (EOFError, OSError) as error:
            raise BrokenExecutor("a worker process has ended") from error
        if not is_result:
            raise found
        return found

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the process, once it has done what it was given, or without that."""
        self._thread.shutdown(wait=True, cancel_futures=cancel_futures)
        with suppress(OSError):
            self._connection.send(None)
        self._connection.close()
        if wait:
            self.process.join()

    def kill(self) -> None:
        """End the process now."""
        self.process.kill()


def _serve(connection: Connection, begin: Callable[[], None]) -> None:
    begin()
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        if task is None:
            return
        function, args, kwargs = task
        try:
            answer = (True, function(*args, **kwargs))
        except Exception as error:
            answer = (False, error)
        connection.send(answer)
