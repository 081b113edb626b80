"""Findings that are known and left alone: `layerlint-baseline.json`, beside the configuration.

An entry is keyed by rule, path, symbol and message, none of which holds a line; equal ones are counted. What a file has more
than its entries say is new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from layerlint.config import ConfigError
from layerlint.engine.writing import write_whole
from layerlint.model import Diagnostic

NAME = "layerlint-baseline.json"
_VERSION = 1
_NEVER = frozenset({"LAY900", "LAY903"})
Key = tuple[str, str, str, str]


def key_of(finding: Diagnostic, path: str) -> Key:
    """What a finding is known by; `path` is its file's, below the configuration's folder."""
    return (path, finding.code, finding.symbol or "", finding.message)


class Baseline:
    """The known findings below one folder."""

    def __init__(self, folder: Path, known: Counter[Key] | None = None) -> None:
        self.folder = folder
        self.known = known if known is not None else Counter()

    @classmethod
    def load(cls, folder: Path) -> Baseline:
        """Read a folder's baseline, an empty one where there is none. Raises `ConfigError` for a file that is none."""
        path = folder / NAME
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            if document["version"] != _VERSION:
                raise ConfigError(f"{path}: version {document['version']} is not known, {_VERSION} is")
            entries = [(_entry(item), item.get("count", 1)) for item in document["findings"]]
        except FileNotFoundError:
            return cls(folder)
        except OSError as error:
            raise ConfigError(f"{path}: can't be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ConfigError(f"{path}: is no baseline: write it anew with `layerlint baseline`") from error
        known: Counter[Key] = Counter()
        for key, count in entries:
            if type(count) is not int or count < 1:
                raise ConfigError(f"{path}: `count` must be a whole number above 0")
            known[key] += count
        return cls(folder, known)

    @cached_property
    def _by_path(self) -> dict[str, dict[Key, int]]:
        found: dict[str, dict[Key, int]] = {}
        for key, count in self.known.items():
            found.setdefault(key[0], {})[key] = count
        return found

    def new(self, findings: Iterable[Diagnostic], path: str) -> list[Diagnostic]:
        """The findings of one file that are not known; of equal ones the last."""
        left = Counter(self._by_path.get(path, {}))
        found = []
        for finding in findings:
            key = key_of(finding, path)
            if finding.code not in _NEVER and left[key] > 0:
                left[key] -= 1
            else:
                found.append(finding)
        return found

    def knows(self, path: str) -> bool:
        """Whether there are entries for a file."""
        return path in self._by_path

    def renamed(self, moves: Mapping[str, str]) -> Baseline:
        """The entries with files by other names."""
        known: Counter[Key] = Counter()
        for (path, code, symbol, message), count in self.known.items():
            known[moves.get(path, path), code, symbol, message] += count
        return Baseline(self.folder, known)

    def shrunk(self, now: Counter[Key]) -> Baseline:
        """The entries that still hold, no new one among them."""
        return Baseline(self.folder, self.known & now)

    def write(self) -> None:
        """Write the file whole, or not at all: sorted, one entry a line, so that branches can be merged. Raises `ConfigError`."""
        path = self.folder / NAME
        rows = []
        for (file, code, symbol, message), count in sorted(self.known.items()):
            entry: dict[str, str | int] = {"path": file, "rule": code, "symbol": symbol, "message": message}
            if count > 1:
                entry["count"] = count
            rows.append("    " + json.dumps(entry, ensure_ascii=False))
        text = f'{{\n  "version": {_VERSION},\n  "findings": [\n' + ",\n".join(rows) + ("\n" if rows else "") + "  ]\n}\n"
        write_whole(path, text.encode())


def counted(findings: Iterable[tuple[Diagnostic, str]]) -> Counter[Key]:
    """The entries for findings with their files' paths below the configuration's folder."""
    return Counter(key_of(finding, path) for finding, path in findings if finding.code not in _NEVER)


def _entry(item: dict[str, str]) -> Key:
    key = (item["path"], item["rule"], item["symbol"], item["message"])
    if not all(isinstance(part, str) for part in key):
        raise ValueError
    return key
