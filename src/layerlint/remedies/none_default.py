"""A mutable default that becomes `None`, with the object made in the body.

It is safe where no call can tell: the default is made of literals and of names that mean the same in the body, the function never
changes it in place - calls may rely on what earlier ones left -, and nobody else reads the signature: no framework, no decorator,
no base class, no subclass. Where `None` already means something, there is no fix.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from layerlint import syntax
from layerlint.edits import Applicability, Fix, NoneDefault
from layerlint.facts import BindingForm, Scope
from layerlint.project import Form, Project
from layerlint.remedies import unions
from layerlint.remedies.naming import Named

_HARMLESS = frozenset({"staticmethod", "classmethod", "contextmanager", "asynccontextmanager"})
_CHANGING = frozenset(
    "append appendleft extend extendleft insert remove pop popleft popitem clear sort reverse rotate add discard update "
    "setdefault subtract difference_update intersection_update symmetric_difference_update".split()
)
_LASTING = (BindingForm.IMPORT, BindingForm.DEFINITION, BindingForm.ASSIGNMENT, BindingForm.ANNOTATION)
_MAKERS = frozenset({"list", "dict", "set", "bytearray", "tuple", "frozenset", "str", "int"})


def none_default(project: Project, function: Scope, parameter: ast.arg, default: ast.expr) -> Fix | None:
    """How a parameter can default to `None`, None where that would change what the code does, or can't be written."""
    node, name = function.function, parameter.arg
    lines = project.modules.lines(function.module.key)
    body = [item for item in node.body if not _is_docstring(item)]
    if not body or all(_is_nothing(item) for item in body) or _is_in_header(lines, node.body[0]):
        return None
    if any("# type:" in line for line in lines[function.line - 1 : body[0].lineno]):
        return None
    if not _means_the_same(project, function, default) or _is_compared(node, name):
        return None
    annotation = _annotation(project, function, parameter)
    if annotation is None:
        return None
    reason = _doubt(project, function, parameter)
    message = f"let `{name}` default to `None` and make the object in the body" + (f": {reason}" if reason else "")
    position = (function.line, syntax.column_of(lines[function.line - 1], node.col_offset))
    edit = NoneDefault(function.module.key, position, name, annotation.written)
    return Fix(Applicability.UNSAFE if reason else Applicability.SAFE, message, (*annotation.imports, edit))


def _annotation(project: Project, function: Scope, parameter: ast.arg) -> Named | None:
    """The annotation that the parameter needs, an empty one where it can stay; None where nobody knows how to write it."""
    node, scope = parameter.annotation, function.parent or function
    if node is None or unions.admits_none(project, node, scope):
        return Named("")
    if project.resolver.metadata(node, scope):
        return None
    return unions.widened(project, function.module, node, scope)


def _doubt(project: Project, function: Scope, parameter: ast.arg) -> str:
    """Why a call could tell the difference, "" where none can."""
    name, scope = parameter.arg, function.parent or function
    if _is_changed(function.function, name):
        return "the function changes it, and calls may rely on that"
    if parameter.annotation is not None and unions.says_none(project, parameter.annotation, scope):
        return "callers may give `None` already"
    if any((syntax.dotted(item) or "").rpartition(".")[2] not in _HARMLESS for item in function.decorators):
        return "a decorator may read the signature"
    owner = function.owner
    injected = [function.symbol, *([owner.symbol] if owner is not None else [])]
    if project.routes.of(function) or any(project.injection.sites(symbol) for symbol in injected):
        return "the framework reads the signature"
    if project.injection.has_injected_defaults(function) or project.injection.reads_request(function):
        return "the framework reads the signature"
    if owner is not None and function.name != "__init__" and _is_overridden(project, function, owner):
        return "another class may share the signature"
    if _is_given_none(project, function):
        return "a caller gives `None` already"
    return ""


def _is_overridden(project: Project, function: Scope, owner: Scope) -> bool:
    """Whether a base of the class may have the method, or a class derived from it has."""
    for base in project.resolver.mro(owner.symbol)[1:]:
        scope = project.resolver.scope_named(base) if "::" in base else None
        if scope is None:
            if base not in ("object", "abc.ABC", "typing.Generic", "typing.Protocol"):
                return True
        elif function.name in scope.bindings:
            return True
    if len(project.resolver.bases(owner.symbol)) < len(owner.class_node.bases):
        return True
    waiting, seen = [owner], {owner.symbol}
    while waiting:
        for child in project.derived.of(waiting.pop()):
            if function.name in child.bindings:
                return True
            if child.symbol not in seen:
                seen.add(child.symbol)
                waiting.append(child)
    return False


