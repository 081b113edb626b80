"""The types of expressions as annotations of a module: nothing is guessed, and what is only promised is told apart."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.model import Kind
from layerlint.project import Form, Project, Value, type_hints
from layerlint.remedies import naming, unions
from layerlint.remedies.naming import Named

_DEPTH = 6
_SCALARS = frozenset({"str", "int", "float", "bool"})
_LISTS = frozenset({"list", "typing.List"})
_HARMLESS = frozenset({"staticmethod", "classmethod"})


class Inferred(NamedTuple):
    """A type as a module writes it; `is_exact` if the code shows it, not only an annotation."""

    named: Named
    is_exact: bool

    @property
    def is_schema(self) -> bool:
        """Whether it holds anything but plain values."""
        return not set(re.findall(r"\w+", self.named.written)) <= {*_SCALARS, "dict", "list", "None"}

    def inside(self, container: str) -> Inferred:
        """The type of a container of such values."""
        return Inferred(self.named._replace(written=f"{container}[{self.named.written}]"), self.is_exact)


class Types:
    """Types as they are written in one module, above a line."""

    def __init__(self, project: Project, facts: ModuleFacts, line: int) -> None:
        self._project = project
        self._facts = facts
        self._line = line

    def of(self, node: ast.expr | None, scope: Scope, depth: int = _DEPTH) -> Inferred | None:
        """The type of an expression in a scope, None where it isn't certain."""
        if depth == 0:
            return None
        if node is None:
            return Inferred(Named("None"), is_exact=True)
        if isinstance(node, ast.Constant):
            name = "None" if node.value is None else type(node.value).__name__
            return Inferred(Named(name), is_exact=True) if name in _SCALARS or name == "None" else None
        if isinstance(node, ast.JoinedStr):
            return Inferred(Named("str"), is_exact=True)
        if isinstance(node, ast.IfExp):
            return _same([self.of(item, scope, depth - 1) for item in (node.body, node.orelse)])
        if isinstance(node, ast.Dict):
            return self._dictionary(node, scope, depth)
        if isinstance(node, ast.List):
            element = _same([self.of(item, scope, depth - 1) for item in node.elts])
            return element.inside("list") if element is not None else None
        if isinstance(node, ast.ListComp):
            element = self.of(node.elt, scope, depth - 1)
            return element.inside("list") if element is not None else None
        if isinstance(node, ast.Name):
            return self._name(node, scope, depth)
        if isinstance(node, ast.Await):
            return self._call(node.value, scope, depth, is_awaited=True) if isinstance(node.value, ast.Call) else None
        if isinstance(node, ast.Call):
            return self._call(node, scope, depth, is_awaited=False)
        return None

    def _dictionary(self, node: ast.Dict, scope: Scope, depth: int) -> Inferred | None:
        if not all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in node.keys):
            return None
        value = _same([self.of(item, scope, depth - 1) for item in node.values])
        if value is None or value.named.written not in _SCALARS:
            return None
        return value._replace(named=Named(f"dict[str, {value.named.written}]"))

    def _name(self, node: ast.Name, scope: Scope, depth: int) -> Inferred | None:
        """The type of a local name that is bound once, before it is used."""
        bindings = scope.bindings.get(node.id, ())
        if len(bindings) != 1 or not scope.is_function:
            return None
        binding = bindings[0]
        if binding.extent is not None or binding.path or binding.position > (node.lineno, node.col_offset):
            return None
        if binding.form is BindingForm.PARAMETER and binding.annotation is not None and binding.value is None:
            if self._project.routes.of(scope) and isinstance(binding.annotation, ast.Name):
                name = self._project.resolver.value(binding.annotation, scope.parent or scope).name
                return Inferred(Named(name), is_exact=True) if name in _SCALARS else None
            return None
        if binding.form is BindingForm.ASSIGNMENT:
            return self.of(binding.value, scope, depth - 1)
        return None

    def _call(self, node: ast.Call, scope: Scope, depth: int, is_awaited: bool) -> Inferred | None:
        callee = self._project.resolver.value(node.func, scope)
        if callee.form is Form.CLASS and not is_awaited:
            return self._schema(callee)
        if callee.form is Form.FUNCTION and not callee.is_project and callee.receiver is not None and not is_awaited:
            made = self._project.resolver.value(node, scope)
            if callee.receiver.form is Form.CLASS and made.form is Form.INSTANCE and made.name == callee.receiver.name:
                found = self._schema(made.as_class())
                is_checked = found is not None and bool(self._project.knowledge.attribute_reader(callee.name))
                return found._replace(is_exact=is_checked) if found is not None else None
            return None
        function = self._project.resolver.scope_of(callee) if callee.form is Form.FUNCTION else None
        if function is None or not function.is_function or function.yields or _is_wrapped(function):
            return None
        if isinstance(function.node, ast.AsyncFunctionDef) is not is_awaited or function.function.returns is None:
            return None
        promised = self.written(function.function.returns, function.parent or function)
        if promised is None:
            return None
        shown = [self.of(statement.value, function, depth - 1) for statement in function.returns]
        is_shown = bool(shown) and all(item is not None and item.is_exact and item.named == promised for item in shown)
        has_heirs = function.owner is not None and bool(self._project.derived.of(function.owner))
        return Inferred(promised, is_shown and not has_heirs)

    def _schema(self, value: Value) -> Inferred | None:
        """An object of a schema of the project that is made here."""
        named = self._class(value)
        return Inferred(named, is_exact=True) if named is not None else None

    def _class(self, value: Value) -> Named | None:
        resolver = self._project.resolver
        if not value.is_project or not resolver.has_kind(value, Kind.SCHEMA) or resolver.has_kind(value, Kind.ENTITY):
            return None
        scope = resolver.scope_of(value)
        if scope is None or self._project.schemas.is_generic(scope):
            return None
        return naming.definition(self._project, self._facts, value, self._line)

    def written(self, node: ast.expr, scope: Scope, depth: int = _DEPTH) -> Named | None:
        """How the module writes an annotation of another scope; None for all but schemas, plain values, lists and `None`."""
        resolver = self._project.resolver
        if depth == 0:
            return None
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                parsed = type_hints.parse_string(resolver, node)
                return self.written(parsed, scope, depth - 1) if parsed is not None else None
            return Named("None") if node.value is None else None
        if isinstance(node, (ast.Name, ast.Attribute)):
            value = resolver.value(node, scope)
            if value.form is not Form.CLASS or value.trail:
                return None
            return Named(value.name) if value.name in _SCALARS else self._class(value)
        if isinstance(node, ast.Subscript):
            head = resolver.value(node.value, scope).name
            inner = self.written(node.slice, scope, depth - 1) if not isinstance(node.slice, ast.Tuple) else None
            if inner is None or inner.written == "None":
                return None
            if head in _LISTS:
                return inner._replace(written=f"list[{inner.written}]")
            return self._or_none(inner) if head.endswith(".Optional") else None
        if isinstance(node, ast.BinOp):
            parts = [self.written(item, scope, depth - 1) for item in (node.left, node.right)]
            whole = [item for item in parts if item is not None and item.written != "None"]
            return self._or_none(whole[0]) if None not in parts and len(whole) == 1 else None
        return None

    def _or_none(self, named: Named) -> Named | None:
        found = unions.or_none(self._project, self._facts, named.written, is_type=True)
        return found._replace(imports=(*named.imports, *found.imports)) if found is not None else None


def _same(items: list[Inferred | None]) -> Inferred | None:
    """The type that all of some values have."""
    known = [item for item in items if item is not None]
    if not known or len(known) < len(items) or len({item.named for item in known}) > 1:
        return None
    return Inferred(known[0].named, all(item.is_exact for item in known))


def _is_wrapped(function: Scope) -> bool:
    """Whether a decorator may turn a function into another one."""
    return any(not isinstance(item, ast.Name) or item.id not in _HARMLESS for item in function.decorators)
