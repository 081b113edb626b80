"""Parts of a module's text, by the nodes of its tree, with other words put into them."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterable
from typing import NamedTuple

from layerlint import syntax

Node = ast.expr | ast.stmt | ast.arg


class Splice(NamedTuple):
    """A range of a text, end exclusive, and what to put there."""

    start: int
    end: int
    written: str


class Text:
    """A module's text with line feeds alone, as `ast` counts its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def start(self, node: Node) -> int:
        """Where a node begins."""
        return self._offset(node.lineno, node.col_offset)

    def end(self, node: Node) -> int:
        """Where a node ends."""
        return self._offset(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def of(self, node: Node) -> str:
        """How a node is written."""
        return self.text[self.start(node) : self.end(node)]

    def line_start(self, line: int) -> int:
        """Where a 1-based line begins; behind the last one, the text's end."""
        return min(self._starts[min(line, len(self._starts)) - 1], len(self.text))

    def line_end(self, node: Node) -> int:
        """Where the line ends that a node ends in."""
        return max(self.end(node), self.line_start((node.end_lineno or node.lineno) + 1) - 1)

    def column(self, node: Node) -> int:
        """The column of a node, in code points."""
        return syntax.column_of(self.lines[node.lineno - 1], node.col_offset)

    def with_splices(self, splices: Iterable[Splice], start: int = 0, end: int | None = None) -> str:
        """A range of the text with other words in places, which don't overlap."""
        end = len(self.text) if end is None else end
        found, place = "", start
        for item in sorted(splices):
            if item.start < place or item.end > end:
                continue
            found += self.text[place : item.start] + item.written
            place = item.end
        return found + self.text[place:end]

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + syntax.column_of(self.lines[line - 1], column)


def reindented(text: str, old: int, new: int) -> str:
    """Lines with another indentation, the first one left as it is; what stands in a string over several lines is kept."""
    inside = _in_strings(text)
    lines = text.split("\n")
    found = lines[:1]
    for number, line in enumerate(lines[1:], 2):
        blank = len(line) - len(line.lstrip(" "))
        if number in inside or not line.strip():
            found.append(line)
        else:
            found.append(" " * max(0, blank - old + new) + line[blank:])
    return "\n".join(found)


def _in_strings(text: str) -> set[int]:
    """The 1-based lines that begin inside a string."""
    found: set[int] = set()
    middle: list[int] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(f"({text}\n)").readline):
            name = tokenize.tok_name[token.type]
            if name == "STRING":
                found.update(range(token.start[0] + 1, token.end[0] + 1))
            elif name in ("FSTRING_START", "TSTRING_START"):
                middle.append(token.start[0])
            elif name in ("FSTRING_END", "TSTRING_END") and middle:
                found.update(range(middle.pop() + 1, token.end[0] + 1))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return set(range(len(text.split("\n")) + 1)) if '"""' in text or "'''" in text else set()
    return found


def mentioned(text: str, name: str) -> bool:
    """Whether code names something, strings included that are no documentation, as they may be annotations."""
    tree = ast.parse(text)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name:
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            if name in node.value and name in _named(node.value):
                return True
        if isinstance(node, ast.alias) and name in (node.asname, node.name.partition(".")[0]):
            return True
    return False


def _named(text: str) -> set[str]:
    """The names in a text that is an expression."""
    try:
        return {node.id for node in ast.walk(ast.parse(text.strip(), mode="eval")) if isinstance(node, ast.Name)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
