"""What mends a finding: edits as plain data, which a rule describes and `layerlint.fixing` carries out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

Position = tuple[int, int]
"""A node's 1-based line and 0-based column in code points; of a definition, that of its `def`, `async` or `class`."""


class Applicability(StrEnum):
    """Whether an edit keeps what the code does for certain, or is to be looked at first."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class NameImport:
    """Make sure that a module imports a name: `module` is absolute, the file's own way of writing it is kept to."""

    path: str
    module: str
    name: str


@dataclass(frozen=True, slots=True)
class NoneDefault:
    """Let a parameter default to None and make its object in the body; `annotation` replaces its own, "" keeps that."""

    path: str
    function: Position
    parameter: str
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class ReturnAnnotation:
    """Annotate what a function returns."""

    path: str
    function: Position
    annotation: str


@dataclass(frozen=True, slots=True)
class ClassSetting:
    """Turn on a setting of a schema class: `owner` is the function or class that configures, as the module names it."""

    path: str
    definition: Position
    setting: str
    owner: str


@dataclass(frozen=True, slots=True)
class CommentWord:
    """Take a word out of a comment, and the comment with its last word; columns as in `Position`, the end exclusive."""

    path: str
    line: int
    column: int
    end: int


@dataclass(frozen=True, slots=True)
class NewParameter:
    """Give a function a parameter, which is written in full: `users: UserService = Depends(get_user_service)`."""

    path: str
    function: Position
    name: str
    written: str


@dataclass(frozen=True, slots=True)
class UnusedParameter:
    """Take a parameter away if nothing in the function uses it any longer."""

    path: str
    function: Position
    name: str


@dataclass(frozen=True, slots=True)
class NewExpression:
    """Put another expression in an expression's place."""

    path: str
    start: Position
    end: Position
    written: str


@dataclass(frozen=True, slots=True)
class NeedlessStatement:
    """Take a statement away that no comment belongs to."""

    path: str
    start: Position


Edit = (
    NameImport
    | NoneDefault
    | ReturnAnnotation
    | ClassSetting
    | CommentWord
    | NewParameter
    | UnusedParameter
    | NewExpression
    | NeedlessStatement
)
_BY_NAME: dict[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        NameImport,
        NoneDefault,
        ReturnAnnotation,
        ClassSetting,
        CommentWord,
        NewParameter,
        UnusedParameter,
        NewExpression,
        NeedlessStatement,
    )
}


@dataclass(frozen=True, slots=True)
class Fix:
    """What would mend a finding, in one sentence and as edits; they are carried out together or not at all."""

    applicability: Applicability
    message: str
    edits: tuple[Edit, ...]

    @property
    def is_safe(self) -> bool:
        """Whether it needs no second look."""
        return self.applicability is Applicability.SAFE

    def as_data(self) -> dict[str, Any]:
        """What JSON can hold, for caches and other processes."""
        edits = [{"edit": type(item).__name__, **asdict(item)} for item in self.edits]
        return {"applicability": str(self.applicability), "message": self.message, "edits": edits}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Fix:
        """The fix that `as_data` was made of. Raises `KeyError` or `TypeError` for anything else."""
        edits = []
        for item in data["edits"]:
            fields = {name: tuple(value) if isinstance(value, list) else value for name, value in item.items() if name != "edit"}
            edits.append(_BY_NAME[item["edit"]](**fields))
        return cls(Applicability(data["applicability"]), data["message"], tuple(edits))
