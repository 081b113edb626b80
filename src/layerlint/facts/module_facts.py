"""The facts of one module: what it defines, imports, binds and calls - every name still unresolved."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
Position = tuple[int, int]


class BindingForm(Enum):
    """How a name gets its value."""

    IMPORT = auto()
    DEFINITION = auto()
    ASSIGNMENT = auto()
    ANNOTATION = auto()
    UNPACKING = auto()
    CONTEXT = auto()
    ITERATION = auto()
    PARAMETER = auto()
    EXCEPTION = auto()
    ALIAS = auto()


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """What an import statement names: `from ..a import b` is level 2, module `a`, name `b`; `import a.b` has no name."""

    module: str
    name: str | None
    level: int


@dataclass(slots=True)
class Binding:
    """One place where a name is bound.

    `value` is the expression that is bound, unpacked, iterated or entered; `annotation` a declared type. `position` is
    ast's line and column of the place; `extent`, for names of comprehensions, is where alone the name can be seen.
    """

    name: str
    form: BindingForm
    position: Position
    value: ast.expr | None = None
    annotation: ast.expr | None = None
    target: ImportTarget | None = None
    scope: Scope | None = None
    path: tuple[int, ...] = ()
    extent: tuple[Position, Position] | None = None
    type_checking: bool = False


@dataclass(slots=True)
class Import:
    """An import statement's one name, where it stands."""

    node: ast.Import | ast.ImportFrom
    target: ImportTarget
    type_checking: bool
    scope: Scope


@dataclass(slots=True, eq=False)
class Scope:
    """A module, class or function: its names, its definitions, and what its own body holds (nested ones excluded).

    `calls` are outermost call chains, in no promised order.
    """

    node: ast.Module | ast.ClassDef | FunctionNode
    module: ModuleFacts
    parent: Scope | None
    name: str
    qualname: str
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    children: list[Scope] = field(default_factory=list)
    calls: list[ast.Call] = field(default_factory=list)
    raises: list[ast.Raise] = field(default_factory=list)
    returns: list[ast.Return] = field(default_factory=list)
    yields: list[ast.expr] = field(default_factory=list)
    loops: list[ast.expr] = field(default_factory=list)
    contexts: list[ast.expr] = field(default_factory=list)
    attributes: list[ast.Attribute] = field(default_factory=list)
    self_attributes: dict[str, list[tuple[Binding, Scope]]] = field(default_factory=dict)

    @property
    def is_class(self) -> bool:
        """Whether this is a class body."""
        return isinstance(self.node, ast.ClassDef)

    @property
    def is_function(self) -> bool:
        """Whether this is a function or method body."""
        return isinstance(self.node, FunctionNode)

    @property
    def function(self) -> FunctionNode:
        """The function's node; only for function scopes."""
        assert isinstance(self.node, FunctionNode)
        return self.node

    @property
    def class_node(self) -> ast.ClassDef:
        """The class's node; only for class scopes."""
        assert isinstance(self.node, ast.ClassDef)
        return self.node

    @property
    def line(self) -> int:
        """The 1-based line of `def` or `class`, 1 for a module."""
        return getattr(self.node, "lineno", 1)

    @property
    def decorators(self) -> list[ast.expr]:
        """The decorators, outermost first."""
        return [] if isinstance(self.node, ast.Module) else self.node.decorator_list

    @property
    def owner(self) -> Scope | None:
        """The class of a method, None for other scopes."""
        return self.parent if self.is_function and self.parent is not None and self.parent.is_class else None

    @property
    def symbol(self) -> str:
        """The name under which the project knows this definition, see `layerlint.project.values`."""
        return f"{self.module.key}::{self.qualname}"

    def parameters(self) -> Iterator[tuple[ast.arg, ast.expr | None]]:
        """The parameters with their defaults, in the order of the source, `*args` and `**kwargs` left out."""
        arguments = self.function.args
        positional = [*arguments.posonlyargs, *arguments.args]
        missing = len(positional) - len(arguments.defaults)
        for index, parameter in enumerate(positional):
            yield parameter, arguments.defaults[index - missing] if index >= missing else None
        yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)

    def nested(self) -> Iterator[Scope]:
        """All definitions below this one, in the order of the source."""
        for child in self.children:
            yield child
            yield from child.nested()


@dataclass(slots=True, eq=False)
class ModuleFacts:
    """One module's facts. `key` is its path below the project's root, with `/`: the module's identity."""

    key: str
    text: str
    tree: ast.Module
    top: Scope = field(init=False)
    imports: list[Import] = field(default_factory=list)
    stars: list[ImportTarget] = field(default_factory=list)
    all_names: list[str] | None = None
    scopes: dict[str, Scope] = field(default_factory=dict)

    def functions(self) -> Iterator[Scope]:
        """Every function and method, nested ones included, in the order of the source."""
        return (scope for scope in self.top.nested() if scope.is_function)

    def classes(self) -> Iterator[Scope]:
        """Every class, nested ones included, in the order of the source."""
        return (scope for scope in self.top.nested() if scope.is_class)

    def __repr__(self) -> str:
        return f"ModuleFacts({self.key})"
