"""Functions with another signature, and what that asks for at the beginning of the body."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from layerlint.edits import NewParameter, NoneDefault, ReturnAnnotation, UnusedParameter
from layerlint.fixing import expressions, parameters
from layerlint.fixing.imports import names_in
from layerlint.fixing.refusal import RefusedError

_WIDTH = 88


def changed(
    tree: cst.Module, node: cst.FunctionDef, edit: NoneDefault | ReturnAnnotation | NewParameter | UnusedParameter
) -> cst.FunctionDef:
    """A function with an edit. Raises `RefusedError` where its code isn't what the edit was made for."""
    if isinstance(edit, NoneDefault):
        return _none_default(tree, node, edit)
    if isinstance(edit, ReturnAnnotation):
        return _returning(tree, node, edit.annotation)
    if isinstance(edit, NewParameter):
        return node.with_changes(params=parameters.added(tree, node.params, edit.name, edit.written))
    if edit.name in names_in(node.body) or edit.name in names_in(node.params.with_changes(star_kwarg=None)) - _own_names(node):
        return node
    node = node.with_changes(params=parameters.removed(node.params, edit.name))
    if tree.code_for_node(node.params) or "#" in tree.code_for_node(node.whitespace_before_params):
        return node
    return node.with_changes(whitespace_before_params=cst.SimpleWhitespace(""))


def fitted(tree: cst.Module, node: cst.FunctionDef) -> cst.FunctionDef:
    """A function whose parameters stand on lines of their own if they are too long for the one that they are on."""
    header = node.with_changes(
        decorators=(), leading_lines=(), lines_after_decorators=(), body=cst.SimpleStatementSuite([cst.Pass()])
    )
    written = [len(line.strip()) for line in tree.code.splitlines() if line.lstrip().startswith(("def ", "async def "))]
    length = len(tree.code_for_node(header).strip()) - len(" pass")
    if "\n" in tree.code_for_node(node.params) or isinstance(node.whitespace_before_params, cst.ParenthesizedWhitespace):
        return node
    if length <= max([_WIDTH, *written]):
        return node
    space = cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace(tree.default_indent))
    return node.with_changes(whitespace_before_params=space, params=parameters.on_lines(node.params, space))


def _own_names(node: cst.FunctionDef) -> set[str]:
    """The names that occur in the signature only as names of parameters."""
    all_of_them = parameters.named(node.params)
    used: set[str] = set()
    for item in all_of_them:
        for part in (item.annotation, item.default):
            used |= names_in(part) if part is not None else set()
    return {item.name.value for item in all_of_them} - used


def _returning(tree: cst.Module, node: cst.FunctionDef, annotation: str) -> cst.FunctionDef:
    written = expressions.parsed(tree, annotation)
    if node.returns is not None:
        return node.with_changes(returns=node.returns.with_changes(annotation=written))
    return node.with_changes(returns=cst.Annotation(written))


def _none_default(tree: cst.Module, node: cst.FunctionDef, edit: NoneDefault) -> cst.FunctionDef:
    parameter = next((item for item in parameters.named(node.params) if item.name.value == edit.parameter), None)
    if parameter is None or parameter.default is None or not isinstance(node.body, cst.IndentedBlock):
        raise RefusedError(f"`{edit.parameter}` isn't where it was found")
    new = parameter.with_changes(default=cst.Name("None"))
    if edit.annotation and parameter.annotation is not None:
        written = expressions.parsed(tree, edit.annotation)
        new = new.with_changes(annotation=parameter.annotation.with_changes(annotation=written))
    default = parameter.default.visit(_Dedent(tree.default_indent))
    assert isinstance(default, cst.BaseExpression)
    name = cst.Name(edit.parameter)
    guard = cst.If(
        test=cst.Comparison(name, [cst.ComparisonTarget(cst.Is(), cst.Name("None"))]),
        body=cst.IndentedBlock([cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(name)], default)])]),
    )
    body = _guarded([*node.body.body], guard)
    return node.with_changes(
        params=node.params.with_deep_changes(parameter, default=new.default, annotation=new.annotation)
    ).with_changes(body=node.body.with_changes(body=body))


def _guarded(body: list[cst.BaseStatement], guard: cst.If) -> Sequence[cst.BaseStatement]:
    """A body with a guard behind the docstring and the guards that are there, but for those that use what it makes."""
    index = 1 if is_docstring(body[0]) else 0
    behind_docstring = index == 1
    name = guard.test.left.value if isinstance(guard.test, cst.Comparison) and isinstance(guard.test.left, cst.Name) else ""
    while index < len(body) and _is_guard(body[index], behind_docstring) and name not in names_in(body[index]):
        index += 1
        behind_docstring = False
    if behind_docstring and index < len(body):
        following = body[index]
        assert isinstance(following, (cst.SimpleStatementLine, cst.BaseCompoundStatement))
        lines = [*following.leading_lines]
        blank = []
        while lines and lines[0].comment is None:
            blank.append(lines.pop(0))
        guard = guard.with_changes(leading_lines=blank)
        body[index] = following.with_changes(leading_lines=lines)
    if index < len(body):
        following = body[index]
        if isinstance(following, (cst.FunctionDef, cst.ClassDef)) and not following.leading_lines:
            body[index] = following.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    body.insert(index, guard)
    return body


def is_docstring(line: cst.BaseStatement) -> bool:
    """Whether a statement is nothing but a string."""
    if not isinstance(line, cst.SimpleStatementLine) or not isinstance(line.body[0], cst.Expr):
        return False
    return isinstance(line.body[0].value, (cst.SimpleString, cst.ConcatenatedString))


def _is_guard(node: cst.BaseStatement, after_gap: bool) -> bool:
    """Whether a statement gives a name that is `None` an object, and nothing else."""
    if not isinstance(node, cst.If) or node.orelse is not None or len(node.body.body) != 1:
        return False
    if any(line.comment is not None or not after_gap for line in node.leading_lines):
        return False
    test, line = node.test, node.body.body[0]
    if not isinstance(test, cst.Comparison) or not isinstance(test.left, cst.Name) or not isinstance(line, cst.SimpleStatementLine):
        return False
    target = line.body[0].targets[0].target if isinstance(line.body[0], cst.Assign) else None
    is_none = test.comparisons[0].comparator.deep_equals(cst.Name("None"))
    return is_none and isinstance(target, cst.Name) and target.value == test.left.value


class _Dedent(cst.CSTTransformer):
    """Takes one level of indentation from the lines inside brackets: a default stands deeper than the body."""

    def __init__(self, indent: str) -> None:
        super().__init__()
        self._indent = indent

    def leave_ParenthesizedWhitespace(
        self, original_node: cst.ParenthesizedWhitespace, updated_node: cst.ParenthesizedWhitespace
    ) -> cst.ParenthesizedWhitespace:
        """Shorten what stands before the first thing on the next line."""
        left = updated_node.last_line.value.removeprefix(self._indent)
        return updated_node.with_changes(last_line=cst.SimpleWhitespace(left))
