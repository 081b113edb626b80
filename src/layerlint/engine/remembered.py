"""A project's runs, each of which begins with what the last one left behind."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from layerlint.engine.analysis import Analysis
from layerlint.engine.cache.context import name_of
from layerlint.engine.cache.file import DamagedError
from layerlint.engine.cache.folder import CacheFolder
from layerlint.engine.cache.hashing import digest
from layerlint.engine.cache.memory import Findings, Memory, save
from layerlint.engine.cache.signing import is_shared, user_key
from layerlint.engine.cache.stamps import Stamp, look, settled
from layerlint.engine.incremental import Resumed, resume


class Remembered:
    """One project and its memory. `begin` gives the analysis to ask, `end` keeps what it found.

    Whatever is wrong with the cache, a run goes on without it. `stamps` are the files as `begin` saw them.
    """

    def __init__(self, analysis: Analysis, folder: CacheFolder) -> None:
        self._analysis = analysis
        self._folder = folder
        self._key = user_key()
        self._name = ""
        self._memory: Memory | None = None
        self._resumed = Resumed(analysis)
        self._is_resumed = False
        self.stamps: dict[str, Stamp] = {}
        self._taken = 0

    @property
    def is_usable(self) -> bool:
        """Whether anything can be kept: not where the user has no place for a key."""
        return self._key is not None

    def begin(self) -> Analysis:
        """The analysis, with the results that still hold."""
        self._resumed, self._is_resumed, self._memory, self.stamps = Resumed(self._analysis), False, None, {}
        if self._key is None:
            return self._analysis
        settings, keys = self._analysis.settings, self._analysis.keys
        self._taken = time.time_ns()
        self._name = name_of(settings.fingerprint(keys), is_shared())
        memory = Memory.open(self._folder, self._name, self._key)
        try:
            if memory is not None and _are_as_before(memory.plugins):
                self.stamps = look(self._analysis.folder, keys, self._analysis.overlay, memory.stamps, memory.taken)
                resumed = resume(self._analysis, memory, self.stamps)
                self._memory = memory
                if resumed is not None:
                    self._resumed, self._is_resumed = resumed, True
                    self._recall(memory)
        except DamagedError:
            self._memory, self._resumed, self._is_resumed = None, Resumed(self._analysis), False
        if not self.stamps:
            self.stamps = look(self._analysis.folder, keys, self._analysis.overlay, {}, 0)
        return self._resumed.analysis

    def _recall(self, memory: Memory) -> None:
        from layerlint.engine.result import FileResult

        analysis, titles = self._resumed.analysis, memory.titles
        analysis.known = {key: FileResult.from_data(row, key, titles) for key, row in self._resumed.results.items()}
        analysis.certain.update((key, item.layer if item.is_certain else None) for key, item in analysis.known.items())

    def has(self, key: str, digest: str) -> bool:
        """Whether a module's text, by its digest, was the file's at the beginning."""
        stamp = self.stamps.get(key)
        return stamp is not None and stamp.digest == digest

    def whole(self) -> Analysis:
        """As `begin`, with the results of all modules: of several processes that ask at once, one makes what is missing."""
        analysis = self.begin()
        wanted = [key for key in analysis.keys if analysis.settings.is_readable(key)]
        if self._key is None or analysis.known.keys() >= {*wanted}:
            return analysis
        with self._folder.lock():
            analysis = self.begin()
            for key in wanted:
                analysis.result(key)
            self.end()
        return analysis

    def end(self) -> None:
        """Keep what was found; results that hold a fault of ours aren't kept."""
        try:
            self._keep()
        except DamagedError:
            self._folder.remove(self._name)

    def _keep(self) -> None:
        analysis = self._resumed.analysis
        if self._key is None or analysis.overlay or not self._is_worth_it(analysis):
            return
        if analysis.is_open and analysis.project.contributions.failures:
            return
        found = Findings(self._taken, settled(analysis.folder, self.stamps), self._titles(analysis))
        found.results = dict(self._resumed.results)
        for key, result in analysis.known.items():
            if key not in found.results and not result.has_failed:
                found.results[key] = result.as_data()
        if analysis.is_open:
            self._take(found, analysis)
        elif self._memory is not None:
            found.parts, found.asked = self._memory.parts, self._memory.asked
            found.roots, found.plugins = self._memory.roots, self._memory.plugins
        save(self._folder, self._name, self._key, found, analysis.text, self._memory)

    def _is_worth_it(self, analysis: Analysis) -> bool:
        """Whether anything is known that the memory doesn't have."""
        if self._memory is None or self.stamps != self._memory.stamps:
            return True
        if any(stamp.is_fresh(self._memory.taken) for stamp in self.stamps.values()):
            return True
        return analysis.known.keys() != self._memory.results.keys()

    def _take(self, found: Findings, analysis: Analysis) -> None:
        from layerlint.engine.user_knowledge import plugin_files

        project = analysis.project
        collected = project.contributions.collected
        found.parts = {name: {key: list(part) for key, part in group.items() if part} for name, group in collected.items()}
        found.asked = {key: dict(questions) for key, questions in project.modules.tree.asked.items()}
        if self._memory is not None and self._is_resumed:
            for key, questions in self._memory.asked.items():
                if key not in self._resumed.taken and (key in self.stamps or key == "*"):
                    found.asked[key] = {**questions, **found.asked.get(key, {})}
        found.roots = dict(project.modules.tree.roots)
        found.plugins = [_file_stamp(path) for path in plugin_files()]

    @staticmethod
    def _titles(analysis: Analysis) -> dict[str, tuple[str, str]]:
        from layerlint.rules import load

        return {item.rule.code: (item.rule.slug, item.rule.help) for item in load()}


def _file_stamp(path: str) -> list[Any]:
    return [path, digest(Path(path).read_bytes())]


def _are_as_before(plugins: Iterable[list[Any]]) -> bool:
    try:
        return all(_file_stamp(item[0]) == item for item in plugins)
    except OSError:
        return False
