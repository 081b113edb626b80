"""Imports that edits need: added once, in the file's own way of writing them.

They come after the docstring, `__future__` and what the file does before its imports, among their like where that is sorted;
no line that is there already is changed where a comment belongs to it. Sorting is left to the tools that do it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import libcst as cst
from libcst.helpers import get_full_name_for_node

from layerlint.fixing.refusal import RefusedError

_WIDTH = 88
Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement


class ModuleName(NamedTuple):
    """A module's absolute dotted name, and whether it is a package's `__init__`."""

    name: str
    is_package: bool

    @property
    def package(self) -> list[str]:
        """The parts of the package that the module's relative imports begin in."""
        parts = self.name.split(".") if self.name else []
        return parts if self.is_package else parts[:-1]


class Wanted(NamedTuple):
    """A name to be imported, and the absolute module to take it from."""

    module: str
    name: str


class Imports:
    """The imports of one module. `before` is its tree before any edit: what names stand for is judged by it.

    A new module writes its imports as another one does, which it is `like`.
    """

    def __init__(self, before: cst.Module, own: ModuleName, like: cst.Module | None = None) -> None:
        self._own = own
        self._width = max([_WIDTH, *map(len, before.code.splitlines())])
        self._names = names_in(before)
        self._present = {
            Wanted(self.absolute(node), name)
            for node in _import_froms(before.body)
            for name, bound in _aliases(node)
            if bound == name
        }
        self._is_relative = self._writes_relative(like if like is not None else before)

    def absolute(self, node: cst.ImportFrom) -> str:
        """The absolute name of the module that an import takes names from."""
        written = get_full_name_for_node(node.module) if node.module is not None else ""
        level = len(node.relative)
        if not level:
            return written or ""
        package = self._own.package
        base = package[: len(package) - (level - 1)]
        return ".".join([*base, *([written] if written else [])])

    def has(self, wanted: Wanted) -> bool:
        """Whether the module imports a name already, where it runs, and as it is called."""
        return wanted in self._present

    def added(self, tree: cst.Module, wanted: Iterable[Wanted]) -> cst.Module:
        """An edited tree with the imports that it lacks.

        Raises `RefusedError` where a name stands for something else in the module.
        """
        for item in dict.fromkeys(wanted):
            if self.has(item):
                continue
            if item.module == self._own.name:
                raise RefusedError(f"`{item.name}` is the module's own")
            if item.name in self._names:
                raise RefusedError(f"`{item.name}` is another name of the module already")
            tree = self._with(tree, item)
        return tree

    def with_statement(self, tree: cst.Module, written: str) -> cst.Module:
        """An edited tree with an import statement among its like, as it is written."""
        statement = cst.parse_statement(f"{written}\n", config=tree.config_for_parsing)
        assert isinstance(statement, cst.SimpleStatementLine)
        body = [*tree.body]
        places = _places(body)
        if isinstance(statement.body[0], cst.ImportFrom):
            self._insert(body, places, statement)
        elif places:
            self._insert_group(body, places, statement)
        else:
            self._insert_first(body, statement)
        return tree.with_changes(body=body)

    def _writes_relative(self, tree: cst.Module) -> bool:
        top = self._own.name.partition(".")[0]
        own = [node for node in _import_froms(tree.body) if self.absolute(node).partition(".")[0] == top]
        return sum(1 if node.relative else -1 for node in own) > 0

    def _with(self, tree: cst.Module, item: Wanted) -> cst.Module:
        body = [*tree.body]
        places = _places(body)
        for index in places:
            line = body[index]
            assert isinstance(line, cst.SimpleStatementLine)
            node = line.body[0]
            if isinstance(node, cst.ImportFrom) and self.absolute(node) == item.module:
                extended = self._extended(tree, line, node, item.name)
                if extended is not None:
                    body[index] = extended
                    return tree.with_changes(body=body)
        statement = self._statement(item)
        self._insert(body, places, statement)
        return tree.with_changes(body=body)

    def _extended(
        self, tree: cst.Module, line: cst.SimpleStatementLine, node: cst.ImportFrom, name: str
    ) -> cst.SimpleStatementLine | None:
        """A statement with one more name, None where a comment on it would get another meaning or it would get too long."""
        if isinstance(node.names, cst.ImportStar) or len(line.body) > 1 or line.trailing_whitespace.comment is not None:
            return None
        names = [*node.names]
        if any(_has_comment(item.comma) for item in names) or _has_comment(node.lpar) or _has_comment(node.rpar):
            return None
        written = [item.evaluated_name for item in names]
        where = len(names)
        for order in (str, str.casefold):
            if written == sorted(written, key=order):
                where = sum(order(other) < order(name) for other in written)
                break
        last = names[-1]
        between = names[0].comma if len(names) > 1 else None
        if isinstance(last.comma, cst.Comma) and len(names) == 1:
            if node.lpar is None or "\n" not in tree.code_for_node(node.lpar):
                return None
            between = cst.Comma(whitespace_after=node.lpar.whitespace_after)
        comma = between if isinstance(between, cst.Comma) else cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        new = cst.ImportAlias(name=cst.Name(name), comma=comma)
        if where == len(names):
            names[-1] = last.with_changes(comma=comma)
            names.append(new.with_changes(comma=last.comma))
        else:
            names.insert(where, new)
        extended = line.with_changes(body=[node.with_changes(names=names)])
        code = tree.code_for_node(extended.with_changes(leading_lines=()))
        if node.lpar is None and ("\\" in code or len(code.rstrip()) > self._width):
            return None
        if node.lpar is not None and any(len(text) > self._width for text in code.splitlines()):
            return None
        return extended

    def _statement(self, item: Wanted) -> cst.SimpleStatementLine:
        written = item.module
        own, parts = self._own.package, item.module.split(".")
        if self._is_relative and own and parts[0] == own[0]:
            shared = 0
            while shared < min(len(own), len(parts)) and own[shared] == parts[shared]:
                shared += 1
            written = "." * (len(own) - shared + 1) + ".".join(parts[shared:])
        node = cst.parse_statement(f"from {written} import {item.name}\n")
        assert isinstance(node, cst.SimpleStatementLine)
        return node

    def _insert(self, body: list[Statement], places: list[int], statement: cst.SimpleStatementLine) -> None:
        wanted = statement.body[0]
        assert isinstance(wanted, cst.ImportFrom)
        key = _sort_key(wanted)
        found = [(index, _sort_key(node)) for index in places for node in self._like(body[index], wanted)]
        like, keys = [index for index, _ in found], [order for _, order in found]
        if like and keys == sorted(keys) and key < keys[0]:
            index = like[0]
            first = body[index]
            blank = [line for line in first.leading_lines if line.comment is None]
            comments = [line for line in first.leading_lines if line.comment is not None]
            if comments:
                body.insert(index + 1, statement)
                return
            body[index] = first.with_changes(leading_lines=())
            body.insert(index, statement.with_changes(leading_lines=blank))
        elif like:
            after = [index for index, other in zip(like, keys, strict=True) if other <= key] if keys == sorted(keys) else like
            body.insert(after[-1] + 1, statement)
        elif places:
            self._insert_group(body, places, statement)
        else:
            self._insert_first(body, statement)

    def _like(self, line: Statement, wanted: cst.ImportFrom) -> Iterator[cst.ImportFrom]:
        """The import in a line, if it is from the same top package and written in the same way."""
        node = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
        if isinstance(node, cst.ImportFrom) and bool(node.relative) == bool(wanted.relative):
            if self.absolute(node).partition(".")[0] == self.absolute(wanted).partition(".")[0]:
                yield node

    def _insert_group(self, body: list[Statement], places: list[int], statement: cst.SimpleStatementLine) -> None:
        """Put a statement behind its like: `__future__`, the standard library, foreign packages, own ones; blank lines between."""
        ranks = [self._rank(body[index]) for index in places]
        own = self._rank(statement)
        like = [index for index, rank in zip(places, ranks, strict=True) if rank == own]
        keys = [self._order(body[index]) for index in like]
        behind = next((place for place, key in zip(like, keys, strict=True) if key > self._order(statement)), None)
        if behind is not None and keys == sorted(keys) and not any(line.comment for line in body[behind].leading_lines):
            following = body[behind]
            body[behind] = following.with_changes(leading_lines=())
            body.insert(behind, statement.with_changes(leading_lines=following.leading_lines))
            return
        before = [index for index, rank in zip(places, ranks, strict=True) if rank <= own]
        index = before[-1] + 1 if before else places[0]
        blank = [cst.EmptyLine(indent=False)]
        if before:
            is_apart = self._rank(body[before[-1]]) != own
            statement = statement.with_changes(leading_lines=blank if is_apart else ())
        if index in places:
            following = body[index]
            if not following.leading_lines:
                body[index] = following.with_changes(leading_lines=blank)
            elif not before and following.leading_lines[0].comment is None:
                statement = statement.with_changes(leading_lines=blank)
        body.insert(index, statement)

    def _order(self, line: Statement) -> tuple[bool, int, str]:
        """What a line of imports is sorted by within its group: whole modules first, as isort has them."""
        node = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
        if isinstance(node, cst.Import):
            return (False, 0, node.names[0].evaluated_name.casefold())
        return (True, *_sort_key(node)) if isinstance(node, cst.ImportFrom) else (True, 0, "")

    def _rank(self, line: Statement) -> int:
        """The group that an import belongs to, as isort has them."""
        node, own = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None, self._own.name.partition(".")[0]
        if isinstance(node, cst.Import):
            tops = {item.evaluated_name.partition(".")[0] for item in node.names}
        elif isinstance(node, cst.ImportFrom):
            tops = {self.absolute(node).partition(".")[0]}
        else:
            return 0
        if tops == {"__future__"}:
            return 0
        if own in tops or (isinstance(node, cst.ImportFrom) and node.relative):
            return 3
        return 1 if tops <= sys.stdlib_module_names else 2

    @staticmethod
    def _insert_first(body: list[Statement], statement: cst.SimpleStatementLine) -> None:
        """Put a statement into a module without imports: behind the docstring."""
        index = 1 if body and _is_docstring(body[0]) else 0
        if index:
            statement = statement.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
        if index < len(body) and not body[index].leading_lines:
            following = body[index]
            count = 2 if isinstance(following, (cst.FunctionDef, cst.ClassDef)) else 1
            body[index] = following.with_changes(leading_lines=[cst.EmptyLine(indent=False)] * count)
        body.insert(index, statement)


