"""Fixes tried together, kept where what is found afterwards shows that they did what they promise.

A round carries out all fixes that are wanted, in memory, and checks the edited code again. Where a finding is still there, or a
new one is, the fixes are halved until those are known that can't be kept; each of them is refused with the reason. Edited code
may have new fixes, so rounds follow until there are none, at most a few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from layerlint import syntax
from layerlint.config import ConfigError
from layerlint.edits import Edit
from layerlint.engine import Analysis, Selected
from layerlint.engine.baseline import Baseline, Key, key_of
from layerlint.fixing.carrying_out import carried_out
from layerlint.fixing.imports import ModuleName
from layerlint.fixing.refusal import RefusedError
from layerlint.fixing.source import Source
from layerlint.model import Diagnostic

_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Refused:
    """A finding whose fix was not kept; `path` is the one to print."""

    path: str
    line: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """A file that fixes change; `path` is the one to print."""

    path: str
    source: Source
    text: str


@dataclass(slots=True)
class Outcome:
    """What fixes gave: the projects as they are with them, the changed files, how many findings of each rule are gone."""

    projects: list[Selected] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    fixed: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)


def fix(projects: list[Selected], unsafe: bool, known: Mapping[Path, Baseline] | None = None) -> Outcome:
    """Carry out the safe fixes of what is reported, or all; `known` are findings to leave out, by project. Nothing is written."""
    outcome = Outcome()
    for selected in projects:
        rounds = _Rounds(selected, unsafe, (known or {}).get(selected.analysis.folder))
        rounds.run()
        outcome.projects.append(Selected(rounds.analysis, selected.keys))
        for key, text in sorted(rounds.texts.items()):
            if text != rounds.sources[key].text:
                outcome.changes.append(Change(selected.shown(key), rounds.sources[key], text))
        outcome.fixed.update(rounds.fixed)
        outcome.refused += rounds.refused.values()
    outcome.refused.sort(key=lambda item: (item.path, item.line, item.code))
    return outcome


def write(outcome: Outcome) -> None:
    """Write the changed files, each whole or not at all. Raises `ConfigError` for a file that can't be written."""
    for change in outcome.changes:
        try:
            change.source.write(change.text)
        except RefusedError as error:
            raise ConfigError(f"{change.path}: {error.reason}") from error


@dataclass(slots=True)
class _State:
    """A project with edits: the texts of the edited files, and what is found."""

    analysis: Analysis
    texts: dict[str, str]
    found: dict[str, list[Diagnostic]]


class _Rounds:
    """One project's fixes. Results of earlier runs are not taken: whether a fix is safe rests on more than they lean on."""

    def __init__(self, selected: Selected, unsafe: bool, known: Baseline | None) -> None:
        self._selected = selected
        self._unsafe = unsafe
        self._known = known
        self.sources: dict[str, Source] = {}
        self.fixed: Counter[str] = Counter()
        self.refused: dict[Key, Refused] = {}
        analysis = selected.analysis.again() if selected.analysis.known else selected.analysis
        self._state = _State(analysis, {}, self._all_found(analysis))
        self._next = self._state

    @property
    def analysis(self) -> Analysis:
        """The project with all that was kept."""
        return self._state.analysis

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the edited files."""
        return self._state.texts

    def run(self) -> None:
        """Rounds until nothing is left to be fixed."""
        for _ in range(_ROUNDS):
            wanted = self._wanted()
            if not wanted:
                return
            kept = self._kept([], wanted)
            self.fixed.update(item.code for item in kept)
            self._state = self._next
        for item in self._wanted():
            self._refuse(item, "fixes of it bring ever new ones")

    def _wanted(self) -> list[Diagnostic]:
        return [
            item
            for key in self._selected.keys
            for item in self._state.found[key]
            if item.fix is not None and (self._unsafe or item.fix.is_safe) and key_of(item, key) not in self.refused
        ]

    def _all_found(self, analysis: Analysis) -> dict[str, list[Diagnostic]]:
        found = {}
        for key in self._selected.keys:
            items = analysis.check(key)
            found[key] = items if self._known is None else self._known.new(items, key)
        return found

    def _kept(self, taken: list[Diagnostic], wanted: list[Diagnostic]) -> list[Diagnostic]:
        """The fixes that can be kept, of some wanted ones, beside those taken already."""
        try:
            self._next = self._tried([*taken, *wanted])
        except RefusedError as error:
            if len(wanted) == 1:
                self._refuse(wanted[0], error.reason)
                return taken
            middle = len(wanted) // 2
            return self._kept(self._kept(taken, wanted[:middle]), wanted[middle:])
        return [*taken, *wanted]

    def _refuse(self, item: Diagnostic, reason: str) -> None:
        refused = Refused(self._selected.shown(item.path), item.location.line, item.code, reason)
        self.refused[key_of(item, item.path)] = refused

    def _tried(self, wanted: list[Diagnostic]) -> _State:
        """The project with some fixes. Raises `RefusedError` where they can't be carried out, or don't do what they promise."""
        edits: dict[str, list[Edit]] = {}
        for item in wanted:
            for edit in item.fix.edits if item.fix is not None else ():
                edits.setdefault(edit.path, []).append(edit)
        texts = {**self._state.texts, **{key: self._edited(key, items) for key, items in edits.items()}}
        analysis = self._state.analysis.edited({key: syntax.normalise(texts[key]) for key in edits})
        found = self._all_found(analysis)
        before = Counter(key_of(item, key) for key, items in self._state.found.items() for item in items)
        after = Counter(key_of(item, key) for key, items in found.items() for item in items)
        still = before - Counter(key_of(item, item.path) for item in wanted)
        for key in after - still:
            if before[key]:
                raise RefusedError("the finding would still be there")
            raise RefusedError(f"it would bring {key[1]}: {key[3]}")
        return _State(analysis, texts, found)

    def _edited(self, key: str, edits: list[Edit]) -> str:
        """A file's text with edits. Raises `RefusedError`."""
        if key not in self._selected.keys:
            raise RefusedError(f"it changes {self._selected.shown(key)}, which is not among what is checked")
        if key not in self.sources:
            self.sources[key] = Source.read(self._state.analysis.folder / key)
        source, modules = self.sources[key], self._state.analysis.project.modules
        text = self._state.texts.get(key, source.text)
        if syntax.normalise(text) != modules.text(key):
            raise RefusedError("has changed meanwhile")
        own = ModuleName(modules.tree.name(key), key.rpartition("/")[2].startswith("__init__."))
        edited = carried_out(text, own, edits, self._state.analysis.project.import_graph.taken_from(key))
        try:
            syntax.parse(syntax.normalise(edited))
        except syntax.UnreadableError as error:
            raise RefusedError(f"it wouldn't parse: {error.reason}") from error
        source.encoded(edited)
        return edited
