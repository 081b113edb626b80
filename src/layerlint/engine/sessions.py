"""One process's side of a run that is shared out: a project of which it checks some modules.

Whatever is asked of a session comes and goes as bytes, so that a cluster needs no disk in common; a process that doesn't know a
session yet says so, and is asked again with all that makes one.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layerlint.engine.analysis import Analysis
from layerlint.engine.settings import Settings
from layerlint.project import Record

Collected = dict[str, dict[str, tuple[Record, ...]]]
UNKNOWN = b"?"


@dataclass(frozen=True, slots=True)
class Origin:
    """All that makes a session: the project's files, with their texts where they can't be read, and how modules are named."""

    folder: Path
    keys: list[str]
    settings: Settings
    overlay: Mapping[str, str]
    layout: tuple[Mapping[str, str], Mapping[str, str]]

    def open(self) -> Analysis:
        """The project."""
        return Analysis(self.folder, self.keys, self.settings, self.overlay, layout=self.layout)


class Session:
    """A project in one process, used by one task at a time."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.lock = threading.Lock()

    def collect(self, stage: int, keys: Iterable[str], before: Collected) -> Collected:
        """What some modules say of others in a stage, all earlier stages being known."""
        indexes = self.analysis.indexes()[stage]
        contributions = self.analysis.project.contributions
        contributions.collected.update(before)
        with contributions.collecting():
            return {index.name: contributions.part(index, keys) for index in indexes}

    def check(self, keys: Iterable[str], collected: Collected) -> dict[str, list[Any]]:
        """The results of some modules, as data."""
        self.analysis.project.contributions.collected.update(collected)
        return {key: self.analysis.result(key).as_data() for key in keys}

    def left(self) -> tuple[dict[str, dict[str, str]], list[str]]:
        """What was asked on behalf of modules, and the modules of which something could not be collected."""
        project = self.analysis.project
        return project.modules.tree.asked, list(project.contributions.failures)


_sessions: dict[str, Session] = {}


def know(token: str, session: Session | None) -> None:
    """Make a session known in this process and those that are forked from it, or forget it."""
    _sessions.clear()
    if session is not None:
        _sessions[token] = session


def collect(token: str, origin: bytes | None, stage: int, keys: list[str], before: bytes) -> bytes:
    """A stage of a session's collecting, for some modules; `UNKNOWN` without an origin where the session isn't known."""
    session = _session(token, origin)
    if session is None:
        return UNKNOWN
    with session.lock:
        return pickle.dumps(session.collect(stage, keys, pickle.loads(before)), 5)


def check(token: str, origin: bytes | None, keys: list[str], collected: bytes) -> bytes:
    """Results, and what is left of a session; `UNKNOWN` without an origin where the session isn't known."""
    session = _session(token, origin)
    if session is None:
        return UNKNOWN
    with session.lock:
        return pickle.dumps((session.check(keys, pickle.loads(collected)), *session.left()), 5)


def _session(token: str, origin: bytes | None) -> Session | None:
    found = _sessions.get(token)
    if found is None and origin is not None:
        made: Origin = pickle.loads(origin)
        found = Session(made.open())
        know(token, found)
    return found
