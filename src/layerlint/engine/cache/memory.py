"""What the last run over a project found.

The file of a context holds, by module: its stamp, its result, what it says of others (`parts`) and what it leaned on (`asked`:
each question about the rest of the project, with the answer, which may be a module's key). The texts lie in a file of their own,
the pack, which is looked into only when a text has changed, to see whether its code did; it is believed where a digest says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from layerlint.engine.cache.file import CacheFile, DamagedError, write
from layerlint.engine.cache.folder import CacheFolder
from layerlint.engine.cache.stamps import Stamp, of_text
from layerlint.engine.result import FileResult, Titles

_MANY = 64
_PLACE = len(Stamp._fields)
"""Where in a row the place of a text in the pack follows the stamp."""


@dataclass(slots=True)
class Findings:
    """All that a run is to leave behind; `results` are as data, of modules that were checked alone; empty parts are left out."""

    taken: int
    stamps: dict[str, Stamp]
    titles: Titles
    results: dict[str, list[Any]] = field(default_factory=dict)
    parts: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    plugins: list[list[Any]] = field(default_factory=list)


class Memory:
    """One context's file, opened: sections are read when first asked for, any of them may raise `DamagedError`."""

    def __init__(self, file: CacheFile, folder: CacheFolder) -> None:
        self._file = file
        self._folder = folder
        head = file.json("head")
        self.taken: int = head["taken"]
        self.plugins: list[list[Any]] = head["plugins"]
        self.roots: dict[str, str] = head["roots"]
        self.pack: str = head["pack"]

    @classmethod
    def open(cls, folder: CacheFolder, name: str, key: bytes) -> Memory | None:
        """The memory of a context, None where there is none, or a damaged one."""
        file = CacheFile.open(folder, name, key)
        try:
            return cls(file, folder) if file is not None else None
        except DamagedError:
            return None

    @cached_property
    def rows(self) -> dict[str, list[Any]]:
        """The stamps of all modules, each with where its text begins in the pack and how many bytes it has; -1 for none."""
        found: dict[str, list[Any]] = self._file.json("stamps")
        return found

    @cached_property
    def stamps(self) -> dict[str, Stamp]:
        """The stamps of all modules."""
        return {key: Stamp(*row[:_PLACE]) for key, row in self.rows.items()}

    @cached_property
    def results(self) -> dict[str, list[Any]]:
        """The results of modules that were checked, as data."""
        found: dict[str, list[Any]] = self._file.json("results")
        return found

    @cached_property
    def titles(self) -> Titles:
        """The slugs and helps of rules."""
        return {code: (slug, text) for code, (slug, text) in self._file.json("titles").items()}

    @cached_property
    def parts(self) -> dict[str, dict[str, list[Any]]]:
        """What modules say of others, by index; a module without a part says nothing."""
        found = self._file.json("parts")
        return {index: {key: [tuple(record) for record in part] for key, part in group.items()} for index, group in found.items()}

    @cached_property
    def asked(self) -> dict[str, dict[str, str]]:
        """What was asked on behalf of each module, with the answers."""
        found: dict[str, dict[str, str]] = self._file.json("asked")
        return found

    @cached_property
    def edits(self) -> dict[str, str]:
        """The texts that aren't in the pack."""
        found: dict[str, str] = self._file.json("edits")
        return found

    def result(self, key: str) -> FileResult | None:
        """A module's result, None where it wasn't checked."""
        row = self.results.get(key)
        return FileResult.from_data(row, key, self.titles) if row is not None else None

    def text(self, key: str) -> str | None:
        """A module's text, None where it isn't to be had any more."""
        found = self.edits.get(key)
        if found is None:
            found = self._packed(*self.rows[key][_PLACE:])
        return found if found is not None and of_text(found) == self.stamps[key].digest else None

    def _packed(self, start: int, length: int) -> str | None:
        if start < 0:
            return None
        stream = self._folder.open(self.pack)
        if stream is None:
            return None
        with stream:
            stream.seek(start)
            return stream.read(length).decode("utf-8", "replace")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def save(folder: CacheFolder, name: str, key: bytes, found: Findings, text: Callable[[str], str], old: Memory | None) -> bool:
    """Keep what a run found, beside the texts that an older memory of the context holds already; False where it can't be kept."""
    rows, edits, pack = _places(found.stamps, old), {}, old.pack if old is not None else ""
    missing = [key for key, row in rows.items() if row[_PLACE] < 0]
    if old is not None and folder.use(old.pack) and len(missing) <= max(_MANY, len(rows) // 10):
        edits = {key: text(key) for key in missing}
    else:
        pack = _write_pack(folder, name, found.taken, rows, text)
    head = {"taken": found.taken, "plugins": found.plugins, "roots": found.roots, "pack": pack}
    sections: dict[str, object] = {
        "head": head,
        "stamps": rows,
        "results": found.results,
        "titles": found.titles,
        "parts": found.parts,
        "asked": found.asked,
        "edits": edits,
    }
    data = {title: json.dumps(value, separators=(",", ":"), ensure_ascii=True).encode() for title, value in sections.items()}
    is_kept = write(folder, name, key, data)
    if is_kept and old is not None and old.pack != pack:
        folder.remove(old.pack)
    return is_kept


def _places(stamps: Mapping[str, Stamp], old: Memory | None) -> dict[str, list[Any]]:
    """The stamps with the places of texts that an older pack has."""
    found = {}
    for key, stamp in stamps.items():
        row = old.rows.get(key) if old is not None else None
        found[key] = [*stamp, *(row[_PLACE:] if row is not None and row[_PLACE - 1] == stamp.digest else (-1, 0))]
    return found


def _write_pack(folder: CacheFolder, name: str, taken: int, rows: dict[str, list[Any]], text: Callable[[str], str]) -> str:
    """Write all texts, and note their places."""
    parts = []
    start = 0
    for key, row in rows.items():
        data = text(key).encode("utf-8", "replace")
        parts.append(data)
        row[_PLACE:] = [start, len(data)]
        start += len(data)
    pack = f"{name}-{taken:x}"
    folder.write(pack, parts)
    return pack
