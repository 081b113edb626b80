"""One signed file of named sections, each of which is read, and compared with its digest, only when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

from layerlint.engine.cache.folder import CacheFolder
from layerlint.engine.cache.hashing import digest, signature

_MAGIC = b"layerlint cache 1\n"
_LONGEST_HEADER = 1 << 20


class DamagedError(Exception):
    """A section that isn't what was written."""


def write(folder: CacheFolder, name: str, key: bytes, sections: Mapping[str, bytes]) -> bool:
    """Write a file with sections; False where that can't be done."""
    table: dict[str, list[Any]] = {}
    start = 0
    for title, data in sections.items():
        table[title] = [start, len(data), digest(data)]
        start += len(data)
    header = json.dumps([name, table]).encode()
    head = _MAGIC + signature(key, header).encode() + b"\n" + header + b"\n"
    return folder.write(name, [head, *sections.values()])


class CacheFile:
    """A file that was opened; `close` it, or it is closed with the process."""

    def __init__(self, stream: BinaryIO, table: dict[str, list[Any]], start: int) -> None:
        self._stream = stream
        self._table = table
        self._start = start

    @classmethod
    def open(cls, folder: CacheFolder, name: str, key: bytes) -> CacheFile | None:
        """Open a file, None where there is none that the key has signed."""
        stream = folder.open(name)
        if stream is None:
            return None
        try:
            if stream.readline(len(_MAGIC)) == _MAGIC:
                given = stream.readline(80).decode("ascii").strip()
                header = stream.readline(_LONGEST_HEADER).removesuffix(b"\n")
                if signature(key, header) == given:
                    named, table = json.loads(header)
                    if named == name:
                        return cls(stream, table, stream.tell())
        except (OSError, ValueError):
            pass
        stream.close()
        return None

    def section(self, title: str) -> bytes:
        """A section. Raises `DamagedError` where it isn't what was written."""
        try:
            start, length, wanted = self._table[title]
            self._stream.seek(self._start + start)
            found = self._stream.read(length)
        except (KeyError, OSError, ValueError) as error:
            raise DamagedError(title) from error
        if digest(found) != wanted:
            raise DamagedError(title)
        return found

    def json(self, title: str) -> Any:
        """A section that holds JSON. Raises `DamagedError`."""
        return json.loads(self.section(title))

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
