"""The lines of the files that findings are in, read once each."""

from __future__ import annotations

from pathlib import Path

from layerlint import syntax


class SourceLines:
    """Lines by the path that is printed."""

    def __init__(self) -> None:
        self._files: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str:
        """A line, 1-based and without its end; empty where the file can't be read or has no such line."""
        if path not in self._files:
            try:
                self._files[path] = syntax.read(Path(path)).split("\n")
            except syntax.UnreadableError:
                self._files[path] = []
        lines = self._files[path]
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def bytes_before(self, path: str, number: int, column: int) -> int:
        """How many bytes of UTF-8 stand before a column, which counts code points from 0."""
        return len(self.line(path, number)[:column].encode(errors="replace")) or column
