"""Which results of an earlier run still hold after some files have changed.

A module's result leans on its text, on the modules that were asked about on its behalf, on those that they lean on in turn,
and on what other modules say of all these. A module whose code is as it was, whatever became of its comments and blank lines,
takes nobody else along. One with other code takes along those that lean on it and take from it, or reach in it, a name that
it gives another meaning: whatever comes from another module was named by those who took it, or was noted when it was asked
for. What the modules that were taken along say of others is collected again, and their layers are found again: where these
are others now, those of whom they speak are taken along too, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from layerlint.engine.analysis import Analysis
from layerlint.engine.cache.memory import Memory
from layerlint.engine.cache.stamps import Stamp
from layerlint.engine.felt import Felt
from layerlint.engine.result import other_paths, with_lines

if TYPE_CHECKING:
    from layerlint.project import Index, Parts, Record


_MOST = 3
"""Once more than one module in so many has to be checked again, all are: what holds still costs more to find than to make."""


@dataclass(slots=True)
class Resumed:
    """A project as it is now, the results, as data, that still hold, and the modules that changes take along."""

    analysis: Analysis
    results: dict[str, list[Any]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


def resume(analysis: Analysis, memory: Memory, stamps: Mapping[str, Stamp]) -> Resumed | None:
    """What holds of a memory, None where so little does that all is to be checked again. Raises `DamagedError`.

    Where the analysis has buffers that nobody has saved yet, they alone are made anew: what the rest of the project says of others
    is taken as it was saved.
    """
    changes = _Changes(analysis, memory, stamps)
    if not changes.any:
        return Resumed(analysis, dict(memory.results))
    if not changes.keep_roots():
        return None
    return changes.buffered() if analysis.overlay else changes.resumed()


class _Changes:
    """What has changed since a memory was made, and what that takes along."""

    def __init__(self, analysis: Analysis, memory: Memory, stamps: Mapping[str, Stamp]) -> None:
        self._memory = memory
        self._keys = stamps.keys()
        self._most = max(8, len(self._keys) // _MOST)
        old = memory.stamps
        self._changed = {key for key in old.keys() & stamps.keys() if _is_other(old[key], stamps[key])}
        self._new = stamps.keys() - old.keys()
        self._gone = old.keys() - stamps.keys()
        self.any = bool(self._changed or self._new or self._gone)
        self._analysis = analysis.again() if self.any else analysis
        self._shifted: dict[str, dict[int, int]] = {}
        self._edited: set[str] = set()
        self._texts: dict[str, tuple[str, str] | None] = {}
        for key in self._changed:
            self._look_at(key)

    def _look_at(self, key: str) -> None:
        """See what became of a module: its lines moved, or it has another text, None where one of the two can't be read."""
        from layerlint.engine.cache.lines import moved

        before, after = self._memory.text(key), self._analysis.source(key)
        texts = (before, after) if before is not None and after is not None else None
        lines = moved(*texts) if texts is not None else None
        if lines is not None:
            self._shifted[key] = lines
        else:
            self._edited.add(key)
        self._texts[key] = texts

    def keep_roots(self) -> bool:
        """Whether the modules have the names that they had: what is imported says where the source roots are."""
        roots = self._memory.roots
        if not self._new and not self._gone and self._have_same_imports():
            self._analysis = self._analysis.again(layout=(roots, {}))
            return True
        tree = self._analysis.project.modules.tree
        folders = {key.rpartition("/")[0] or "." for key in self._keys}
        return all(tree.root_of(folder) == roots[folder] for folder in folders & roots.keys())

    def _have_same_imports(self) -> bool:
        from layerlint.engine.imported import say_the_same

        return all(texts is not None and say_the_same(key, *texts, self._keys) for key, texts in self._texts.items())

    def _begin(self) -> None:
        """Begin with what has changed."""
        from layerlint.engine.imported import are_of_same
        from layerlint.engine.outline import changed_names

        for key in self._edited:
            texts = self._texts[key]
            is_named = texts is not None and are_of_same(self._analysis.project.modules.tree, key, *texts)
            self._felt.start(key, changed_names(*texts) if texts is not None and is_named else None)
        for key in (*self._new, *self._gone):
            self._felt.start(key, None)

    def resumed(self) -> Resumed | None:
        """The results that hold, None where too few do."""
        self._felt = Felt(self._analysis, self._memory, self._most)
        self._begin()
        for key in self._answered_otherwise():
            self._felt.start(key, None)
        done: set[str] | None = None
        while not self._felt.everywhere:
            anew = (self._felt.names.keys() | self._shifted.keys()) & self._keys
            if anew == done:
                return self._results(anew, {*self._felt.names})
            if len(anew) > self._most:
                return None
            self._collect(anew)
            self._feel_otherwise(anew)
            done = anew
        return None

    def buffered(self) -> Resumed:
        """The results that hold, but for those of changed files."""
        anew = (self._changed | self._new) & self._keys
        self._collect(anew)
        return self._results(anew, anew)

    def _collect(self, anew: set[str]) -> None:
        """Collect what some modules say of others, all the rest being as it was."""
        old = self._memory.parts
        known = self._keys - anew - self._new
        given: dict[str, Parts] = {}
        for stage in self._analysis.indexes():
            for index in stage:
                group = old.get(index.name, {})
                given[index.name] = {key: tuple(group.get(key, ())) for key in known}
        self._analysis = self._analysis.again(given, self._analysis.project.modules.tree.layout())
        self._analysis.prepare()

    def _feel_otherwise(self, anew: set[str]) -> None:
        """Take along those of whom some modules, or modules that are gone, say something else than before."""
        collected = self._analysis.project.contributions.collected
        asked: dict[str, Any] = {}
        for index in (index for stage in self._analysis.indexes() for index in stage):
            old = self._memory.parts.get(index.name, {})
            if not index.has_targets:
                asked[index.name] = index
                continue
            for key in anew | self._gone:
                before, after = _said(old.get(key, ()), index), _said(collected[index.name].get(key, ()), index)
                for record in before ^ after:
                    self._felt.start_symbol(str(record[0]), self._keys)
        for asker, questions in self._memory.asked.items():
            for question, answer in questions.items():
                name, colon, word = question.partition(": ")
                if colon and name in asked and asked[name].answer(word) != answer:
                    self._felt.start(asker, None)
        for key in anew & self._felt.names.keys():
            old_row = self._memory.results.get(key)
            if old_row is None or old_row[4] != self._analysis.verdict_digest(key):
                self._felt.start(key, None)

    def _answered_otherwise(self) -> set[str]:
        """The modules whose imports mean other files now."""
        if not self._new and not self._gone:
            return set()
        tree = self._analysis.project.modules.tree
        found = set()
        for asker, questions in self._memory.asked.items():
            if asker not in self._keys:
                continue
            for question, answer in questions.items():
                if " " in question:
                    continue
                if question.endswith("."):
                    now = "yes" if tree.has_package(question[:-1], asker) else ""
                else:
                    now = tree.find(question, asker) or ""
                if now != answer:
                    found.add(asker)
                    break
        return found

    def _results(self, anew: set[str], taken: set[str]) -> Resumed:
        """What holds; a result whose trail points into a module with other code is made anew as well."""
        unsure = self._edited | self._gone
        results = {}
        for key, data in self._memory.results.items():
            if key in anew or key not in self._keys:
                continue
            others = other_paths(data, key)
            if others.isdisjoint(unsure) and not (data[3] and self._has_fix_in(data, others)):
                results[key] = with_lines(data, self._shifted) if not others.isdisjoint(self._shifted) else data
        return Resumed(self._analysis, results, frozenset(taken))

    def _has_fix_in(self, data: list[Any], others: set[str]) -> bool:
        """Whether a fix would edit a module whose lines have moved."""
        wanted = others & self._shifted.keys()
        return bool(wanted) and any(edit["path"] in wanted for row in data[3] if row[7] for edit in row[7]["edits"])


def _is_other(old: Stamp, new: Stamp) -> bool:
    return old.digest != new.digest or not new.is_readable


def _said(part: Iterable[Record], index: Index) -> set[Record]:
    """A part without line numbers."""
    if not index.lines:
        return {tuple(record) for record in part}
    return {tuple(item for place, item in enumerate(record) if place not in index.lines) for record in part}
