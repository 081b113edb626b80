"""Which folder is the project's, and which files belong to it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from layerlint.globs import matches

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

MARKERS = ("layerlint.toml", "pyproject.toml", "setup.cfg", "setup.py", "manage.py")
_SKIPPED = frozenset(
    ".git .hg .svn .bzr .tox .nox .venv .eggs .direnv .mypy_cache .pytest_cache .ruff_cache .pyenv .ipynb_checkpoints "
    "__pycache__ __pypackages__ node_modules site-packages .layerlint_cache".split()
)
_PLAIN = re.compile(r"\*?[^*?\[\]!/\\ ]+/?")
_PLACED = frozenset({"build", "dist"})
_BUILD = _PLACED | {"_build", "buck-out"}


def project_folder(path: Path) -> Path:
    """The project of a file or folder: the repository's top, else the nearest folder with a project file, or where packages end."""
    folder = path if path.is_dir() else path.parent
    home = os.path.expanduser("~")
    candidates = [candidate for candidate in (folder, *folder.parents) if candidate != candidate.parent]
    for candidate in candidates:
        if str(candidate) == home and candidate != folder:
            break
        if (candidate / ".git").exists():
            return candidate
    marked = [candidate for candidate in candidates if any((candidate / name).is_file() for name in MARKERS)]
    if marked:
        return marked[0]
    working = Path.cwd()
    if folder.is_relative_to(working):
        folder = working
    while (folder / "__init__.py").exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def folders_above(keys: Iterable[str]) -> set[str]:
    """The folders of files, with those above them; `""` is the project's."""
    found = {""}
    for key in keys:
        folder = key.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def project_files(folder: Path, keys: Iterable[str]) -> list[str]:
    """The files that make projects of folders, beside and above some Python files; those that are Python with what tells edits."""
    found = []
    for below in sorted(folders_above(keys)):
        for name in MARKERS:
            try:
                status = os.stat(os.path.join(folder, below, name))
            except OSError:
                continue
            key = f"{below}/{name}" if below else name
            found.append(f"{key} {status.st_mtime_ns} {status.st_size}" if name == "setup.py" and key not in keys else key)
    return found


def python_files(
    folder: Path, exclude: Iterable[str] = (), warn: Callable[[str], None] | None = None, used: set[str] | None = None
) -> list[str]:
    """The keys of a project's Python files and stubs, without what git ignores, environments and build folders.

    `exclude` are globs relative to `folder`, those that match are put into `used`; `warn` is told, in one line, of folders
    that can't be read.
    """
    globs = tuple(exclude)

    def excluded(key: str) -> bool:
        matching = [glob for glob in globs if matches(key, glob)]
        if used is not None:
            used.update(matching)
        return bool(matching)

    ignore = _Ignore(folder)
    found: list[str] = []
    stack = [("", str(folder))]
    while stack:
        prefix, directory = stack.pop()
        try:
            with os.scandir(directory) as entries:
                items = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            if warn is not None:
                warn(f"{prefix.rstrip('/') or '.'}: can't be read: {error.strerror}")
            continue
        names = {item.name for item in items}
        if prefix and "pyvenv.cfg" in names:
            continue
        if ".gitignore" in names:
            ignore.add(prefix, Path(directory) / ".gitignore")
        for item in items:
            key = prefix + item.name
            if item.is_dir(follow_symlinks=False):
                if item.name in _SKIPPED or (item.name in _BUILD and _is_built(item, bool(prefix) and names.isdisjoint(MARKERS))):
                    continue
                if not ignore.ignored(key + "/") and not (globs and excluded(key)):
                    stack.append((key + "/", item.path))
            elif item.name.endswith((".py", ".pyi")) and os.path.isfile(item.path):
                if not ignore.ignored(key) and not (globs and excluded(key)):
                    found.append(key)
    return sorted(found)


def _is_built(item: os.DirEntry[str], within: bool) -> bool:
    """Whether a folder named for what is built is no package; `within` says that it's not at the top, nor beside a project file."""
    try:
        names = os.listdir(item.path)
    except OSError:
        return True
    if "__init__.py" in names:
        return False
    return not (within and item.name in _PLACED and any(name.endswith(".py") for name in names))


class _Ignore:
    """The `.gitignore` files seen so far; nested ones can only add to or take back what those above ignore."""

    def __init__(self, folder: Path) -> None:
        self.files: list[_IgnoreFile] = []
        exclude = folder / ".git" / "info" / "exclude"
        if exclude.is_file():
            self.add("", exclude)

    def add(self, prefix: str, path: Path) -> None:
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return
        lines = [line for line in lines if line.strip() and not line.startswith("#")]
        if lines:
            self.files.append(_IgnoreFile(prefix, lines))

    def ignored(self, key: str) -> bool:
        verdict = False
        for file in self.files:
            if key.startswith(file.prefix):
                result = file.verdict(key[len(file.prefix) :])
                verdict = verdict if result is None else result
        return verdict


class _IgnoreFile:
    """One `.gitignore`. Plain names and `*.suffix` lines are looked at first: most paths match none, and need no more."""

    def __init__(self, prefix: str, lines: list[str]) -> None:
        from pathspec import GitIgnoreSpec

        self.prefix = prefix
        plain = [line.rstrip("/") for line in lines if _PLAIN.fullmatch(line)]
        self.names = {line for line in plain if not line.startswith("*")}
        self.suffixes = tuple(line[1:] for line in plain if line.startswith("*"))
        self.others = GitIgnoreSpec.from_lines(line for line in lines if not _PLAIN.fullmatch(line))
        self.lines = lines

    @cached_property
    def spec(self) -> GitIgnoreSpec:
        """All lines, which only few paths need."""
        from pathspec import GitIgnoreSpec

        return GitIgnoreSpec.from_lines(self.lines)

    def verdict(self, path: str) -> bool | None:
        """Whether the lines ignore a path below the file's folder (True), take it back (False), or say nothing (None)."""
        name = path.rstrip("/").rpartition("/")[2]
        concerned = name in self.names or name.endswith(self.suffixes) or self.others.check_file(path).include is not None
        return self.spec.check_file(path).include if concerned else None
