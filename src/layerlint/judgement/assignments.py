"""Mutations: what setting an attribute does to a domain object."""

from __future__ import annotations

import ast
import re

from layerlint.facts import Scope
from layerlint.judgement.roles import Role, Roles
from layerlint.judgement.signs import Sign
from layerlint.judgement.words import tail
from layerlint.model import Kind
from layerlint.project import Form, Project, Value

_AUDIT = re.compile(r"^(created|updated|modified|changed)(_|$)")
_CLOCKS = frozenset({"now", "utcnow", "utc_now", "today", "time"})
_ENUMS = ("enum.Enum", "enum.StrEnum", "enum.IntEnum")

Assignment = ast.Assign | ast.AugAssign | ast.AnnAssign


def change(node: Assignment, target: ast.Attribute, project: Project, scope: Scope, roles: Roles) -> tuple[Sign, str] | None:
    """The sign of an assignment to an attribute, with a verb for it; None where the object is none of the domain's."""
    resolver = project.resolver
    owner = resolver.value(target.value, scope)
    if roles.of(target) is Role.PLUMBING or resolver.has_kind(owner, Kind.REQUEST, Kind.RESPONSE, Kind.SESSION):
        return None
    if _is_of_form(target.value, project, scope):
        return None
    if isinstance(node, ast.AugAssign):
        return Sign.TRANSITION, "changes"
    value = node.value
    committed = resolver.has_kind(owner, Kind.ENTITY) and bool(project.operations.database(scope))
    if resolver.has_kind(owner, Kind.SCHEMA) and (roles.of(target) is Role.PAYLOAD or _is_made_here(target.value, project, scope)):
        return Sign.COPY, "fills"
    if not isinstance(value, ast.Constant) or value.value in (True, False, None):
        if not _is_declared(owner, target.attr, project):
            return Sign.COPY, "adds"
    if isinstance(value, ast.Constant) and value.value is None:
        return (Sign.CLEARED_COMMITTED if committed else Sign.CLEARED), "clears"
    if isinstance(value, ast.Constant) or _is_enum_member(value, project, scope):
        return Sign.TRANSITION, "changes the state of"
    if isinstance(value, (ast.Name, ast.Attribute)) or _is_taken_from_payload(value, project, scope, roles):
        return Sign.COPY, "sets"
    if isinstance(value, ast.Call) and tail(value) in _CLOCKS:
        return (Sign.STAMPED_COMMITTED if committed and not _AUDIT.match(target.attr) else Sign.STAMPED), "stamps"
    if committed and isinstance(value, ast.Call) and not _AUDIT.match(target.attr):
        return Sign.COMPUTED_COMMITTED, "computes"
    return Sign.COMPUTED, "computes"


def _is_made_here(node: ast.expr, project: Project, scope: Scope) -> bool:
    """Whether all that a name stands for is made in this function by a schema's class, or its methods: an answer to be filled."""
    bindings = scope.bindings.get(node.id, []) if isinstance(node, ast.Name) else []
    return bool(bindings) and all(
        isinstance(binding.value, ast.Call) and _is_maker(project.resolver.value(binding.value.func, scope), project)
        for binding in bindings
    )


def _is_maker(callee: Value, project: Project) -> bool:
    maker = callee.receiver if callee.receiver is not None else callee
    return maker.form is Form.CLASS and project.resolver.has_kind(maker, Kind.SCHEMA)


def _is_of_form(node: ast.expr, project: Project, scope: Scope) -> bool:
    """Whether an expression is a form that reads the request, or a part of one: filling it prepares the page."""
    readers = project.knowledge.request_readers
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Name)):
        if project.resolver.is_a(project.resolver.value(node, scope), *readers):
            return True
        if isinstance(node, ast.Name):
            return False
        node = node.value
    return False


def _is_taken_from_payload(value: ast.expr | None, project: Project, scope: Scope, roles: Roles) -> bool:
    """Whether a value is part of the payload as it is: an item of it, a box that was ticked, or what its schema makes of it."""
    if isinstance(value, ast.Compare) and len(value.comparators) == 1 and isinstance(value.comparators[0], ast.Constant):
        value = value.left
    if isinstance(value, ast.Subscript):
        return roles.of(value) is Role.PAYLOAD
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        return False
    owner = project.resolver.value(value.func.value, scope)
    return project.resolver.has_kind(owner, Kind.SCHEMA) or (value.func.attr in ("get", "pop") and roles.of(value) is Role.PAYLOAD)


def _is_declared(owner: Value, name: str, project: Project) -> bool:
    """Whether an attribute is one of those that an entity of the project has, not one that is only shown."""
    if not owner.is_project or not project.resolver.has_kind(owner, Kind.ENTITY):
        return True
    for item in project.resolver.mro(owner.name):
        scope = project.resolver.scope_named(item) if "::" in item else None
        if scope is not None and (name in scope.bindings or name in scope.self_attributes):
            return True
        if "::" not in item and project.knowledge.attribute(item, name) is not None:
            return True
    return False


def _is_enum_member(node: ast.expr | None, project: Project, scope: Scope) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    owner = project.resolver.value(node.value, scope)
    return owner.form is Form.CLASS and project.resolver.is_a(owner, *_ENUMS)


def chosen(node: ast.If) -> bool:
    """Whether both branches of an `if` give the same name a value."""
    return not _given(node.body).isdisjoint(_given(node.orelse))


def _given(body: list[ast.stmt]) -> set[str]:
    """The names that a block, or a branch nested in it, binds by plain assignment."""
    found: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
                found.update(part.id for part in parts if isinstance(part, ast.Name))
        elif isinstance(statement, ast.If):
            found |= _given(statement.body) | _given(statement.orelse)
    return found
