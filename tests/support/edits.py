"""Edits such as people make, and some that nobody would, drawn by chance in a folder of Python files."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

_TOP = re.compile(r"^(?:async def|def|class) (\w+)", re.M)
_IMPORT = re.compile(r"^from [\w.]+ import (\w+)$", re.M)
_STATEMENTS = (
    "added = 1",
    'raise ValueError("x")',
    "return None",
    "import os",
    "self.db.commit()",
    "db.execute(None)",
    "x: int | None = None",
)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Edits:
    """A folder that is edited. Each edit is drawn by a number: the same numbers make the same edits, from the same files on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._removed: list[tuple[Path, bytes]] = []

    def make(self, number: int) -> str:
        """Make one edit, and say which; "" where the drawn one can't be made."""
        random = Random(number)
        files = self._files()
        path = random.choice(files)
        kind = random.choice([*_TEXTS, *_FILES])
        if kind in _FILES:
            return f"{kind} {self._named(_FILES[kind](self, path, random))}"
        text = path.read_bytes().decode("utf-8", "replace")
        new = _TEXTS[kind](Source(text, path, self), random)
        if new is None or new == text:
            return ""
        path.write_bytes(new.encode())
        return f"{kind} {self._named(path)}"

    def _named(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _files(self) -> list[Path]:
        return sorted(path for path in self._folder.rglob("*.py") if path.is_file())

    def foreign(self, random: Random) -> tuple[str, str] | None:
        """A module of the folder and a name at its top."""
        path = random.choice(self._files())
        names = _TOP.findall(path.read_text(encoding="utf-8", errors="replace"))
        dotted = ".".join(path.relative_to(self._folder).with_suffix("").parts).removesuffix(".__init__")
        return (dotted, random.choice(names)) if names else None

    def _remove(self, path: Path, random: Random) -> Path:
        if len(self._files()) > 5:
            self._removed.append((path, path.read_bytes()))
            path.unlink()
        return path

    def _bring_back(self, path: Path, random: Random) -> Path:
        if self._removed:
            path, data = self._removed.pop(random.randrange(len(self._removed)))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return path

    def _copy(self, path: Path, random: Random) -> Path:
        other = path.with_name(f"{path.stem}_{random.randrange(3)}.py")
        other.write_bytes(path.read_bytes())
        return other

    def _rename(self, path: Path, random: Random) -> Path:
        return path.rename(path.with_name(f"{path.stem}x.py"))

    def _move(self, path: Path, random: Random) -> Path:
        folder = random.choice(self._files()).parent
        return path.rename(folder / path.name) if not (folder / path.name).exists() else path

    def _make_package(self, path: Path, random: Random) -> Path:
        marker = path.parent / "__init__.py"
        if marker.exists():
            marker.unlink()
        else:
            marker.write_text("", encoding="utf-8")
        return marker

    def _make_project(self, path: Path, random: Random) -> Path:
        marker = path.parent / random.choice(["pyproject.toml", "setup.cfg", "manage.py"])
        if not marker.exists():
            marker.write_text("", encoding="utf-8")
        elif not marker.read_bytes():
            marker.unlink()
        return marker


class Source:
    """A module's text, with what is in it."""

    def __init__(self, text: str, path: Path, edits: Edits) -> None:
        self.text = text
        self.path = path
        self.lines = text.split("\n")
        self.edits = edits
        try:
            self.tree = ast.parse(text)
        except (SyntaxError, ValueError):
            self.tree = ast.Module([], [])

    def all(self, *kinds: type[ast.AST]) -> list[ast.AST]:
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]

    @property
    def functions(self) -> list[_Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, _Function)]

    @property
    def classes(self) -> list[ast.ClassDef]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)]

    @property
    def imports(self) -> list[ast.stmt]:
        return [node for node in self.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]

    def with_lines(self, start: int, end: int, *lines: str) -> str:
        """The text with other lines for those from `start` to `end`, 0-based, `end` left out."""
        return "\n".join([*self.lines[:start], *lines, *self.lines[end:]])

    def without(self, node: ast.stmt | ast.expr) -> str:
        """The text with nothing where a node is."""
        end = node.end_lineno or node.lineno
        return self.with_lines(node.lineno - 1, end, *[""] * (end - node.lineno + 1))


_Change = Callable[[Source, Random], str | None]
_TEXTS: dict[str, _Change] = {}


def _change(function: _Change) -> _Change:
    _TEXTS[function.__name__] = function
    return function


def _chosen(items: list[_Function] | list[ast.ClassDef], random: Random) -> Iterator[_Function | ast.ClassDef]:
    if items:
        yield random.choice(items)


@_change
def comment_on_top(source: Source, random: Random) -> str:
    return "# a word\n" + source.text


@_change
def blank_line(source: Source, random: Random) -> str:
    place = random.randrange(len(source.lines) + 1)
    return source.with_lines(place, place, "")


@_change
def comment(source: Source, random: Random) -> str:
    place = random.randrange(len(source.lines) + 1)
    words = ["say", "from app import users", "import models", "noqa", "`model_validate` or `orm_mode`", "get_db"]
    return source.with_lines(place, place, random.choice(["", "    "]) + "# " + random.choice(words))


