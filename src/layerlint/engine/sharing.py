"""A cold run, shared out among processes: each collects and checks a part of the modules, in stages that wait for each other."""

from __future__ import annotations

import os
import pickle
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from layerlint.engine import sessions
from layerlint.engine.analysis import Analysis
from layerlint.engine.result import FileResult
from layerlint.engine.sessions import Collected, Origin, Session

_BYTES_A_WORKER = 400_000
_PIECES = 6
Progress = Callable[[str], None]


def worker_count(wanted: int | None, size: int) -> int:
    """How many processes are worth starting for files of so many bytes: what is wanted, else one a core."""
    if wanted is not None:
        return max(1, wanted)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, size // _BYTES_A_WORKER))


@contextmanager
def local(count: int) -> Iterator[list[Executor]]:
    """Pools of one process each: a part of the modules is checked where it was parsed."""
    import multiprocessing
    import threading

    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if can_fork else "spawn")
    pools: list[Executor] = [ProcessPoolExecutor(1, mp_context=context) for _ in range(count)]
    try:
        yield pools
    finally:
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)


class Sharing:
    """One run over some modules of a project by executors; those of one process each are `pinned`: they keep what they parsed."""

    def __init__(self, analysis: Analysis, executors: Sequence[Executor], pinned: bool, parts: int) -> None:
        self._analysis = analysis
        self._executors = executors
        self._pinned = pinned
        self._parts = parts
        self._token = secrets.token_hex(8)
        self._origin: bytes | None = None

    def run(self, wanted: Sequence[str], sizes: dict[str, int], progress: Progress | None = None) -> None:
        """Check modules; the results, and what they lean on, go into the analysis."""
        chunks = _chunks(self._analysis.keys, sizes, self._parts)
        if self._pinned:
            sessions.know(self._token, Session(self._analysis))
        try:
            collected: Collected = {}
            for stage in range(len(self._analysis.indexes())):
                self._collect(stage, chunks, collected)
            self._analysis.project.contributions.collected.update(collected)
            self._check(chunks, {*wanted}, collected, progress)
        finally:
            sessions.know(self._token, None)

    def _collect(self, stage: int, chunks: list[list[str]], collected: Collected) -> None:
        before = pickle.dumps(collected, 5)
        waiting = [
            (number, (sessions.collect, stage, chunk, before), self._submit(number, sessions.collect, None, stage, chunk, before))
            for number, chunk in enumerate(chunks)
        ]
        for number, task, future in waiting:
            for name, group in pickle.loads(self._answer(number, task, future)).items():
                collected.setdefault(name, {}).update(group)

    def _check(self, chunks: list[list[str]], wanted: set[str], collected: Collected, progress: Progress | None) -> None:
        from layerlint.rules import load

        titles = {item.rule.code: (item.rule.slug, item.rule.help) for item in load()}
        told = pickle.dumps(collected, 5)
        waiting = []
        for number, chunk in enumerate(chunks):
            for piece in _pieces([key for key in chunk if key in wanted]):
                task = (sessions.check, piece, told)
                waiting.append((number, task, self._submit(number, sessions.check, None, piece, told)))
        asked, failures = self._analysis.project.modules.tree.asked, self._analysis.project.contributions.failures
        for number, task, future in waiting:
            results, questions, failed = pickle.loads(self._answer(number, task, future))
            failures.update({key: RuntimeError("elsewhere") for key in failed})
            for asker, answers in questions.items():
                asked.setdefault(asker, {}).update(answers)
            for key, row in results.items():
                self._analysis.known[key] = FileResult.from_data(row, key, titles)
                if progress is not None:
                    progress(key)

    def _submit(self, number: int, function: Callable[..., bytes], origin: bytes | None, *given: Any) -> Future[bytes]:
        executor = self._executors[number % len(self._executors)]
        return executor.submit(function, self._token, origin, *given)

    def _answer(self, number: int, task: tuple[Any, ...], future: Future[bytes]) -> bytes:
        """What a task gives, which is given all it needs where the process that took it doesn't know the project."""
        found = future.result()
        if found == sessions.UNKNOWN:
            function, *given = task
            found = self._submit(number, function, self._whole(), *given).result()
        return found

    def _whole(self) -> bytes:
        if self._origin is None:
            analysis = self._analysis
            overlay = analysis.overlay if self._pinned else {key: analysis.text(key) for key in analysis.keys}
            layout = analysis.project.modules.tree.layout()
            self._origin = pickle.dumps(Origin(analysis.folder, analysis.keys, analysis.settings, overlay, layout), 5)
        return self._origin


def _chunks(keys: Sequence[str], sizes: dict[str, int], count: int) -> list[list[str]]:
    """The modules in as many runs of neighbours, of about the same size each: what lies together leans on each other."""
    total = sum(sizes.get(key, 0) + 1 for key in keys)
    chunks: list[list[str]] = [[] for _ in range(count)]
    done = 0
    for key in keys:
        chunks[min(count - 1, done * count // total)].append(key)
        done += sizes.get(key, 0) + 1
    return [chunk for chunk in chunks if chunk]


def _pieces(keys: list[str]) -> list[list[str]]:
    size = max(1, -(-len(keys) // _PIECES))
    return [keys[start : start + size] for start in range(0, len(keys), size)]
