"""A method with moved code in it, as text."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from layerlint import syntax
from layerlint.fixing.extract.inputs import Input
from layerlint.fixing.extract.piece import Piece
from layerlint.fixing.extract.texts import Splice, Text, reindented

_WIDTH = 88


@dataclass(slots=True)
class Method:
    """A function or method; `own` are its first parameters, written, before those for the inputs."""

    name: str
    own: list[str]
    inputs: list[Input]
    returns: str
    body: str
    is_asynchronous: bool

    def written(self, indent: int, width: int) -> str:
        """The definition, indented, with a line's end."""
        given = [item.name + (f": {item.annotation}" if item.annotation else "") for item in self.inputs]
        parameters = [*self.own, *given]
        returns = f" -> {self.returns}" if self.returns else ""
        head = f"{'async ' if self.is_asynchronous else ''}def {self.name}("
        line = f"{head}{', '.join(parameters)}){returns}:"
        space = " " * indent
        if indent + len(line) > max(width, _WIDTH):
            inner = "".join(f"{space}    {item},\n" for item in parameters)
            line = f"{head}\n{inner}{space}){returns}:"
        return f"{space}{line}\n{self.body}\n"

    def fingerprint(self) -> tuple[str, list[str]]:
        """What it does, whatever its parameters are called, and these in the order of their use."""
        node = ast.parse(self.written(0, 10**6)).body[0]
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        return fingerprint(node)


def body_of(piece: Piece, text: Text, splices: list[Splice], indent: int) -> str:
    """The moved statements and what is returned, indented."""
    parts = []
    spans = [(item, text.line_end(item)) for item in piece.building]
    if piece.run:
        spans.append((piece.run[0], text.end(piece.run[-1])))
    for statement, end in spans:
        start = text.start(statement)
        code = text.with_splices(_within(splices, start, end), start, end).rstrip()
        parts.append(" " * indent + reindented(code, text.column(statement), indent))
    if piece.expression is not None:
        node = piece.expression
        start, end = text.start(node), text.end(node)
        code = text.with_splices(_within(splices, start, end), start, end)
        line = text.lines[node.lineno - 1]
        old = len(line) - len(line.lstrip(" "))
        returned = reindented(code, old, indent)
        name = syntax.root_of(piece.reading) if piece.reading is not None else None
        if isinstance(name, ast.Name) and isinstance(node, ast.Await) and "\n" in returned:
            parts.append(f"{' ' * indent}{name.id} = {returned}")
            returned = f"{name.id}{piece.read}"
        elif piece.read:
            returned = f"({returned}){piece.read}" if isinstance(node, ast.Await) else f"{returned}{piece.read}"
        if "\n" in returned and not _is_bracketed(returned):
            returned = _bracketed(returned, indent)
        parts.append(f"{' ' * indent}return {returned}")
    return "\n".join(parts)


def _bracketed(code: str, indent: int) -> str:
    """Code over several lines in brackets, one step further in."""
    first, *others = code.split("\n")
    blank = min((len(line) - len(line.lstrip()) for line in others if line.strip()), default=0)
    inner = reindented("\n".join([first, *others]), blank, indent + 4)
    space = " " * indent
    return f"(\n{space}    {inner}\n{space})"


def _is_bracketed(code: str) -> bool:
    """Whether code over several lines can stand behind `return` as it is."""
    try:
        ast.parse(f"x = {code}")
    except SyntaxError:
        return False
    return True


def _within(splices: list[Splice], start: int, end: int) -> list[Splice]:
    return [item for item in splices if start <= item.start and item.end <= end]


def fingerprint(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, list[str]]:
    """What a function does, whatever its parameters are called, and these in the order of their use."""
    arguments = node.args
    names = {item.arg for item in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
    order: list[str] = []
    body = node.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1:
        body = body[1:]
    copy = ast.parse(ast.unparse(ast.Module(body, [])))

    class Renaming(ast.NodeTransformer):
        def visit_Name(self, item: ast.Name) -> ast.Name:
            if item.id in names:
                if item.id not in order:
                    order.append(item.id)
                item.id = f"p{order.index(item.id)}"
            return item

    Renaming().visit(copy)
    return type(node).__name__ + ast.dump(copy), order
