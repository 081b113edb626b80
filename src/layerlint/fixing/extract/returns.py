"""What moved code gives back, as an annotation: what is certain, else `Any`, and nothing where the code has no annotations."""

from __future__ import annotations

import ast

from layerlint import syntax
from layerlint.fixing.extract.inputs import Inputs, is_annotated
from layerlint.fixing.extract.piece import Piece, Pieces
from layerlint.fixing.extract.wording import Need, Wording
from layerlint.fixing.refusal import RefusedError
from layerlint.model import Kind
from layerlint.project import Form, Project, Value

_PLAIN = frozenset({"int", "str", "float", "bool"})


class Returns:
    """The return annotation of one piece's method."""

    def __init__(self, project: Project, pieces: Pieces, piece: Piece, wording: Wording, inputs: Inputs) -> None:
        self._project = project
        self._resolver = project.resolver
        self._pieces = pieces
        self._piece = piece
        self._wording = wording
        self._inputs = inputs

    def written(self) -> str:
        """The annotation, "" for none."""
        if not is_annotated(self._piece.function):
            return ""
        if self._piece.expression is None:
            return "None"
        if self._counts():
            promised = self._as_promised()
            if promised:
                return promised
        return self._of(self._piece.given or self._piece.expression) or self._as_promised() or self._any()

    def _any(self) -> str:
        try:
            return self._wording.add(Need("typing", "Any"))
        except RefusedError:
            return ""

    def _as_promised(self) -> str:
        """As the function's own annotation has it, where the function returns it."""
        function, expression = self._piece.function, self._piece.given
        parent = self._pieces.parent(expression) if expression is not None else None
        if not isinstance(parent, ast.Return) or function.function.returns is None:
            return ""
        if self._resolver.has_kind(self._resolver.value(expression, function), Kind.QUERY):
            return ""
        outer = function.parent or function
        if self._resolver.annotation(function.function.returns, outer).name in ("", "typing.Any", "dict"):
            return ""
        return self._wording.annotation(function.function.returns, outer) or ""

    def _of(self, expression: ast.expr) -> str:
        node = expression.value if isinstance(expression, ast.Await) else expression
        value = self._resolver.value(node, self._piece.function)
        if not isinstance(node, ast.Call):
            return ""
        if self._counts() and self._is_scalar(node):
            return "int | None" if self._may_be_none(node) else "int"
        if value.form is not Form.INSTANCE:
            return ""
        if value.name in _PLAIN:
            return value.name
        if not self._is_certain(node):
            return ""
        if value.name == "list":
            return self._many(node, value)
        if not self._resolver.has_kind(value, Kind.ENTITY):
            return ""
        written = self._inputs.class_written(value)
        return f"{written} | None" if written and self._may_be_none(node) else written

    def _counts(self) -> bool:
        """Whether a number of rows is all that is asked for: `select(func.count())`."""
        started = [node for node in self._piece.descendants() if isinstance(node, ast.Call) and self._is_select(node)]
        return len(started) == 1 and len(started[0].args) == 1 and _is_count(started[0].args[0])

    def _is_select(self, call: ast.Call) -> bool:
        return any(_is_count(item) for item in call.args) and self._resolver.has_kind(
            self._resolver.value(call, self._piece.function), Kind.STATEMENT, Kind.QUERY
        )

    def _is_scalar(self, call: ast.Call) -> bool:
        """Whether one value is given, no row."""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in ("one", "first", "one_or_none"):
            return not self._gives_rows(call)
        return name.startswith("scalar") and name != "scalars"

    def _many(self, node: ast.Call, value: Value) -> str:
        element = value.element
        if element.form is not Form.INSTANCE or not self._resolver.has_kind(element, Kind.ENTITY):
            return ""
        written = self._inputs.class_written(element)
        if not written:
            return ""
        lineage = self._resolver.mro(self._receiver(node).name)
        if self._project.knowledge.sequences.isdisjoint(lineage):
            return f"list[{written}]"
        try:
            return f"{self._wording.add(Need('collections.abc', 'Sequence'))}[{written}]"
        except RefusedError:
            return ""

    def _receiver(self, call: ast.Call) -> Value:
        function = call.func
        return (
            self._resolver.value(function.value, self._piece.function)
            if isinstance(function, ast.Attribute)
            else Value(Form.UNKNOWN)
        )

    def _may_be_none(self, call: ast.Call) -> bool:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        return any(self._project.knowledge.may_give_none(item, name) for item in self._resolver.mro(self._receiver(call).name))

    def _is_certain(self, node: ast.Call) -> bool:
        """Whether it is objects of one class that are asked for and given, no rows."""
        if not any(self._project.knowledge.tells_none(item) for item in self._resolver.mro(self._receiver(node).name)):
            return False
        if self._gives_rows(node):
            return False
        for item in self._piece.descendants():
            if isinstance(item, ast.Call) and self._starts_query(item) and len(item.args) != 1:
                return False
        return True

    def _gives_rows(self, node: ast.Call) -> bool:
        """Whether what is asked for is given in rows."""
        links = syntax.links(node)
        inner = self._piece.expression.value if isinstance(self._piece.expression, ast.Await) else self._piece.expression
        if inner is not node and isinstance(inner, ast.Call):
            links = [*syntax.links(inner), *links]
        names = [link.func.attr if isinstance(link.func, ast.Attribute) else "" for link in links]
        for link, name in zip(links, names, strict=True):
            if any(self._project.knowledge.gives_rows(item, name) for item in self._resolver.mro(self._receiver(link).name)):
                return not any(other.startswith("scalar") for other in names)
        return False

    def _starts_query(self, call: ast.Call) -> bool:
        """Whether a call begins a query by what it asks for."""
        value = self._resolver.value(call, self._piece.function)
        if value.form is not Form.INSTANCE or not self._resolver.has_kind(value, Kind.STATEMENT, Kind.QUERY):
            return False
        receiver = self._receiver(call)
        return not self._resolver.has_kind(receiver, Kind.STATEMENT, Kind.QUERY, Kind.MANAGER)


def _is_count(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "count"
