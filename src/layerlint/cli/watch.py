"""`layerlint check --watch`: once more whenever a file has changed."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import click

from layerlint.cli import options
from layerlint.config import ConfigError
from layerlint.engine import NothingToCheckError
from layerlint.engine.baseline import NAME as BASELINE
from layerlint.engine.discovery import MARKERS, folders_above, project_folder, python_files

_SECONDS = 0.3
_SHARE = 10
"""Looking takes at most one in so many seconds, however large a project is."""
_SHOWN = 3
_BESIDE = (*MARKERS, ".gitignore", BASELINE)

Seen = dict[str, tuple[int, ...]]


@contextmanager
def kept(cache: options.Cache | None) -> Iterator[options.Cache]:
    """Where runs keep what they find: without a cache in a folder of this process, so that only the first one checks all."""
    if cache is not None:
        yield cache
        return
    with TemporaryDirectory(prefix="layerlint-") as folder:
        yield options.Cache(Path(folder))


def repeat(once: Callable[[], object], paths: Sequence[Path], others: Sequence[Path]) -> NoReturn:
    """Do something now and after each change of the paths' projects, or of other files, until Ctrl-C. Raises `ConfigError`."""
    for path in paths:
        if not path.exists():
            raise ConfigError(f"no such path: {path}")
    folders = {project_folder(Path(os.path.abspath(path))) for path in paths}
    seen = _look(folders, others)
    while True:
        try:
            once()
        except (ConfigError, NothingToCheckError, click.UsageError) as error:
            options.warn(" ".join(str(error).split()))
        # The command line runs without the collector, which is for processes that end soon.
        gc.collect()
        options.warn(f"watching {len(seen)} files, Ctrl-C stops")
        before, seen = seen, _changed(seen, folders, others)
        if sys.stdout.isatty():
            click.clear()
        options.warn(f"{time.strftime('%H:%M:%S')}: {_told(before, seen)}")


def _changed(seen: Seen, folders: set[Path], others: Sequence[Path]) -> Seen:
    """What is seen once something has changed, and nothing any more."""
    last = seen
    while True:
        begun = time.monotonic()
        now = _look(folders, others)
        if now != seen and now == last:
            return now
        last = now
        time.sleep(max(_SECONDS, (time.monotonic() - begun) * _SHARE))


def _look(folders: set[Path], others: Sequence[Path]) -> Seen:
    found: Seen = {}
    for path in (*map(str, others), *(path for folder in folders for path in _watched(folder))):
        try:
            status = os.stat(path)
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
    return found


def _watched(folder: Path) -> Iterator[str]:
    """The files of a project that a run reads, and those that may be there."""
    keys = python_files(folder)
    yield from (os.path.join(folder, key) for key in keys)
    yield from (os.path.join(folder, part, name) for part in folders_above(keys) for name in _BESIDE)


def _told(before: Seen, after: Seen) -> str:
    paths = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    words = {(True, True): "changed", (True, False): "is gone", (False, True): "is new"}
    told = [f"{os.path.relpath(path)} {words[path in before, path in after]}" for path in paths[:_SHOWN]]
    more = [f"{len(paths) - _SHOWN} more"] if len(paths) > _SHOWN else []
    return ", ".join(told + more)
