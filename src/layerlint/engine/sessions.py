"""One process's side of a run that is shared out: a project of which it checks some modules.

Whatever is asked of a session comes and goes as bytes, so that a cluster needs no disk in common; a process that doesn't know a
session yet says so, and is asked again with all that makes one.
"""

from __future__ import annotations

import pickle
import threading
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from layerlint.config import ConfigError
from layerlint.engine.analysis import Analysis
from layerlint.engine.settings import Settings
from layerlint.project import Failure, Record

Collected = dict[str, dict[str, tuple[Record, ...]]]
UNKNOWN = b"?"
_MOST_SESSIONS = 2


@dataclass(frozen=True, slots=True)
class Origin:
    """All that makes a session: the project's files, with their texts where they can't be read, and how modules are named.

    `unreadable` are modules without a text, with the reason and its line; `makers` is what the findings are made by, which has to
    be the same everywhere, None where it can't be another.
    """

    folder: Path
    keys: list[str]
    settings: Settings
    overlay: Mapping[str, str]
    layout: tuple[Mapping[str, str], Mapping[str, str]]
    unreadable: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    makers: tuple[str, ...] | None = None

    def open(self) -> Analysis:
        """The project. Raises `ConfigError` where it would be checked otherwise than at home."""
        if self.makers is not None:
            for there, here in zip(self.makers, makers(), strict=True):
                if there != here:
                    raise ConfigError(f"--executor: a worker has {here}, here is {there}: what they find may differ")
        return Analysis(self.folder, self.keys, self.settings, self.overlay, None, self.layout, self.unreadable)


class Left(NamedTuple):
    """What a task leaves behind besides its answer: what was asked on behalf of modules so far, and faults of ours."""

    asked: dict[str, dict[str, str]]
    failures: dict[str, Failure]


class Session:
    """A project in one process, used by one task at a time."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.lock = threading.Lock()

    def collect(self, is_last: bool, stage: int, keys: Iterable[str], before: Collected) -> tuple[Collected, Left]:
        """What some modules say of others in a stage, all earlier stages being known."""
        indexes = self.analysis.indexes()[stage]
        project = self.analysis.project
        project.contributions.collected.update(before)
        project.contributions.failures.clear()
        with project.contributions.collecting():
            found = {index.name: project.contributions.part(index, keys) for index in indexes}
        return found, Left(self._asked(is_last), dict(project.contributions.failures))

    def check(
        self, is_last: bool, keys: Iterable[str], collected: Collected, failures: Mapping[str, Failure]
    ) -> tuple[dict[str, list[Any]], Left]:
        """The results of some modules, as data."""
        project = self.analysis.project
        project.contributions.collected.update(collected)
        project.contributions.failures.update(failures)
        found = {key: self.analysis.result(key).as_data() for key in keys}
        return found, Left(self._asked(is_last), {})

    def _asked(self, is_last: bool) -> dict[str, dict[str, str]]:
        return self.analysis.project.modules.tree.asked if is_last else {}


_sessions: dict[str, Session] = {}


def know(token: str, session: Session) -> None:
    """Make a session known in this process and those that are forked from it; older ones make room."""
    while len(_sessions) >= _MOST_SESSIONS:
        _sessions.pop(next(iter(_sessions)), None)
    _sessions[token] = session


def forget(token: str) -> None:
    """Make a session unknown in this process."""
    _sessions.pop(token, None)


def collect(token: str, origin: bytes | None, is_last: bool, stage: int, keys: list[str], before: bytes) -> bytes:
    """A stage of a session's collecting, for some modules; `UNKNOWN` without an origin where the session isn't known.

    `is_last` where nobody may ask the same process again.
    """
    session = _session(token, origin)
    if session is None:
        return UNKNOWN
    with session.lock:
        return packed(session.collect(is_last, stage, keys, unpacked(before)))


def check(token: str, origin: bytes | None, is_last: bool, keys: list[str], collected: bytes) -> bytes:
    """Results, and what is left of a session; `UNKNOWN` without an origin where the session isn't known."""
    session = _session(token, origin)
    if session is None:
        return UNKNOWN
    with session.lock:
        return packed(session.check(is_last, keys, *unpacked(collected)))


def _session(token: str, origin: bytes | None) -> Session | None:
    found = _sessions.get(token)
    if found is None and origin is not None:
        made: Origin = unpacked(zlib.decompress(origin))
        found = Session(made.open())
        know(token, found)
    return found


def packed(value: Any) -> bytes:
    """What goes from process to process."""
    return pickle.dumps(value, 5)


def unpacked(data: bytes) -> Any:
    """What came from another process of the same run."""
    return pickle.loads(data)


def makers() -> tuple[str, ...]:
    """All that makes findings besides a project and its settings, in words: Python, layerlint, and the knowledge of plugins."""
    import sys
    from importlib.metadata import version

    from layerlint.engine.cache.hashing import digest
    from layerlint.engine.user_knowledge import of_plugins

    package = Path(__file__).parents[1]
    sources = sorted(path.relative_to(package).as_posix() for path in package.rglob("*.py"))
    code = digest(b"\0".join(name.encode() + b"\0" + (package / name).read_bytes() for name in sources))
    plugins = digest("\0".join(map(repr, of_plugins())).encode("utf-8", "surrogatepass"))
    return (
        f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}",
        f"layerlint {version('layerlint')} ({code[:8]})",
        f"knowledge plugins {plugins[:8]}",
    )
