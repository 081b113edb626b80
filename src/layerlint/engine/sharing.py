"""A cold run, shared out among processes: each collects and checks a part of the modules, in stages that wait for each other."""

from __future__ import annotations

import os
import re
import secrets
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import Any

from layerlint.engine import copies, sessions
from layerlint.engine.analysis import Analysis
from layerlint.engine.pinned import PinnedExecutor
from layerlint.engine.result import FileResult
from layerlint.engine.sessions import Collected, Left, Origin, Session
from layerlint.project import Failure

_BYTES_A_WORKER = 400_000
_MOST = 4
"""Twice as many end a tenth sooner, and cost a third more."""
_PIECES = 6
_READ_ONLY = re.compile(r"(?:^|[/_])(?:tests?|migrations|versions)(?:[/_.]|$)")
"""Files that are mostly read for what they say of others, and hardly checked."""

Progress = Callable[[str], None]
Wait = Callable[["Future[bytes]"], bytes]
NO_PROCESSES = (BrokenExecutor, OSError, ImportError, NotImplementedError)
"""What is raised where processes can't be started, or don't live to the end."""


def worker_count(wanted: int | None, size: int) -> int:
    """How many processes are worth starting for files of so many bytes: what is wanted, else one a core, but for `_MOST`.

    Where others would begin with nothing it is this one alone: two such parse and find out so much twice that none is faster.
    """
    if wanted is not None:
        return max(1, wanted)
    if start_method() != "fork":
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, size // _BYTES_A_WORKER, _MOST))


def start_method() -> str:
    """How processes are started: by a copy of this one, which has what it read already, where that is safe."""
    import multiprocessing
    import threading

    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return "fork" if can_fork and threading.active_count() == 1 else "spawn"


@contextmanager
def local(count: int) -> Iterator[list[Executor]]:
    """Pools of one process each: a part of the modules is checked where it was parsed. The processes end with this one."""
    import multiprocessing

    context = multiprocessing.get_context(start_method())
    pools: list[PinnedExecutor] = []
    try:
        for _ in range(count):
            pools.append(PinnedExecutor(context, copies.begin))
        yield [*pools]
    except BaseException:
        # Nobody waits for what they are at any more: on Ctrl-C least of all.
        for pool in pools:
            pool.kill()
        raise
    finally:
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)


