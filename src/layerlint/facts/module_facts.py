"""The facts of one module: what it defines, imports, binds and calls - every name still unresolved."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from layerlint import syntax

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


class ImportTarget(NamedTuple):
    """What an import statement names: `from ..a import b` is level 2, module `a`, name `b`; `import a.b` has no name."""

    module: str
    name: str | None
    level: int


@dataclass(slots=True)
class Binding:
    """One place where a name is bound.

    `value` is the expression that is bound, unpacked, iterated or entered; `annotation` a declared type. `position` is
    ast's line and column of the place; `extent`, for names of comprehensions, is where alone the name can be seen. `scope` is the
    definition that is bound or, for a parameter or a name that a function declares `global`, the function.
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
    """An import statement's one name, where it stands; `script` under `if __name__ == "__main__":`."""

    node: ast.Import | ast.ImportFrom
    target: ImportTarget
    type_checking: bool
    script: bool
    scope: Scope


@dataclass(slots=True, eq=False)
class Scope:
    """A module, class or function: its names, its definitions, and what its own body holds (nested ones excluded).

    `calls` are outermost call chains, in no promised order, `links` the calls that they are made of, innermost first, `starts` the
    names that they begin at, with the attribute that is taken first: `bp` and `cli` of `bp.cli.command()`; `loops` and `awaits`
    hold what is iterated over or awaited; `symbol` is the name under which the project knows the definition, see
    `layerlint.project.values`.
    """

    node: ast.Module | ast.ClassDef | FunctionNode
    module: ModuleFacts
    parent: Scope | None
    name: str
    qualname: str
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    children: list[Scope] = field(default_factory=list)
    calls: list[ast.Call] = field(default_factory=list)
    links: list[ast.Call] = field(default_factory=list)
    starts: list[tuple[ast.Name, str]] = field(default_factory=list)
    raises: list[ast.Raise] = field(default_factory=list)
    returns: list[ast.Return] = field(default_factory=list)
    yields: list[ast.expr] = field(default_factory=list)
    loops: list[ast.expr] = field(default_factory=list)
    awaits: list[ast.expr] = field(default_factory=list)
    contexts: list[ast.expr] = field(default_factory=list)
    attributes: list[ast.Attribute] = field(default_factory=list)
    self_attributes: dict[str, list[tuple[Binding, Scope]]] = field(default_factory=dict)
    is_class: bool = field(init=False)
    is_function: bool = field(init=False)
    symbol: str = field(init=False)
    _parameters: list[tuple[ast.arg, ast.expr | None]] | None = None

    def __post_init__(self) -> None:
        self.is_class = isinstance(self.node, ast.ClassDef)
        self.is_function = isinstance(self.node, FunctionNode)
        self.symbol = f"{self.module.key}::{self.qualname}"

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

    def in_lambdas(self) -> set[int]:
        """The ids of the nodes of a scope's own body that stand in a `lambda`: they run where it is handed to."""
        own = (node for node, scope in self.module.lambdas if scope is self)
        return {id(inner) for node in own for inner in syntax.descendants(node)}

    @property
    def owner(self) -> Scope | None:
        """The class of a method, None for other scopes."""
        return self.parent if self.is_function and self.parent is not None and self.parent.is_class else None

    @property
    def parameters(self) -> list[tuple[ast.arg, ast.expr | None]]:
        """The parameters with their defaults, in the order of the source, `*args` and `**kwargs` left out."""
        if self._parameters is None:
            arguments = self.function.args
            positional = [*arguments.posonlyargs, *arguments.args]
            missing = len(positional) - len(arguments.defaults)
            self._parameters = [
                (parameter, arguments.defaults[index - missing] if index >= missing else None)
                for index, parameter in enumerate(positional)
            ]
            self._parameters += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        return self._parameters


@dataclass(slots=True, eq=False, weakref_slot=True)
class ModuleFacts:
    """One module's facts. `key` is its path below the project's root, with `/`: the module's identity.

    `definitions` are all classes and functions, nested ones included, in the order of the source; `scopes` has the last of
    each qualified name; `defaulted` are the functions with a default that is a display, a comprehension or a call, `lambdas` all
    lambdas, each with the scope that it stands in; `given_none` the last words of the names that are called with `None`; `stores`
    the attributes of other objects than `self` that are given a value.
    """

    key: str
    text: str
    tree: ast.Module
    top: Scope = field(init=False)
    imports: list[Import] = field(default_factory=list)
    stars: list[ImportTarget] = field(default_factory=list)
    all_names: list[str] | None = None
    scopes: dict[str, Scope] = field(default_factory=dict)
    definitions: list[Scope] = field(default_factory=list)
    defaulted: list[Scope] = field(default_factory=list)
    lambdas: list[tuple[ast.Lambda, Scope]] = field(default_factory=list)
    given_none: set[str] = field(default_factory=set)
    stores: list[tuple[ast.Attribute, Binding, Scope]] = field(default_factory=list)
    mentions_layerlint: bool = field(init=False)

    def __post_init__(self) -> None:
        self.mentions_layerlint = "layerlint:" in self.text

    def functions(self) -> Iterator[Scope]:
        """Every function and method, nested ones included, in the order of the source."""
        return (scope for scope in self.definitions if scope.is_function)

    def classes(self) -> Iterator[Scope]:
        """Every class, nested ones included, in the order of the source."""
        return (scope for scope in self.definitions if scope.is_class)

    @property
    def packages(self) -> set[str]:
        """The top-level packages that the module imports."""
        return {item.target.module.partition(".")[0] for item in self.imports}

    @property
    def all_scopes(self) -> list[Scope]:
        """The module's own scope and all definitions."""
        return [self.top, *self.definitions]

    def scope_at(self, line: int) -> Scope:
        """The innermost definition that a 1-based line belongs to, its decorators included, else the module."""
        found = self.top
        for scope in self.definitions:
            first = min([scope.line, *(decorator.lineno for decorator in scope.decorators)])
            if first <= line <= (getattr(scope.node, "end_lineno", None) or scope.line):
                found = scope
        return found

    def __repr__(self) -> str:
        return f"ModuleFacts({self.key})"
