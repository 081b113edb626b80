"""What each module says of others: the parts that reverse queries are put together from.

A reverse query (who injects this function, who derives from this class) has an answer that any module of the project may add
to. Each index collects its part module by module, as plain records (strings, numbers, booleans, None) without trees, so that
the parts of modules that didn't change can come from a cache or another process. The first item of a record names what it
speaks of: a symbol of the project, or something else where the record concerns everybody.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from layerlint.facts import ModuleFacts
from layerlint.project.modules import Modules

Record = tuple[Any, ...]
Parts = Mapping[str, tuple[Record, ...]]


class Failure(NamedTuple):
    """A fault of ours: what was raised, and where."""

    kind: str
    where: str

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """What is told of an exception."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return cls(type(error).__name__, f"{Path(frame.filename).name} line {frame.lineno}")


class Index(Protocol):
    """One reverse query's way to collect.

    `name` tells it from others, `lines` are the positions in its records that hold line numbers or ordinals, which move without
    meaning anything; `has_targets` is False where the first item isn't what a record speaks of: whoever asks a word notes the
    question "name: word", and `answer` tells whether its answer is another now.
    """

    name: str
    lines: tuple[int, ...]
    has_targets: bool

    def concerns(self, text: str) -> bool:
        """Whether a module with this text may have a part; cheap, asked before it is parsed."""
        ...

    def collect(self, facts: ModuleFacts) -> Iterable[Record]:
        """A module's part."""
        ...


class Asked(Index, Protocol):
    """An index without targets."""

    def answer(self, word: str) -> str:
        """The answer for a word, nobody asking."""
        ...


class Contributions:
    """The parts of all modules, by index and module.

    Indexes are registered in the order in which they are collected, all of them when one is first asked for: those that
    resolving names leans on go first. A question that is asked too early, while its index is being collected, sees nothing: what
    was answered by it is to be forgotten, by `forget`, once the index is there. `given` holds parts that are known already; a
    module that it has for an index isn't looked at. `failures` are the modules whose part could not be collected, a fault of
    ours. The modules `beside` the others add nothing.
    """

    def __init__(self, modules: Modules, given: Mapping[str, Parts] | None = None, beside: Collection[str] = frozenset()) -> None:
        self._modules = modules
        self.beside = beside
        self.given: Mapping[str, Parts] = given or {}
        self.stages: list[list[Index]] = []
        self.collected: dict[str, dict[str, tuple[Record, ...]]] = {}
        self.failures: dict[str, Failure] = {}
        self.forget: Callable[[], None] = _nothing
        self._is_collecting = False
        self._missed: set[str] = set()

    def register(self, *indexes: Index) -> None:
        """Add a stage: indexes that lean on earlier stages alone."""
        self.stages.append([*indexes])

    def of(self, index: Index) -> Iterator[tuple[str, tuple[Record, ...]]]:
        """The modules that add to an index, sorted, each with its part."""
        if index.name not in self.collected and not self._is_collecting:
            self.collect()
        assert index.name in self.collected, index.name
        return ((key, part) for key, part in self.collected.get(index.name, {}).items() if part)

    def is_early(self, index: Index) -> bool:
        """Whether an index is asked while it, or what comes before it, is being collected: it has no answer yet."""
        if not self._is_collecting or index.name in self.collected:
            return False
        self._missed.add(index.name)
        return True

    def collect(self) -> None:
        """Collect all that isn't yet."""
        if all(index.name in self.collected for stage in self.stages for index in stage):
            return
        with self.collecting():
            for stage in self.stages:
                for index in stage:
                    if index.name not in self.collected:
                        self.collected[index.name] = self.part(index, self._modules.keys)

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """While this lasts, nobody who asks sets off a collecting of all."""
        before, self._is_collecting = self._is_collecting, True
        try:
            yield
        finally:
            self._is_collecting = before

    def part(self, index: Index, keys: Iterable[str]) -> dict[str, tuple[Record, ...]]:
        """What some modules add to an index."""
        if self._missed and self._missed <= self.collected.keys():
            self._missed.clear()
            self.forget()
        given = self.given.get(index.name, {})
        return {key: part if (part := given.get(key)) is not None else self._collect(index, key) for key in keys}

    def concern(self, key: str) -> bool:
        """Whether a module may have a part in any index; cheap, asked before it is parsed."""
        text = self._modules.text(key)
        return key not in self.beside and any(index.concerns(text) for stage in self.stages for index in stage)

    def _collect(self, index: Index, key: str) -> tuple[Record, ...]:
        if key in self.beside or not index.concerns(self._modules.text(key)):
            return ()
        facts = self._modules.facts(key)
        try:
            return tuple(index.collect(facts)) if facts is not None else ()
        except Exception as error:
            self.failures[key] = Failure.of(error)
            return ()


def _nothing() -> None:
    """Nobody keeps anything."""
