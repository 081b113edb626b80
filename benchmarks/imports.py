"""Who imports whom, counted from the source, and the modules that are edited."""

from __future__ import annotations

import ast
import os
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


def module_name(path: Path, folder: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(folder).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def trees(files: list[Path]) -> Iterator[tuple[Path, ast.Module]]:
    """The tree of each file that can be parsed."""
    for path in files:
        try:
            yield path, ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            continue


def imported_by(folder: Path, files: list[Path]) -> dict[Path, set[Path]]:
    """The modules that import each module, directly."""
    paths = {module_name(path, folder): path for path in files}
    found: dict[Path, set[Path]] = defaultdict(set)
    for path, tree in trees(files):
        package = module_name(path, folder).split(".")
        if path.name != "__init__.py":
            package.pop()
        for node in ast.walk(tree):
            for name in _imported(node, package, paths):
                if paths[name] != path:
                    found[paths[name]].add(path)
    return found


def _imported(node: ast.AST, package: list[str], paths: dict[str, Path]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in paths)
    elif isinstance(node, ast.ImportFrom):
        parts = package[: len(package) - node.level + 1] if node.level else []
        base = ".".join([*parts, *([node.module] if node.module else [])])
        for alias in node.names:
            name = f"{base}.{alias.name}"
            if name in paths:
                yield name
            elif base in paths:
                yield base


@dataclass
class Edit:
    """A file that is changed before a run and put back after it; no two changes are the same."""

    path: Path
    line: int
    text: str
    _count: int = 0
    _kept: bytes = b""
    _stat: os.stat_result | None = None

    def do(self) -> None:
        """Put the line in."""
        self._count += 1
        self._kept = self.path.read_bytes()
        self._stat = self.path.stat()
        lines = self._kept.split(b"\n")
        end = b"\r" if lines[0].endswith(b"\r") else b""
        lines.insert(self.line - 1, f"{self.text}{self._count}".encode() + end)
        self.path.write_bytes(b"\n".join(lines))

    def undo(self) -> None:
        """Put the file back as it was, its time too."""
        if self._stat is not None:
            self.path.write_bytes(self._kept)
            os.utime(self.path, ns=(self._stat.st_atime_ns, self._stat.st_mtime_ns))
            self._stat = None


class Edits(NamedTuple):
    """The edits of a code base, and how many modules import those that are edited."""

    leaf: Edit
    comment: Edit
    comment_importers: int
    body: Edit
    body_importers: int


def edits(folder: Path, files: list[Path], importers: Mapping[Path, Set[Path]]) -> Edits | None:
    """A module that nobody imports, of middling size; the one that most import; the one with a function that most import."""
    bodies = {path: line for path, tree in trees(files) if (line := _place(tree, path)) is not None}
    leaves = {
        path: path.read_bytes().count(b"\n")
        for path in bodies
        if not importers.get(path) and not _is_aside(path.relative_to(folder)) and path.name != "__init__.py"
    }
    if not leaves or not importers:
        return None

    def popular(path: Path) -> tuple[int, str]:
        return len(importers.get(path, ())), str(path)

    middle = statistics.median_low(leaves.values())
    leaf = min(path for path, size in leaves.items() if size == middle)
    widest = max(files, key=popular)
    function = max(bodies, key=popular)
    first = 1 + sum(1 for line in widest.read_bytes().split(b"\n")[:2] if line.startswith(b"#"))
    return Edits(
        Edit(leaf, *bodies[leaf]),
        Edit(widest, first, "# a remark "),
        popular(widest)[0],
        Edit(function, *bodies[function]),
        popular(function)[0],
    )


def _is_aside(path: Path) -> bool:
    return any("test" in part or "migration" in part for part in path.parts)


def _place(tree: ast.Module, path: Path) -> tuple[int, str] | None:
    """Where a statement can be put into a function: the line, and the statement's beginning."""
    lines = path.read_bytes().split(b"\n")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(node.body) > 1:
            last = node.body[-1]
            indent = lines[last.lineno - 1][: last.col_offset]
            if not indent.strip() and not getattr(last, "decorator_list", None):
                return last.lineno, indent.decode() + "edited = "
    return None
