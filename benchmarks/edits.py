"""Edits of source that change no fault, and faults that are planted in it; all drawn by a given generator of random numbers."""

from __future__ import annotations

import ast
import io
import random
import re
import tokenize
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)
_SCOPES = (*_DEFINITIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_COMMENTS = ("# what follows was looked at again", "# TODO: is this still wanted?", "# see the handbook", "#")
_INDENT = "    "
_PARTS_OF_F_STRINGS = {
    getattr(tokenize, name) for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END") if hasattr(tokenize, name)
}


class Edit(NamedTuple):
    """A kind of edit: `make` gives the new text, None where a file has no place for it; `kept` are names not to be touched."""

    name: str
    make: Callable[[str, random.Random, Collection[str]], str | None]
    keeps_tree: bool


class _Text:
    """A text by lines of bytes, in which the columns of a tree count."""

    def __init__(self, text: str) -> None:
        self.lines = [line.encode() for line in text.split("\n")]

    def insert(self, line: int, column: int, added: str) -> None:
        row = self.lines[line - 1]
        self.lines[line - 1] = row[:column] + added.encode() + row[column:]

    def __str__(self) -> str:
        return b"\n".join(self.lines).decode()


def blank_lines(text: str, rng: random.Random, kept: Collection[str]) -> str | None:
    """Empty lines between others."""
    return _with_lines(text, rng, [""])


def comments(text: str, rng: random.Random, kept: Collection[str]) -> str | None:
    """Comments at the top and between lines."""
    edited = _with_lines(text, rng, _COMMENTS)
    is_free = not text.startswith(("#", '"', "'"))
    return rng.choice(_COMMENTS) + "\n" + edited if edited is not None and is_free else edited


def moved_definition(text: str, rng: random.Random, kept: Collection[str]) -> str | None:
    """A definition and the next one change places, at the top or in a class, with what is written above them."""
    places = [*_neighbours(ast.parse(text))]
    if not places:
        return None
    first, second = rng.choice(places)
    lines = text.split("\n")
    start, middle, end = _start(first, lines), _start(second, lines), second.end_lineno or second.lineno
    last = first.end_lineno or first.lineno
    gap = lines[last : middle - 1]
    return "\n".join(lines[: start - 1] + lines[middle - 1 : end] + gap + lines[start - 1 : last] + lines[end:])


def wrapped_calls(text: str, rng: random.Random, kept: Collection[str]) -> str | None:
    """A call written over several lines, an argument a line."""
    tree = ast.parse(text)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    marked = {number for number, line in enumerate(text.split("\n"), 1) if "noqa" in line or "layerlint" in line}
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and id(node) not in inside
        and (node.args or node.keywords)
        and not any(isinstance(item, ast.GeneratorExp) for item in node.args)
        and marked.isdisjoint(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    ]
    if not calls:
        return None
    call, edited = rng.choice(calls), _Text(text)
    row = edited.lines[call.lineno - 1]
    indent = " " * (len(row) - len(row.lstrip())) + _INDENT
    parts: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    for line, column in sorted((_beginning(part, edited) for part in parts), reverse=True):
        edited.insert(line, column, "\n" + indent)
    return str(edited)


def quotes(text: str, rng: random.Random, kept: Collection[str]) -> str | None:
    """Strings in the other quotes."""
    tokens = [*tokenize.generate_tokens(io.StringIO(text).readline)]
    depth, places = 0, []
    for token in tokens:
        if token.type in _PARTS_OF_F_STRINGS:
            depth += {"FSTRING_START": 1, "FSTRING_END": -1}.get(tokenize.tok_name[token.type], 0)
        elif token.type == tokenize.STRING and not depth and re.fullmatch(r"""'[^'"\\\n]+'|"[^'"\\\n]+\"""", token.string):
            places.append(token)
    if not places:
        return None
    lines = text.split("\n")
    for token in rng.sample(places, max(1, len(places) // 2)):
        (row, start), (_, end) = token.start, token.end
        other = "'" if token.string[0] == '"' else '"'
        lines[row - 1] = lines[row - 1][:start] + other + token.string[1:-1] + other + lines[row - 1][end:]
    return "\n".join(lines)


def renamed_local(text: str, rng: random.Random, kept: Collection[str]) -> str | None:
    """A local variable by another name, if it is none that a message names."""
    tree = ast.parse(text)
    found = [
        (function, name)
        for function in ast.walk(tree)
        if isinstance(function, _FUNCTIONS)
        for name in _locals(function)
        if name not in kept and f"{name}_" not in text and not name.startswith("_")
    ]
    if not found:
        return None
    function, name = rng.choice(found)
    edited = _Text(text)
    for node in sorted(_names(function), key=lambda item: (item.lineno, item.col_offset), reverse=True):
        if node.id == name:
            edited.insert(node.lineno, node.col_offset + len(name.encode()), "_")
    return str(edited)


def unrelated_function(text: str, rng: random.Random, kept: Collection[str]) -> str | None:
    """A function that has to do with nothing, at the end or before a definition."""
    number = rng.randrange(10**6)
    added = f"def unrelated_{number}(value: int) -> int:\n    return value * {number} + 1\n"
    lines = text.rstrip("\n").split("\n")
    starts = [_start(node, lines) for node in ast.parse(text).body if isinstance(node, _DEFINITIONS)]
    place = rng.choice([*starts, len(lines) + 1])
    if place > len(lines):
        return "\n".join(lines) + "\n\n\n" + added
    return "\n".join([*lines[: place - 1], added, "", *lines[place - 1 :]]) + "\n"


EDITS = (
    Edit("blank lines", blank_lines, True),
    Edit("comments", comments, True),
    Edit("moved definitions", moved_definition, False),
    Edit("wrapped call", wrapped_calls, True),
    Edit("quotes", quotes, True),
    Edit("renamed locals", renamed_local, False),
    Edit("unrelated functions", unrelated_function, False),
)


def is_same(before: str, after: str) -> bool:
    """Whether two texts say the same."""
    return ast.dump(ast.parse(before)) == ast.dump(ast.parse(after))


def with_repeated_statement(text: str, line: int) -> str | None:
    """A text in which the plain statement at a line stands twice, None if there is none that can."""
    found = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.Expr, ast.Assign, ast.AugAssign)) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    if not found:
        return None
    statement = found[-1]
    lines = text.split("\n")
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    before, after = lines[first - 1].encode()[: statement.col_offset], lines[last - 1].encode()[statement.end_col_offset :]
    if before.strip() or after.strip():
        return None
    return "\n".join(lines[:last] + lines[first - 1 : last] + lines[last:])


def _with_lines(text: str, rng: random.Random, choices: Collection[str]) -> str | None:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    ends = sorted({token.start[0] for token in tokens if token.type in (tokenize.NL, tokenize.NEWLINE) and token.string})
    if not ends:
        return None
    chosen = set(rng.sample(ends, min(5, len(ends))))
    result = []
    for number, line in enumerate(text.split("\n"), 1):
        result.append(line)
        if number in chosen:
            result.append(rng.choice([*choices]))
    return "\n".join(result)


def _neighbours(tree: ast.Module) -> Iterator[tuple[_Definition, _Definition]]:
    """Definitions next to each other whose order means nothing."""
    owners: list[ast.Module | ast.ClassDef] = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for owner in (tree, *owners):
        for first, second in zip(owner.body, owner.body[1:], strict=False):
            if not isinstance(first, _FUNCTIONS) or not isinstance(second, _FUNCTIONS) or first.name == second.name:
                continue
            if first.lineno == second.lineno or {first.name, second.name} & (_words(first) | _words(second)):
                continue
            yield first, second


def _start(node: _Definition, lines: list[str]) -> int:
    """The line at which a definition begins, with its decorators and the comments right above."""
    start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    while start > 1 and lines[start - 2].strip().startswith("#"):
        start -= 1
    return start


def _beginning(part: ast.expr | ast.keyword, text: _Text) -> tuple[int, int]:
    """Where an argument begins: at its star or name, or at the bracket that it stands in."""
    line, column = part.lineno, part.col_offset
    while True:
        row = text.lines[line - 1][:column]
        before = row.rstrip()
        if not before.endswith(b"("):
            return line, column
        # The call's own bracket follows a name, another bracket or a string; a group's doesn't.
        if before[:-1].rstrip()[-1:].isalnum() or before[:-1].rstrip()[-1:] in (b"_", b")", b"]", b'"', b"'"):
            return line, column
        column = len(before) - 1


def _locals(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names that only a function's own body binds and uses."""
    inner = {name.id for node in ast.walk(function) if isinstance(node, _SCOPES) and node is not function for name in _names(node)}
    other = {item.arg for item in ast.walk(function) if isinstance(item, ast.arg)}
    for node in ast.walk(function):
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            other |= {*node.names}
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            other |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
            other.add(node.name or "")
        elif isinstance(node, ast.JoinedStr):
            other |= {name.id for name in _names(node)}
    outside = {name.id for part in (*function.decorator_list, function.args) for name in _names(part)}
    bound = {name.id for name in _names(function) if isinstance(name.ctx, ast.Store)}
    return sorted(bound - inner - other - outside)


def _names(node: ast.AST) -> list[ast.Name]:
    return [item for item in ast.walk(node) if isinstance(item, ast.Name)]


def _words(node: ast.AST) -> set[str]:
    found: set[str] = set()
    for item in ast.walk(node):
        if isinstance(item, ast.Name):
            found.add(item.id)
        elif isinstance(item, ast.Attribute):
            found.add(item.attr)
    return found
