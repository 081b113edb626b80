"""What a method is called, by what it does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from layerlint import syntax
from layerlint.fixing.extract.inputs import Input
from layerlint.fixing.extract.piece import Piece, Pieces
from layerlint.fixing.extract.words import is_name, plural, snake
from layerlint.model import Effect, Kind
from layerlint.project import Form, Project

_WRITES = ("merge", "delete", "add", "add_all", "create", "bulk_create", "save", "update", "insert")
_ENDS = ("commit", "rollback", "flush", "refresh")
_VAGUE = frozenset(
    "result results row rows res query statement stmt value data item items obj objs objects instance entity x r q".split()
)
_TOTALS = frozenset({"count", "total"})
_MANY = frozenset({"all", "fetchall", "paginate", "scalars"})
_CONDITIONS = 2


def candidates(
    project: Project, pieces: Pieces, piece: Piece, inputs: list[Input], subject: str, is_shared: bool = False
) -> list[str]:
    """Names for a piece's method, the best first; among functions about several entities they tell which."""
    function = piece.function.name.strip("_")
    found = [*_candidates(project, pieces, piece, inputs, subject)]
    if is_shared:
        found = [_about(name, subject) for name in found]
    base = found[0] if found else "run"
    found += [f"{base}_for_{function}", f"{base}_for_{function}_again"]
    return [*dict.fromkeys(item for item in found if is_name(item))]


def _about(name: str, subject: str) -> str:
    """`get_by_email` as `get_user_by_email`."""
    verb, _, rest = name.partition("_")
    if subject in rest.split("_") or plural(subject) in rest.split("_"):
        return name
    about = plural(subject) if verb in ("find", "count") else subject
    return f"{verb}_{about}" + (f"_{rest}" if rest and rest not in ("one", "all") else "")


def _candidates(project: Project, pieces: Pieces, piece: Piece, inputs: list[Input], subject: str) -> Iterator[str]:
    called = [node.func.attr for node in piece.descendants() if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    called += [node.func.id for node in piece.descendants() if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    writing = next((name for name in _WRITES if name in called), None)
    variable = _variable(pieces, piece)
    if piece.expression is None or _only_ends(called):
        if writing is not None:
            verb = {"add_all": "add_all", "insert": "add", "create": "add", "bulk_create": "add_all"}.get(writing, writing)
            yield verb
            yield f"{verb}_{subject}"
            return
        ends = [name for name in _ENDS if name in called]
        if ends:
            yield "save" if "refresh" in ends and len(ends) > 1 else ends[0]
            yield "_and_".join(ends)
            return
    if Effect.WRITE in _effects(project, piece) and writing is not None:
        yield writing
    verb = _verb(project, piece, called)
    conditions = _conditions(project, piece)
    if verb == "get" and "get" in called and not conditions:
        yield "get"
    if conditions and len(conditions) <= _CONDITIONS:
        yield f"{verb}_by_{'_and_'.join(conditions)}"
    if verb == "count":
        yield "count"
    if verb == "find" and inputs and not {"limit", "offset", "paginate"}.isdisjoint(called):
        yield "find_page"
    if variable and variable not in (*_VAGUE, *_TOTALS, subject, plural(subject)) and verb not in variable:
        yield f"{verb}_{variable}"
    yield verb if verb not in ("find", "get") else f"{verb}_{'all' if verb == 'find' else 'one'}"


def _only_ends(called: list[str]) -> bool:
    return bool(called) and all(name in _ENDS for name in called)


def _effects(project: Project, piece: Piece) -> set[Effect]:
    found: set[Effect] = set()
    for node in piece.descendants():
        operation = project.operations.operation(node, piece.function) if isinstance(node, ast.Call) else None
        found |= operation.effects if operation is not None else set()
    return found


def _verb(project: Project, piece: Piece, called: list[str]) -> str:
    """`count`, `exists`, `get` or `find`."""
    expression = piece.given
    node = expression.value if isinstance(expression, ast.Await) else expression
    last = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
    if "count" in called:
        return "count"
    if last == "exists":
        return "exists"
    value = project.resolver.value(node, piece.function) if node is not None else None
    if value is not None and value.form is Form.INSTANCE and project.resolver.has_kind(value, Kind.ENTITY):
        return "find" if last in _MANY else "get"
    single = ("first", "one", "one_or_none", "scalar", "scalar_one", "scalar_one_or_none", "fetchone", "get")
    return "get" if last in single else "find"


def _conditions(project: Project, piece: Piece) -> list[str]:
    """The columns that have to equal something given; empty if there are other conditions."""
    found: list[str] = []
    if any(isinstance(item, ast.If) for item in piece.building):
        return []
    calls = [node for node in piece.descendants() if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda item: (item.end_lineno or 0, item.end_col_offset or 0)):
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in ("filter_by", "first_or_404") or (node.func.attr in ("get", "filter") and node.keywords):
                if any(keyword.arg is None for keyword in node.keywords):
                    return []
                found += [keyword.arg for keyword in node.keywords if keyword.arg is not None]
            elif node.func.attr in ("where", "filter"):
                for item in node.args:
                    column = _equal_column(item)
                    if column is None:
                        return []
                    found.append(column)
    return [*dict.fromkeys(item.partition("__")[0] for item in found)]


def _equal_column(node: ast.expr) -> str | None:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
        side = node.left if isinstance(node.left, (ast.Attribute, ast.Call)) else node.comparators[0]
        if isinstance(side, ast.Call) and len(side.args) == 1:
            side = side.args[0]
        if isinstance(side, ast.Attribute) and syntax.dotted(side) is not None:
            return side.attr
    return None


def _variable(pieces: Pieces, piece: Piece) -> str:
    """The name that is given to what it gives."""
    parent = pieces.parent(piece.expression) if piece.expression is not None else None
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name):
        return snake(parent.targets[0].id)
    return ""