class Sharing:
    """One run over some modules of a project by executors; those of one process each are `pinned`: they keep what they parsed.

    `wait` gives the result of a task. Raises what a task or `wait` raises; then nothing is known that wasn't before.
    """

    def __init__(
        self, analysis: Analysis, executors: Sequence[Executor], pinned: bool, parts: int, wait: Wait = Future.result
    ) -> None:
        self._analysis = analysis
        self._executors = executors
        self._pinned = pinned
        self._parts = parts
        self._wait = wait
        self._token = secrets.token_hex(8)
        self._origin: bytes | None = None
        self._collected: Collected = {}
        self._failures: dict[str, Failure] = {}
        self._asked: dict[str, dict[str, str]] = {}

    def run(self, wanted: Sequence[str], sizes: dict[str, int], progress: Progress | None = None) -> None:
        """Check modules; the results, and what they lean on, go into the analysis."""
        parts = chunks(self._analysis.keys, sizes, self._parts)
        if self._pinned:
            sessions.know(self._token, Session(self._analysis))
        try:
            for stage in range(len(self._analysis.indexes())):
                self._collect(stage, parts)
            results = self._check(parts, {*wanted}, progress)
        finally:
            sessions.forget(self._token)
        project = self._analysis.project
        project.contributions.collected.update(self._collected)
        project.contributions.failures.update(self._failures)
        for asker, answers in self._asked.items():
            project.modules.tree.asked.setdefault(asker, {}).update(answers)
        self._analysis.known.update(results)

    def _collect(self, stage: int, parts: list[list[str]]) -> None:
        before = sessions.packed(self._collected)
        tasks: list[tuple[int, tuple[Any, ...]]] = [
            (number, (sessions.collect, not self._pinned, stage, chunk, before)) for number, chunk in enumerate(parts)
        ]
        for found, left in self._answers(tasks):
            for name, group in found.items():
                self._collected.setdefault(name, {}).update(group)
            self._take(left)

    def _check(self, parts: list[list[str]], wanted: set[str], progress: Progress | None) -> dict[str, FileResult]:
        from layerlint.rules import load

        titles = {item.rule.code: (item.rule.slug, item.rule.help) for item in load()}
        told = sessions.packed((self._collected, self._failures))
        tasks: list[tuple[int, tuple[Any, ...]]] = []
        for number, chunk in enumerate(parts):
            # What was asked comes with the last piece: with an empty one, too, for collecting has asked something.
            groups = pieces([key for key in chunk if key in wanted], _PIECES) or [[]]
            tasks += [(number, (sessions.check, not self._pinned or group is groups[-1], group, told)) for group in groups]
        results = {}
        for rows, left in self._answers(tasks):
            self._take(left)
            for key, row in rows.items():
                results[key] = FileResult.from_data(row, key, titles)
                if progress is not None:
                    progress(key)
        return results

    def _take(self, left: Left) -> None:
        self._failures.update(left.failures)
        for asker, answers in left.asked.items():
            self._asked.setdefault(asker, {}).update(answers)

    def _answers(self, tasks: list[tuple[int, tuple[Any, ...]]]) -> Iterator[tuple[Any, Left]]:
        """What tasks give, in their order; where the process that took one doesn't know the project, it is given all it needs."""
        waiting = [(number, task, self._submit(number, None, *task)) for number, task in tasks]
        for number, task, future in waiting:
            answer = self._wait(future)
            if answer == sessions.UNKNOWN:
                answer = self._wait(self._submit(number, self._whole(), *task))
            yield sessions.unpacked(answer)

    def _submit(self, number: int, origin: bytes | None, function: Callable[..., bytes], *given: Any) -> Future[bytes]:
        executor = self._executors[number % len(self._executors)]
        return executor.submit(function, self._token, origin, *given)

    def _whole(self) -> bytes:
        """An `Origin`, compressed: it has the texts of a whole project where the disk is another."""
        if self._origin is None:
            analysis = self._analysis
            layout = analysis.project.modules.tree.layout()
            origin = Origin(analysis.folder, analysis.keys, analysis.settings, analysis.overlay, layout, analysis.unreadable)
            if not self._pinned:
                modules = analysis.project.modules
                texts = {key: modules.text(key) for key in analysis.keys}
                unreadable = {key: modules.errors[key] for key, text in texts.items() if not text and key in modules.errors}
                reasons = {key: (error.reason, error.line) for key, error in unreadable.items()}
                overlay = {key: text for key, text in texts.items() if key not in reasons}
                origin = Origin(analysis.folder, analysis.keys, analysis.settings, overlay, layout, reasons, sessions.makers())
            self._origin = zlib.compress(sessions.packed(origin), 1)
        return self._origin


def chunks(keys: Sequence[str], sizes: dict[str, int], count: int) -> list[list[str]]:
    """The modules in as many runs of neighbours, of about the same work each: what lies together leans on each other."""
    work = {key: (sizes.get(key, 0) + 1) * (1 if _READ_ONLY.search(key) else 2) for key in keys}
    total = sum(work.values())
    chunks: list[list[str]] = [[] for _ in range(count)]
    done = 0
    for key in keys:
        chunks[min(count - 1, done * count // total)].append(key)
        done += work[key]
    return [chunk for chunk in chunks if chunk]


def pieces(keys: list[str], count: int) -> list[list[str]]:
    """Keys in at most so many runs."""
    size = max(1, -(-len(keys) // count))
    return [keys[start : start + size] for start in range(0, len(keys), size)]