@_change
def pragma(source: Source, random: Random) -> str:
    words = ["ignore", "ignore[LAY101]", "layer=service", "layer=router", "layer=none-such", "ignore-file[LAY1]"]
    found = [number for number, line in enumerate(source.lines) if "# layerlint:" in line]
    if found and random.random() < 0.5:
        return source.with_lines(found[0], found[0] + 1, source.lines[found[0]].partition("# layerlint:")[0])
    place = random.choice([0, random.randrange(len(source.lines))])
    line = source.lines[place]
    return source.with_lines(place, place + 1, f"{line}  # layerlint: {random.choice(words)}".strip("\n"))


@_change
def noqa(source: Source, random: Random) -> str:
    place = random.randrange(len(source.lines))
    return source.with_lines(place, place + 1, source.lines[place] + "  # noqa")


@_change
def new_function(source: Source, random: Random) -> str:
    return source.text + f"\n\ndef added_{random.randrange(9)}(x=[]):\n    return x\n"


@_change
def new_class(source: Source, random: Random) -> str:
    base = random.choice(["", *[node.name for node in source.classes]])
    return source.text + f"\n\nclass Added{random.choice(['Service', 'Repository', 'Out', ''])}({base}):\n    total: int = 0\n"


@_change
def new_provider(source: Source, random: Random) -> str | None:
    found = source.edits.foreign(random)
    if found is None:
        return None
    module, name = found
    head = f"from fastapi import Depends\nfrom {module} import {name}\n"
    return f"{head}{source.text}\n\ndef provide_{random.randrange(3)}(x=Depends({name})) -> {name}:\n    return {name}(x)\n"


@_change
def no_body(source: Source, random: Random) -> str | None:
    for node in _chosen(source.functions, random):
        first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
        return source.with_lines(first - 1, node.end_lineno or first, " " * node.col_offset + "pass")
    return None


@_change
def no_decorator(source: Source, random: Random) -> str | None:
    found = [item for node in [*source.functions, *source.classes] for item in node.decorator_list]
    return source.without(random.choice(found)) if found else None


@_change
def other_body(source: Source, random: Random) -> str | None:
    for node in _chosen(source.functions, random):
        place = node.body[0].lineno - 1
        return source.with_lines(place, place, " " * node.body[0].col_offset + random.choice(_STATEMENTS))
    return None


@_change
def other_annotation(source: Source, random: Random) -> str | None:
    for node in _chosen(source.functions, random):
        place = node.lineno - 1
        names = [item.name for item in source.classes] or ["dict"]
        line = re.sub(r"\)(?:\s*->[^:]*)?:", f") -> {random.choice(names)}:", source.lines[place])
        return source.with_lines(place, place + 1, line)
    return None


@_change
def no_base(source: Source, random: Random) -> str | None:
    for node in _chosen(source.classes, random):
        place = node.lineno - 1
        return source.with_lines(place, place + 1, re.sub(r"\(.*\)", "", source.lines[place]))
    return None


@_change
def new_import(source: Source, random: Random) -> str | None:
    found = source.edits.foreign(random)
    if found is None:
        return None
    place = source.imports[-1].end_lineno if source.imports else 0
    return source.with_lines(place or 0, place or 0, f"from {found[0]} import {found[1]}")


@_change
def no_import(source: Source, random: Random) -> str | None:
    return source.without(random.choice(source.imports)) if source.imports else None


@_change
def other_name(source: Source, random: Random) -> str | None:
    names = _TOP.findall(source.text)
    return re.sub(rf"\b{random.choice(names)}\b", random.choice(names) + "X", source.text) if names else None


@_change
def imported_in_several_lines(source: Source, random: Random) -> str | None:
    return _IMPORT.sub(lambda match: match.group().replace(match.group(1), f"(\n    {match.group(1)},\n)"), source.text)


@_change
def no_line(source: Source, random: Random) -> str:
    place = random.randrange(len(source.lines))
    return source.with_lines(place, place + 1)


@_change
def swapped_lines(source: Source, random: Random) -> str | None:
    place = random.randrange(len(source.lines))
    return source.with_lines(place, place + 2, *reversed(source.lines[place : place + 2]))


@_change
def torn(source: Source, random: Random) -> str:
    return source.text[: random.randrange(len(source.text) + 1)] if random.random() < 0.3 else source.text + "\ndef ("


@_change
def mended(source: Source, random: Random) -> str:
    return source.text.removesuffix("\ndef (")


@_change
def other_line_ends(source: Source, random: Random) -> str:
    return source.text.replace("\r\n", "\n") if "\r\n" in source.text else source.text.replace("\n", "\r\n")


@_change
def byte_order_mark(source: Source, random: Random) -> str:
    return source.text.removeprefix("\ufeff") if source.text.startswith("\ufeff") else "\ufeff" + source.text


@_change
def null_byte(source: Source, random: Random) -> str:
    return source.text.replace("\0", "") if "\0" in source.text else source.text + "\0"


_FILES: dict[str, Callable[[Edits, Path, Random], Path]] = {
    "remove": Edits._remove,
    "bring back": Edits._bring_back,
    "copy": Edits._copy,
    "rename": Edits._rename,
    "move": Edits._move,
    "package": Edits._make_package,
    "project": Edits._make_project,
}
