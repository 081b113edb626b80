"""How schema classes are configured: by `model_config`, a `Config` class, keywords of the class statement, inherited from bases."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from layerlint.facts import Scope
from layerlint.project import type_hints
from layerlint.project.values import Form

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_DEPTH = 8
_HARMLESS = ("typing.", "typing_extensions.", "abc.", "collections.abc.")


def is_on(resolver: Resolver, symbol: str, names: Iterable[str]) -> bool | None:
    """Whether a schema has one of some settings, None where a base or a configuration can't be read."""
    names = frozenset(names)
    for item in resolver.mro(symbol):
        found = _own(resolver, item, names) if "::" in item else _foreign(resolver, item, names)
        if found is not False:
            return True if found else None
    return False


def has_own_validation(resolver: Resolver, symbol: str) -> bool:
    """Whether a validator of a class or a base sees the whole input first, and may turn it into anything."""
    scopes = (resolver.scope_named(item) for item in resolver.mro(symbol) if "::" in item)
    return any(_sees_input(resolver, method) for scope in scopes if scope is not None for method in scope.children)


def _sees_input(resolver: Resolver, method: Scope) -> bool:
    if not method.is_function:
        return False
    if method.name in resolver.knowledge.schema_hooks:
        return True
    for item in method.decorators:
        if isinstance(item, ast.Call):
            wanted = resolver.knowledge.whole_validators.get(resolver.value(item.func, method.parent or method).name, ())
            if any(keyword.arg and f"{keyword.arg}={ast.unparse(keyword.value)}" in wanted for keyword in item.keywords):
                return True
    return False


def _foreign(resolver: Resolver, name: str, names: frozenset[str]) -> bool | None:
    knowledge = resolver.knowledge
    if names & set(knowledge.schema_settings.get(name, ())):
        return True
    return False if knowledge.is_class(name) or name == "object" or name.startswith(_HARMLESS) else None


def _own(resolver: Resolver, symbol: str, names: frozenset[str]) -> bool | None:
    """What a class says of the settings itself, False also where it says nothing."""
    scope = resolver.scope_named(symbol)
    if scope is None or not scope.is_class or scope.parent is None:
        return None
    node, outer = scope.class_node, scope.parent
    if node.decorator_list or any(resolver.value(base, outer).form is not Form.CLASS for base in node.bases):
        return None
    said = [_keywords(node.keywords, names)]
    said += [_expression(resolver, item.value, scope, names, _DEPTH) for item in scope.bindings.get("model_config", ())]
    said += [_nested(resolver, item.scope, names, _DEPTH) for item in scope.bindings.get("Config", ()) if item.scope is not None]
    if True in said:
        return True
    return None if None in said or ("Config" in scope.bindings and len(said) == 1) else False


def _keywords(keywords: list[ast.keyword], names: frozenset[str]) -> bool | None:
    if any(keyword.arg in names and _is_true(keyword.value) for keyword in keywords):
        return True
    return None if any(keyword.arg is None or keyword.arg == "metaclass" for keyword in keywords) else False


def _expression(resolver: Resolver, node: ast.expr | None, scope: Scope, names: frozenset[str], depth: int) -> bool | None:
    if node is None or depth == 0:
        return None
    if isinstance(node, ast.Call):
        if resolver.value(node.func, scope).form is not Form.CLASS:
            return None
        given = [_expression(resolver, item, scope, names, depth - 1) for item in node.args]
        given.append(_keywords([item for item in node.keywords if item.arg is not None], names))
        given += [_expression(resolver, item.value, scope, names, depth - 1) for item in node.keywords if item.arg is None]
        return _any(given)
    if isinstance(node, ast.Dict):
        given = [
            _is_true(value)
            if isinstance(key, ast.Constant) and key.value in names
            else (False if key is not None else _expression(resolver, value, scope, names, depth - 1))
            for key, value in zip(node.keys, node.values, strict=True)
        ]
        return _any(given)
    if isinstance(node, ast.BinOp):
        return _any([_expression(resolver, item, scope, names, depth - 1) for item in (node.left, node.right)])
    if isinstance(node, (ast.Name, ast.Attribute)):
        alias = type_hints.find_alias(resolver, node, scope)
        if alias is not None and not isinstance(alias[0], (ast.Name, ast.Attribute)):
            return _expression(resolver, alias[0], alias[1], names, depth - 1)
    return None


def _nested(resolver: Resolver, scope: Scope, names: frozenset[str], depth: int) -> bool | None:
    """What a `Config` class says, its bases included."""
    if depth == 0:
        return None
    for name in names:
        for binding in scope.bindings.get(name, ()):
            return binding.value is None or _is_true(binding.value)
    outer = scope.parent or scope
    given: list[bool | None] = []
    for base in scope.class_node.bases:
        value = resolver.value(base, outer)
        inner = resolver.scope_of(value)
        given.append(_nested(resolver, inner, names, depth - 1) if inner is not None and inner.is_class else None)
    return _any(given)


def _any(given: list[bool | None]) -> bool | None:
    return True if True in given else None if None in given else False


def _is_true(node: ast.expr) -> bool:
    """Whether a setting is on; one that isn't a literal may be."""
    return not isinstance(node, ast.Constant) or bool(node.value)