def names_in(tree: cst.CSTNode, with_imports: bool = True) -> set[str]:
    """The names that a tree binds or uses, those of attributes and keywords left out, and of imports if they are not asked for."""
    found: set[str] = set()

    class Visitor(cst.CSTVisitor):
        def visit_Name(self, node: cst.Name) -> None:
            found.add(node.value)

        def visit_Attribute(self, node: cst.Attribute) -> bool:
            node.value.visit(self)
            return False

        def visit_Arg(self, node: cst.Arg) -> bool:
            node.value.visit(self)
            return False

        def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
            found.update(bound for _, bound in (_aliases(node) if with_imports else ()))
            return False

        def visit_ImportAlias(self, node: cst.ImportAlias) -> bool:
            if with_imports:
                found.add(node.evaluated_alias or node.evaluated_name.partition(".")[0])
            return False

    tree.visit(Visitor())
    return found


def _import_froms(body: Sequence[cst.BaseStatement | cst.BaseSmallStatement]) -> Iterator[cst.ImportFrom]:
    """The `from` imports that run with the module, in the order of the source."""
    for line in body:
        for node in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(node, cst.ImportFrom):
                yield node


def _aliases(node: cst.ImportFrom) -> list[tuple[str, str]]:
    """The names that an import takes, with those that it binds."""
    if isinstance(node.names, cst.ImportStar):
        return []
    return [(item.evaluated_name, item.evaluated_alias or item.evaluated_name) for item in node.names]


def _places(body: Sequence[Statement]) -> list[int]:
    """The lines of imports that stand before the first definition, `__future__` included."""
    found = []
    for index, line in enumerate(body):
        if isinstance(line, (cst.FunctionDef, cst.ClassDef)):
            break
        if isinstance(line, cst.SimpleStatementLine) and isinstance(line.body[0], (cst.Import, cst.ImportFrom)):
            found.append(index)
    return found


def _is_docstring(line: Statement) -> bool:
    if not isinstance(line, cst.SimpleStatementLine) or not isinstance(line.body[0], cst.Expr):
        return False
    return isinstance(line.body[0].value, (cst.SimpleString, cst.ConcatenatedString))


def _sort_key(node: cst.ImportFrom) -> tuple[int, str]:
    """Relative imports from far away come first, as isort has them."""
    written = get_full_name_for_node(node.module) if node.module is not None else ""
    return (-len(node.relative), (written or "").casefold())


def _has_comment(node: cst.CSTNode | cst.MaybeSentinel | None) -> bool:
    found = False

    class Visitor(cst.CSTVisitor):
        def visit_Comment(self, node: cst.Comment) -> None:
            nonlocal found
            found = True

    if isinstance(node, cst.CSTNode):
        node.visit(Visitor())
    return found