def _is_given_none(project: Project, function: Scope) -> bool:
    """Whether a call by the function's name, anywhere in the project, has `None` among its arguments."""
    owner = function.owner
    called = owner.name if owner is not None and function.name == "__init__" else function.name
    return project.habits.gives_none(called, function.module.key)


def _means_the_same(project: Project, function: Scope, default: ast.expr) -> bool:
    """Whether an expression gives the same in the function's body, whenever it is called."""
    own = {name for scope in _with_inner(function) for name in scope.bindings}
    inner = {
        name.id
        for item in syntax.descendants(default)
        if isinstance(item, ast.comprehension)
        for name in syntax.descendants(item.target)
        if isinstance(name, ast.Name)
    }
    for node in syntax.descendants(default):
        if isinstance(node, ast.Call):
            callee = project.resolver.value(node.func, function.parent or function)
            if callee.form not in (Form.CLASS, Form.FUNCTION) or not (
                callee.name in _MAKERS or callee.name.startswith("collections.")
            ):
                return False
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load) and node.id not in inner and not _lasts(function, node.id, own):
                return False
        elif isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Lambda, ast.JoinedStr)):
            return False
    return True


def _with_inner(function: Scope) -> Iterator[Scope]:
    yield function
    for child in function.children:
        yield from _with_inner(child)


def _lasts(function: Scope, name: str, own: set[str]) -> bool:
    """Whether a name is bound once, by the module or Python itself, and not by the function."""
    if name in own:
        return False
    outer = function.parent
    while outer is not None and outer.parent is not None:
        if name in outer.bindings:
            return False
        outer = outer.parent
    bindings = function.module.top.bindings.get(name, ())
    if not bindings:
        return hasattr(builtins, name)
    return len(bindings) == 1 and bindings[0].form in _LASTING and bindings[0].extent is None


def _is_compared(node: ast.AST, name: str) -> bool:
    """Whether a function asks if a parameter is `None`."""
    for item in syntax.descendants(node):
        if isinstance(item, ast.Compare):
            sides = [item.left, *item.comparators]
            if any(_is_name(side, name) for side in sides) and any(
                isinstance(side, ast.Constant) and side.value is None for side in sides
            ):
                return True
        elif isinstance(item, ast.MatchSingleton):
            return True
    return False


def _is_changed(node: ast.AST, name: str) -> bool:
    """Whether a function changes an object in place by its parameter's name, or by another that it gives to it."""
    nodes = syntax.descendants(node)
    names = {name}
    for item in nodes:
        if isinstance(item, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and item.value is not None and _may_be(item.value, name):
            targets = item.targets if isinstance(item, ast.Assign) else [item.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    for item in nodes:
        if isinstance(item, ast.Call):
            function = item.func
            if isinstance(function, ast.Attribute) and function.attr in _CHANGING and _is_any(function.value, names):
                return True
        elif isinstance(item, ast.AugAssign):
            if _is_any(item.target.value if isinstance(item.target, ast.Subscript) else item.target, names):
                return True
        elif isinstance(item, ast.Subscript) and not isinstance(item.ctx, ast.Load):
            if _is_any(item.value, names):
                return True
    return False


def _may_be(node: ast.expr, name: str) -> bool:
    """Whether an expression may give the very object of a name."""
    if isinstance(node, ast.BoolOp):
        return any(_may_be(item, name) for item in node.values)
    if isinstance(node, ast.IfExp):
        return _may_be(node.body, name) or _may_be(node.orelse, name)
    return _is_name(node, name)


def _is_any(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_nothing(node: ast.stmt) -> bool:
    """Whether a statement stands for a body that others write: `...`, `pass`, `raise NotImplementedError`."""
    if isinstance(node, ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _is_in_header(lines: list[str], first: ast.stmt) -> bool:
    """Whether a body begins on the line of its `def`."""
    return bool(lines[first.lineno - 1].encode()[: first.col_offset].strip())
