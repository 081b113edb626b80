"""Copies of this process: each begins with all that was read and parsed here, and works beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

_BYTES = 4


class Queue:
    """Numbers that whoever is first takes, each process from its own line as long as it lasts, then from those of others.

    A line is a pipe that holds all it ever will: taking needs no lock, and a process that dies takes along what it had taken.
    """

    def __init__(self, lines: Sequence[Sequence[int]]) -> None:
        self._pipes: list[int] = []
        for line in lines:
            taking, giving = os.pipe()
            os.write(giving, b"".join(number.to_bytes(_BYTES) for number in line))
            os.close(giving)
            self._pipes.append(taking)

    def take(self, line: int) -> Iterator[int]:
        """Take numbers until none is left, those of a line first."""
        for pipe in (*self._pipes[line:], *self._pipes[:line]):
            while taken := os.read(pipe, _BYTES):
                yield int.from_bytes(taken)

    def close(self) -> None:
        """Give the pipes back."""
        for pipe in self._pipes:
            os.close(pipe)


class Copy:
    """One copy, which does `work` with a `Link` to this process."""

    def __init__(self, context: BaseContext, work: Callable[[Link], None]) -> None:
        connection, theirs = context.Pipe()
        self.link = Link(connection)
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()


class Link:
    """One end between two processes. Raises `BrokenExecutor` where the other has ended, and what it raised."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def send(self, value: Any) -> None:
        """Send something that can be pickled."""
        try:
            self.connection.send((True, value))
        except OSError as error:
            raise BrokenExecutor("a process has ended") from error

    def take(self) -> Any:
        """Wait for what the other process sends next."""
        try:
            is_value, found = self.connection.recv()
        except (EOFError, OSError) as error:
            raise BrokenExecutor("a process has ended") from error
        if not is_value:
            raise found
        return found

    def has_more(self) -> bool:
        """Whether there is something to take without waiting."""
        try:
            return self.connection.poll()
        except OSError as error:
            raise BrokenExecutor("a process has ended") from error


@contextmanager
def working(count: int, work: Callable[[int, Link], None]) -> Iterator[list[Link]]:
    """Have so many copies made, numbered from 1; links to them. They end with this process, and when nobody wants them any more."""
    import multiprocessing

    context = multiprocessing.get_context("fork")
    copies: list[Copy] = []
    try:
        for number in range(1, count + 1):
            copies.append(Copy(context, lambda link, number=number: work(number, link)))  # type: ignore[misc]
        yield [copy.link for copy in copies]
    except BaseException:
        for copy in copies:
            copy.process.kill()
        raise
    finally:
        for copy in copies:
            copy.process.join()
            copy.link.connection.close()


def begin() -> None:
    """Make a process one that works for another: Ctrl-C is for that one to handle, whose end is the end of this one, too."""
    import gc
    import multiprocessing
    import signal
    import threading
    import warnings

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    warnings.simplefilter("ignore", SyntaxWarning)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


def _serve(connection: Connection, work: Callable[[Link], None]) -> None:
    begin()
    try:
        work(Link(connection))
    except Exception as error:
        connection.send((False, error))
