"""Extractions shown as a diff, and written: all files or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from layerlint.config import ConfigError
from layerlint.engine.writing import write_whole
from layerlint.fixing.difference import of_texts
from layerlint.fixing.extract.steps import Extraction
from layerlint.fixing.refusal import RefusedError
from layerlint.fixing.source import Source


def difference(found: Extraction, shown: Callable[[str], str]) -> str:
    """The unified diff of all files, a new one's against /dev/null; `shown` gives the path to print of a module's key."""
    parts = []
    for key in sorted(found.after):
        source = found.before[key]
        before = source.text if source is not None else ""
        if source is None and not found.after[key]:
            parts.append(f"--- /dev/null\n+++ {shown(key)}\n")
        parts.append(of_texts(before, found.after[key], shown(key) if source is not None else "/dev/null", shown(key)))
    return "".join(parts)


def write(found: Extraction, folder: Path) -> None:
    """Write all files. Raises `ConfigError` if one can't be written, and then puts back what was."""
    _check(found, folder)
    done: list[str] = []
    folders: list[Path] = []
    try:
        for key in sorted(found.after):
            path, source = folder / key, found.before[key]
            if source is None:
                folders += _made(path.parent)
                done.append(key)
                write_whole(path, found.after[key].encode())
            else:
                done.append(key)
                source.write(found.after[key])
    except (ConfigError, OSError, RefusedError) as error:
        for key in done:
            _put_back(folder / key, found.before[key])
        for item in reversed(folders):
            item.rmdir()
        reason = error.reason if isinstance(error, RefusedError) else str(error)
        raise ConfigError(f"nothing was written: {reason}") from error


def _check(found: Extraction, folder: Path) -> None:
    """Every file is as it was read. Raises `ConfigError`."""
    for key, source in found.before.items():
        path = folder / key
        try:
            is_same = not path.exists() if source is None else path.read_bytes() == source.data
        except OSError as error:
            raise ConfigError(f"nothing was written: {path}: {error.strerror}") from error
        if not is_same:
            raise ConfigError(f"nothing was written: {path} has changed meanwhile")


def _made(folder: Path) -> list[Path]:
    """Make a folder with those above it, and give the new ones, the outermost first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for item in reversed(missing):
        item.mkdir()
    return missing[::-1]


def _put_back(path: Path, source: Source | None) -> None:
    if source is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != source.data:
        write_whole(path, source.data)
