"""The words that every part of layerlint uses: layers, kinds, effects, confidence, diagnostics."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

from layerlint.edits import Fix

if TYPE_CHECKING:
    import ast


class Layer(StrEnum):
    """A layer of the enforced architecture; `OTHER` is wiring, configuration, utilities."""

    ROUTER = "router"
    DEPENDENCY = "dependency"
    SERVICE = "service"
    REPOSITORY = "repository"
    SCHEMA = "schema"
    MODEL = "model"
    OTHER = "other"


class Kind(StrEnum):
    """What a class of the ecosystem is, as far as layering is concerned."""

    SESSION = "session"
    CONNECTION = "connection"
    CURSOR = "cursor"
    ENGINE = "engine"
    SESSION_FACTORY = "session factory"
    QUERY = "query"
    MANAGER = "manager"
    STATEMENT = "statement"
    RESULT = "result"
    ENTITY = "entity"
    TABLE = "table"
    COLUMN = "column"
    SCHEMA = "schema"
    VALIDATOR = "validator"
    SETTINGS = "settings"
    REQUEST = "request"
    FORM_DATA = "form data"
    RESPONSE = "response"
    UPLOAD = "upload"
    ROUTER = "router"
    APPLICATION = "application"
    HTTP_ERROR = "http error"
    REPOSITORY = "repository"
    SERVICE = "service"
    PARAMETER = "parameter"
    SECURITY = "security scheme"
    PROVIDER = "provider"
    BACKGROUND = "background tasks"
    USER_MANAGER = "user manager"
    WIRING = "wiring"


class Effect(StrEnum):
    """What a call does to the world outside the process, or which sensitive work it is."""

    READ = "read"
    WRITE = "write"
    TRANSACTION = "transaction"
    OPEN = "open"
    HASH = "hash"
    TOKEN = "token"
    NETWORK = "network"
    MAIL = "mail"
    QUEUE = "queue"
    FILE = "file"
    PROCESS = "process"
    RANDOM = "random"


DATABASE_EFFECTS = frozenset({Effect.READ, Effect.WRITE, Effect.TRANSACTION})


class Confidence(IntEnum):
    """How sure a verdict is; ordered, so that it can be compared with a threshold."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3

    def __str__(self) -> str:
        return self.name.lower()


class Profile(StrEnum):
    """A named set of rules; `STRICT` holds every rule."""

    RECOMMENDED = "recommended"
    STRICT = "strict"


class Hop(NamedTuple):
    """One step of a trail, not yet in words: the name `subject` stands for the expression `written`, or `text` says it all.

    `module` is a module's key (its path in the project), `line` (1-based) where the step stands in it, as read in this run.
    """

    module: str
    subject: str
    written: ast.expr | None = None
    text: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Location:
    """A range in a file: 1-based lines, 0-based columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class TrailStep:
    """A hop with its position filled in: `path` as printed, `line` 1-based."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `path` is the module's key, its path below the project's folder; output turns it into the path that is printed. `symbol`
    is the qualified name of the innermost enclosing definition, or None at module level.
    """

    code: str
    name: str
    message: str
    path: str
    location: Location
    symbol: str | None
    layer: Layer
    confidence: Confidence
    help: str = ""
    trail: tuple[TrailStep, ...] = ()
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The order in which findings are printed: path, line, column, code, message."""
        return (self.path, self.location.line, self.location.column, self.code, self.message)
