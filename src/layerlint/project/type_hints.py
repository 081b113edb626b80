"""What annotations promise: aliases, `Annotated`, unions, generics, `NewType`, type variables, strings."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import BindingForm, Scope
from layerlint.model import Hop
from layerlint.project.values import UNKNOWN, Form, Value, instance

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_TYPING = ("typing.", "typing_extensions.")
SELF = frozenset({"typing.Self", "typing_extensions.Self"})
_TRANSPARENT = frozenset({"Optional", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "Unpack"})
_CONTAINERS = {
    "List": "list",
    "Dict": "dict",
    "Set": "set",
    "FrozenSet": "frozenset",
    "Tuple": "tuple",
    "Type": "type",
    "DefaultDict": "dict",
    "Deque": "list",
}


def evaluate(resolver: Resolver, node: ast.expr, scope: Scope) -> Value:
    """The instance that an annotation promises; of a union its first part that isn't None."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            parsed = parse_string(resolver, node)
            return resolver.annotation(parsed, scope) if parsed is not None else UNKNOWN
        return instance("NoneType") if node.value is None else UNKNOWN
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _union(resolver, [node.left, node.right], scope)
    if isinstance(node, ast.Subscript):
        return _generic(resolver, node, scope)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _named(resolver, node, scope)
    return UNKNOWN


