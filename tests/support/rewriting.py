"""Rewriting source in ways that mean the same, or anything at all."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def line_ends(text: str) -> list[int]:
    """The lines (1-based) after which a line of its own can be put: no string and no backslash goes on there."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sorted({token.start[0] for token in tokens if token.type in (tokenize.NL, tokenize.NEWLINE) and token.string})


def with_lines(text: str, added: dict[int, list[str]]) -> tuple[str, dict[int, int]]:
    """A text with lines added after others, and the new number of every old line."""
    result: list[str] = []
    moved = {}
    for number, line in enumerate(text.split("\n"), 1):
        result.append(line)
        moved[number] = len(result)
        result += added.get(number, [])
    return "\n".join(result), moved


def locals_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names that only a function's own body binds and uses, so that they can be renamed there."""
    inner = {name.id for node in ast.walk(function) if isinstance(node, SCOPES) and node is not function for name in names_in(node)}
    arguments = {item.arg for item in ast.walk(function.args) if isinstance(item, ast.arg)}
    declared = {name for node in ast.walk(function) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    other = {
        alias.asname or alias.name
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    outside = {name.id for part in (*function.decorator_list, function.args) for name in names_in(part)}
    bound = {name.id for name in names_in(function) if isinstance(name.ctx, ast.Store)}
    caught = {node.name for node in ast.walk(function) if isinstance(node, ast.ExceptHandler)}
    return sorted(bound - inner - arguments - declared - other - outside - caught)


def names_in(node: ast.AST) -> list[ast.Name]:
    return [item for item in ast.walk(node) if isinstance(item, ast.Name)]


def renamed(text: str, function: ast.AST, old: str, new: str) -> str:
    """A text in which a function's name has another spelling; f-strings must not hold it."""
    lines = [line.encode() for line in text.split("\n")]
    places = [(item.lineno, item.col_offset) for item in names_in(function) if item.id == old]
    for line, column in sorted(places, reverse=True):
        row = lines[line - 1]
        assert row[column : column + len(old)] == old.encode()
        lines[line - 1] = row[:column] + new.encode() + row[column + len(old) :]
    return b"\n".join(lines).decode()


def swappable(tree: ast.Module) -> list[int]:
    """The places of top-level definitions that don't know of the next one, nor it of them."""
    found = []
    for index, (first, second) in enumerate(zip(tree.body, tree.body[1:], strict=False)):
        if isinstance(first, (*FUNCTIONS, ast.ClassDef)) and isinstance(second, (*FUNCTIONS, ast.ClassDef)):
            mentioned = {word for node in (first, second) for word in words(node)}
            if first.name != second.name and not {first.name, second.name} & mentioned:
                found.append(index)
    return found


def words(node: ast.AST) -> set[str]:
    """All names that a definition mentions, in strings too."""
    found = set()
    for item in ast.walk(node):
        if isinstance(item, ast.Name):
            found.add(item.id)
        elif isinstance(item, ast.Attribute):
            found.add(item.attr)
        elif isinstance(item, ast.Constant) and isinstance(item.value, str):
            found |= set(item.value.replace("[", " ").replace("]", " ").split())
    return found


def swapped(tree: ast.Module, index: int) -> str:
    body = [*tree.body]
    body[index], body[index + 1] = body[index + 1], body[index]
    return ast.unparse(ast.Module(body, []))


class Qualifier(ast.NodeTransformer):
    """Turns `from a import b` at the top, and `b` wherever it is used, into `import a` and `a.b`."""

    def __init__(self, tree: ast.Module, modules: set[str]) -> None:
        stored = Counter(name.id for name in names_in(tree) if not isinstance(name.ctx, ast.Load))
        taken = {node.name for node in ast.walk(tree) if isinstance(node, (*FUNCTIONS, ast.ClassDef))}
        taken |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)} | stored.keys()
        self.targets: dict[str, str] = {}
        self.statements = []
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and node.module and not node.level and node.module != "__future__":
                plain = all(alias.asname is None and alias.name != "*" for alias in node.names)
                free = not taken & {alias.name for alias in node.names} and node.module.partition(".")[0] not in taken
                if plain and free and not modules & {f"{node.module}.{alias.name}" for alias in node.names}:
                    self.statements.append(node)
                    self.targets |= {alias.name: node.module for alias in node.names}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        return ast.Import([ast.alias(node.module or "")]) if node in self.statements else node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        module = self.targets.get(node.id)
        return node if module is None else ast.parse(f"{module}.{node.id}", mode="eval").body
