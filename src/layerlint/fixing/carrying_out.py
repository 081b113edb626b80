"""Edits of one module carried out on its tree, all in one walk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from layerlint.edits import (
    ClassSetting,
    CommentWord,
    Edit,
    NameImport,
    NeedlessStatement,
    NewExpression,
    NewParameter,
    NoneDefault,
    Position,
    ReturnAnnotation,
    UnusedParameter,
)
from layerlint.fixing import comments, expressions, functions, settings
from layerlint.fixing.imports import Imports, ModuleName, Wanted, names_in
from layerlint.fixing.needless import without_needless
from layerlint.fixing.refusal import RefusedError
from layerlint.fixing.source import parsed

FunctionEdit = NoneDefault | ReturnAnnotation | NewParameter | UnusedParameter


def carried_out(text: str, own: ModuleName, edits: Iterable[Edit], kept: frozenset[str] = frozenset()) -> str:
    """A module's text with edits; `kept` are names that other modules take from it, whose imports must stay.

    Raises `RefusedError` for what can't be done, and then nothing is.
    """
    wanted = dict.fromkeys(edits)
    tree = parsed(text)
    imports = Imports(tree, own)
    walk = _Walk(tree, [item for item in wanted if not isinstance(item, NameImport)])
    edited = tree.visit(walk)
    assert isinstance(edited, cst.Module)
    if walk.left:
        raise RefusedError("the code isn't where it was found")
    if walk.takes_away:
        edited = without_needless(edited, names_in(tree, False) - names_in(edited, False) - kept)
    needed = [Wanted(item.module, item.name) for item in wanted if isinstance(item, NameImport)]
    return imports.added(edited, needed).code


class _Walk(cst.CSTTransformer):
    """Finds the places of edits by their positions and hands each node to the function that knows how to change it."""

    def __init__(self, tree: cst.Module, edits: Sequence[Edit]) -> None:
        super().__init__()
        self.left: dict[Edit, None] = dict.fromkeys(edits)
        self.takes_away = any(isinstance(item, (UnusedParameter, NeedlessStatement, NewExpression)) for item in edits)
        self._tree = tree
        self._places = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
        self._functions: dict[Position, list[FunctionEdit]] = {}
        self._classes: dict[Position, list[ClassSetting]] = {}
        self._words: dict[int, list[CommentWord]] = {}
        self._expressions: dict[tuple[Position, Position], NewExpression] = {}
        self._statements: dict[Position, NeedlessStatement] = {}
        self._gone = False
        for item in edits:
            if isinstance(item, (NoneDefault, ReturnAnnotation, NewParameter, UnusedParameter)):
                self._functions.setdefault(item.function, []).append(item)
            elif isinstance(item, ClassSetting):
                self._classes.setdefault(item.definition, []).append(item)
            elif isinstance(item, CommentWord):
                self._words.setdefault(item.line, []).append(item)
            elif isinstance(item, NewExpression):
                place = (item.start, item.end)
                if self._expressions.setdefault(place, item) != item:
                    raise RefusedError("another fix changes the same expression")
            elif isinstance(item, NeedlessStatement):
                self._statements[item.start] = item

    def _range(self, node: cst.CSTNode) -> tuple[Position, Position]:
        found = self._places[node]
        assert isinstance(found, CodeRange)
        return (found.start.line, found.start.column), (found.end.line, found.end.column)

    def _done(self, edit: Edit) -> None:
        self.left.pop(edit, None)

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        """Change the signature and the beginning of a body."""
        edits = self._functions.get(self._range(original_node)[0], ()) if self._functions else ()
        for edit in edits:
            updated_node = functions.changed(self._tree, updated_node, edit)
            self._done(edit)
        return functions.fitted(self._tree, updated_node) if any(isinstance(edit, NewParameter) for edit in edits) else updated_node

    def leave_ClassDef(self, original_node: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:
        """Change a class's settings."""
        edits = self._classes.get(self._range(original_node)[0], ()) if self._classes else ()
        for edit in edits:
            updated_node = settings.turned_on(updated_node, edit)
            self._done(edit)
        return updated_node

    def leave_TrailingWhitespace(
        self, original_node: cst.TrailingWhitespace, updated_node: cst.TrailingWhitespace
    ) -> cst.TrailingWhitespace:
        """Change the comment at a line's end."""
        words = self._words_in(original_node.comment)
        if not words or updated_node.comment is None or original_node.comment is None:
            return updated_node
        column = self._range(original_node.comment)[0][1]
        left = comments.without(updated_node.comment.value, [(item.column - column, item.end - column) for item in words])
        if left:
            return updated_node.with_changes(comment=cst.Comment(left))
        return updated_node.with_changes(comment=None, whitespace=cst.SimpleWhitespace(""))

    def leave_EmptyLine(self, original_node: cst.EmptyLine, updated_node: cst.EmptyLine) -> cst.EmptyLine | cst.RemovalSentinel:
        """Change a comment that has a line of its own, or take the line away."""
        words = self._words_in(original_node.comment)
        if not words or updated_node.comment is None or original_node.comment is None:
            return updated_node
        column = self._range(original_node.comment)[0][1]
        left = comments.without(updated_node.comment.value, [(item.column - column, item.end - column) for item in words])
        return updated_node.with_changes(comment=cst.Comment(left)) if left else cst.RemoveFromParent()

    def _words_in(self, comment: cst.Comment | None) -> list[CommentWord]:
        if comment is None or not self._words:
            return []
        (line, column), (_, end) = self._range(comment)
        words = [item for item in self._words.get(line, ()) if column <= item.column and item.end <= end]
        for item in words:
            self._done(item)
        return words

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> object:  # type: ignore[override]
        """Put other expressions in the place of some, and take statements away."""
        result = super().on_leave(original_node, updated_node)
        if self._expressions and isinstance(original_node, cst.BaseExpression):
            edit = self._expressions.get(self._range(original_node))
            if edit is not None and edit in self.left:
                self._done(edit)
                return expressions.parsed(self._tree, edit.written)
        if self._statements and isinstance(original_node, cst.SimpleStatementLine):
            needless = self._statements.get(self._range(original_node.body[0])[0])
            if needless is not None and len(original_node.body) == 1:
                if "#" in self._tree.code_for_node(original_node):
                    raise RefusedError("a comment belongs to a statement that would go")
                self._done(needless)
                self._gone = True
                return cst.RemoveFromParent()
        if self._gone and isinstance(original_node, cst.IndentedBlock) and isinstance(result, cst.IndentedBlock):
            return _without_gap(original_node, result)
        return result


def _without_gap(before: cst.IndentedBlock, block: cst.IndentedBlock) -> cst.IndentedBlock:
    """A block whose first statement has gone, without the blank lines that stood behind that."""
    if not block.body or not before.body:
        return block
    first, old = block.body[0], before.body[0]
    if not isinstance(first, (cst.SimpleStatementLine, cst.BaseCompoundStatement)) or not first.leading_lines:
        return block
    if isinstance(old, (cst.SimpleStatementLine, cst.BaseCompoundStatement)) and not old.leading_lines:
        lines = [*first.leading_lines]
        while lines and lines[0].comment is None:
            lines.pop(0)
        return block.with_changes(body=[first.with_changes(leading_lines=lines), *block.body[1:]])
    return block
