"""What a framework hands to the methods of classes that derive from its own: a form to `form_valid`, an entity to `update`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint.facts import Binding, Scope
from layerlint.model import DATABASE_EFFECTS, Hop
from layerlint.project import calls, members
from layerlint.project.values import UNKNOWN, Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_OF_FIELD = "get_*"


def value(resolver: Resolver, binding: Binding, method: Scope) -> Value:
    """What the first parameter after `self` stands for; unknown where no framework is known to hand anything over."""
    known = resolver.knowledge.handed
    by_class = known.get(method.name) or known.get(_OF_FIELD)
    owner = method.owner
    if not by_class or owner is None:
        return UNKNOWN
    arguments = [*method.function.args.posonlyargs, *method.function.args.args]
    if len(arguments) < 2 or arguments[1].arg != binding.name:
        return UNKNOWN
    lineage = resolver.mro(owner.symbol)
    text = next((by_class[name] for name in lineage if name in by_class), None)
    if text is None or not (method.name in known or _gives_field(resolver, lineage, method.name)):
        return UNKNOWN
    found = members.from_text(resolver, text, Value(Form.INSTANCE, owner.symbol))
    says = f"`{binding.name}` is what the framework hands to `{method.name}`"
    return found.with_hop(Hop(method.module.key, binding.name, text=says, line=binding.position[0]))


def walks_relation(resolver: Resolver, node: ast.expr, method: Scope) -> bool:
    """Whether an expression goes through all that is related to the entity which the framework hands to a method.

    Such as `list(book.tags.all())`: what was fetched along with the entity is there already. Whatever narrows or counts is a query.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        node = node.args[0]
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return False
    related = node.func.value if isinstance(node.func, ast.Attribute) else None
    entity = related.value if isinstance(related, ast.Attribute) else None
    if not isinstance(entity, ast.Name):
        return False
    known = calls.known_call(resolver, resolver.value(node.func, method))
    if known is None or not known.effects.isdisjoint(DATABASE_EFFECTS):
        return False
    return any(value(resolver, binding, method).known for binding in method.bindings.get(entity.id, ()))


def _gives_field(resolver: Resolver, lineage: tuple[str, ...], method: str) -> bool:
    """Whether a class or a base of it has a field whose value a method gives: `x` for `get_x`, or one that names it."""
    field = method.removeprefix("get_") if method.startswith("get_") else ""
    scopes = (resolver.scope_named(name) for name in lineage if "::" in name)
    return any(scope is not None and (field in scope.bindings or _is_named(scope, method)) for scope in scopes)


def _is_named(scope: Scope, method: str) -> bool:
    made = (binding.value for bindings in scope.bindings.values() for binding in bindings if isinstance(binding.value, ast.Call))
    return any(
        isinstance(given, ast.Constant) and given.value == method
        for call in made
        for given in (*call.args, *(keyword.value for keyword in call.keywords))
    )