def parse_string(resolver: Resolver, node: ast.Constant) -> ast.expr | None:
    """The expression in a string annotation, None when it is none.

    Each string has an expression of its own, which the resolver keeps: answers are remembered by node, and the same words
    mean different things in different modules.
    """
    parsed = resolver.parsed_strings
    if id(node) not in parsed:
        try:
            parsed[id(node)] = ast.parse(str(node.value).strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            parsed[id(node)] = None
    return parsed[id(node)]


def _union(resolver: Resolver, parts: list[ast.expr], scope: Scope) -> Value:
    fallback = UNKNOWN
    for part in parts:
        value = resolver.annotation(part, scope)
        if value.known and value.name != "NoneType":
            return value
        fallback = value if value.known else fallback
    return fallback


def _generic(resolver: Resolver, node: ast.Subscript, scope: Scope) -> Value:
    head = resolver.value(node.value, scope)
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    name = head.name
    if name.startswith(_TYPING):
        last = name.rpartition(".")[2]
        if last == "Annotated" or last in _TRANSPARENT:
            return resolver.annotation(items[0], scope)
        if last == "Union":
            return _union(resolver, items, scope)
        if last == "Literal":
            return resolver.value(items[0], scope)
        name = _CONTAINERS.get(last, name)
    if name in resolver.knowledge.type_wrappers:
        return resolver.annotation(items[0], scope)
    if name in ("type",):
        return resolver.annotation(items[0], scope).as_class()
    if head.form is Form.CLASS:
        return head._replace(form=Form.INSTANCE, name=name, args=tuple(resolver.annotation(item, scope) for item in items[:8]))
    return resolver.annotation(node.value, scope)


def _named(resolver: Resolver, node: ast.Name | ast.Attribute, scope: Scope) -> Value:
    value = resolver.value(node, scope)
    if value.form is Form.CLASS:
        if value.name.startswith(_TYPING):
            container = _CONTAINERS.get(value.name.rpartition(".")[2])
            if container is not None:
                return instance(container)
            if value.name in SELF:
                return instance(value.name)
        return value.as_instance()
    alias = find_alias(resolver, node, scope)
    if alias is not None:
        expression, place, written = alias
        if isinstance(expression, ast.Call):
            return _declared_type(resolver, expression, place)
        found = resolver.annotation(expression, place)
        return found.with_hop(Hop(place.module.key, written, written=expression, line=expression.lineno))
    return UNKNOWN


def _declared_type(resolver: Resolver, call: ast.Call, scope: Scope) -> Value:
    """`NewType("X", T)` is T, `TypeVar("X", bound=T)` is T."""
    callee = resolver.value(call.func, scope).name
    if callee.endswith(".NewType"):
        return resolver.annotation(syntax.argument(call, 1, "tp"), scope)
    if callee.endswith(".TypeVar"):
        return resolver.annotation(syntax.argument(call, 1, "bound"), scope)
    if callee.endswith(".TypeAliasType"):
        return resolver.annotation(syntax.argument(call, 1, "value"), scope)
    return resolver.value(call, scope).as_instance()


def find_alias(resolver: Resolver, node: ast.expr, scope: Scope) -> tuple[ast.expr, Scope, str] | None:
    """The expression that a name or attribute is an alias of, the scope it is written in, and its name there."""
    for _ in range(8):
        if isinstance(node, ast.Attribute):
            module = resolver.value(node.value, scope)
            found = _module_binding(resolver, module, node.attr)
        elif isinstance(node, ast.Name):
            found = _scope_binding(resolver, node.id, scope)
        else:
            return None
        if found is None:
            return None
        expression, place, _ = found
        if not isinstance(expression, (ast.Name, ast.Attribute)):
            return found
        if resolver.value(expression, place).form is Form.CLASS:
            return found
        node, scope = expression, place
    return None


def _scope_binding(resolver: Resolver, name: str, scope: Scope) -> tuple[ast.expr, Scope, str] | None:
    current: Scope | None = scope
    while current is not None:
        for binding in reversed(current.bindings.get(name, ())):
            if binding.form is BindingForm.IMPORT and binding.target is not None:
                target = binding.target
                if target.name is None:
                    return None
                return _imported_binding(resolver, target.module, target.name, target.level, current)
            if isinstance(binding.value, ast.Constant) and binding.value.value is None:
                continue
            if binding.value is not None and binding.form in (
                BindingForm.ASSIGNMENT,
                BindingForm.ALIAS,
                BindingForm.ANNOTATION,
            ):
                return binding.value, current, name
        current = current.parent
    for star in scope.module.stars:
        found = _imported_binding(resolver, star.module, name, star.level, scope)
        if found is not None:
            return found
    return None


def _imported_binding(resolver: Resolver, dotted: str, name: str, level: int, scope: Scope) -> tuple[ast.expr, Scope, str] | None:
    tree = resolver.modules.tree
    if level:
        dotted = tree.relative(level, dotted, scope.module.key)
    key = tree.find(dotted, scope.module.key)
    facts = resolver.modules.facts(key) if key is not None else None
    if facts is None or facts.top is scope:
        return None
    return _guarded(resolver, name, facts.top)


def _guarded(resolver: Resolver, name: str, scope: Scope) -> tuple[ast.expr, Scope, str] | None:
    pending = resolver.pending_aliases
    entry = (scope.module.key, name)
    if entry in pending:
        return None
    pending.add(entry)
    try:
        return _scope_binding(resolver, name, scope)
    finally:
        pending.discard(entry)


def _module_binding(resolver: Resolver, module: Value, name: str) -> tuple[ast.expr, Scope, str] | None:
    if module.form not in (Form.MODULE, Form.CLASS) or not module.is_project:
        return None
    scope = resolver.scope_of(module)
    return _guarded(resolver, name, scope) if scope is not None else None


def metadata(resolver: Resolver, node: ast.expr, scope: Scope, depth: int) -> list[tuple[ast.expr, Scope]]:
    """The metadata of `Annotated[T, ...]`, through aliases and unions, each with the scope that it is written in."""
    if depth <= 0:
        return []
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parsed = parse_string(resolver, node)
        return metadata(resolver, parsed, scope, depth - 1) if parsed is not None else []
    if isinstance(node, ast.Subscript):
        head = resolver.value(node.value, scope).name
        if head.startswith(_TYPING) and head.endswith(".Annotated") and isinstance(node.slice, ast.Tuple):
            inner = metadata(resolver, node.slice.elts[0], scope, depth - 1)
            return [*inner, *((item, scope) for item in node.slice.elts[1:])]
        if head.startswith(_TYPING) and head.rpartition(".")[2] in ("Optional", "Union"):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return [found for part in parts for found in metadata(resolver, part, scope, depth - 1)]
        return []
    if isinstance(node, ast.BinOp):
        return [*metadata(resolver, node.left, scope, depth - 1), *metadata(resolver, node.right, scope, depth - 1)]
    if isinstance(node, (ast.Name, ast.Attribute)):
        value = resolver.value(node, scope)
        if value.form is Form.CLASS and not value.trail:
            return []
        alias = find_alias(resolver, node, scope)
        if alias is not None and not isinstance(alias[0], (ast.Name, ast.Attribute)):
            return metadata(resolver, alias[0], alias[1], depth - 1)
    return []


def parts(resolver: Resolver, node: ast.expr, scope: Scope, depth: int = 8) -> list[tuple[ast.expr, Scope]]:
    """The names that a type is made of, through unions, arguments, strings and aliases, each with the scope of its writing."""
    if depth <= 0:
        return []
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parsed = parse_string(resolver, node)
        return parts(resolver, parsed, scope, depth - 1) if parsed is not None else []
    if isinstance(node, ast.BinOp):
        return [*parts(resolver, node.left, scope, depth - 1), *parts(resolver, node.right, scope, depth - 1)]
    if isinstance(node, ast.Subscript):
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        head = resolver.value(node.value, scope).name
        if head.startswith(_TYPING) and head.endswith(".Annotated"):
            items = items[:1]
        if head.startswith(_TYPING) and head.endswith(".Literal"):
            return []
        return [(node.value, scope), *(found for item in items for found in parts(resolver, item, scope, depth - 1))]
    if isinstance(node, (ast.Name, ast.Attribute)):
        value = resolver.value(node, scope)
        if value.form is not Form.CLASS or value.trail:
            alias = find_alias(resolver, node, scope)
            if alias is not None and not isinstance(alias[0], (ast.Call, ast.Name, ast.Attribute)):
                return parts(resolver, alias[0], alias[1], depth - 1)
        return [(node, scope)]
    return []
