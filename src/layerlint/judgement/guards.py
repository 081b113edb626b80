"""Guards: conditions under which a function refuses, and what they decide about."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from enum import Enum, auto

from layerlint import syntax
from layerlint.judgement.roles import Role, Roles
from layerlint.layers.refusals import Refusal

_COUNTING = frozenset({"count", "acount"})
_CONVERSIONS = frozenset({"str", "int"})
_CHECKING_METHODS = frozenset("startswith endswith isdigit isalpha isalnum isupper islower match fullmatch search".split())
_BUILT_IN = frozenset({"all", "any", "bool", "callable", "hasattr", "isinstance", "issubclass", "len"})
_SETTINGS = frozenset({"config", "settings"})
_KEYS = frozenset({"id", "pk", "uuid"})
_PERMISSION = re.compile(r"forbidden|unauthori[sz]ed|permission|credential|accessdenied|notauthenticated", re.I)
_ABSENCE = re.compile(r"not_?found|doesnotexist|nosuch|missing", re.I)

_PAIRS: tuple[tuple[type[ast.cmpop], type[ast.cmpop]], ...] = (
    (ast.Eq, ast.NotEq),
    (ast.Is, ast.IsNot),
    (ast.In, ast.NotIn),
    (ast.Lt, ast.GtE),
    (ast.Gt, ast.LtE),
)
_OPPOSITES = {**dict(_PAIRS), **{second: first for first, second in _PAIRS}}


class Guard(Enum):
    """What a guard decides about."""

    ABSENCE = auto()
    PERMISSION = auto()
    PAYLOAD = auto()
    REQUIRED = auto()
    CONFLICT = auto()
    STATE = auto()
    LIMIT = auto()
    PLUMBING = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A guard's meaning; `node` is the part of the condition that shows it, `compound` says that it tests more than one thing."""

    guard: Guard
    node: ast.expr
    compound: bool = False


def judge(condition: ast.expr, refusal: Refusal, roles: Roles) -> Verdict:
    """What `if condition: raise refusal` decides about."""
    status = refusal.status
    mentions_payload = any(roles.of(node) is Role.PAYLOAD for node in _attributes(condition))
    if status == 404 or _ABSENCE.search(refusal.error):
        return Verdict(Guard.ABSENCE, condition)
    checked = _payload_check(condition, roles)
    if (status in (401, 403) or _PERMISSION.search(refusal.error)) and not (mentions_payload and checked is None):
        return Verdict(Guard.PERMISSION, condition)
    if checked is not None:
        return Verdict(Guard.PAYLOAD, checked)
    if isinstance(condition, ast.Compare) and isinstance(condition.ops[0], ast.Eq) and _asks_which(condition, roles):
        return Verdict(Guard.STATE, condition)
    return _by_shape(condition, roles)


def negated(condition: ast.expr) -> ast.expr:
    """The opposite of a condition, where it is written."""
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        return condition.operand
    if isinstance(condition, ast.Compare) and len(condition.ops) == 1 and type(condition.ops[0]) in _OPPOSITES:
        opposite = _OPPOSITES[type(condition.ops[0])]()
        return ast.copy_location(ast.Compare(condition.left, [opposite], condition.comparators), condition)
    return ast.copy_location(ast.UnaryOp(ast.Not(), condition), condition)


def meaning(condition: ast.expr, roles: Roles) -> Verdict:
    """What a condition that leads to an early return decides about."""
    checked = _payload_check(condition, roles)
    return Verdict(Guard.PAYLOAD, checked) if checked is not None else _by_shape(condition, roles)


def _by_shape(condition: ast.expr, roles: Roles) -> Verdict:
    if _is_limit(condition, roles):
        return Verdict(Guard.LIMIT, condition)
    subject = _absent_subject(condition)
    if subject is not None:
        if isinstance(subject, ast.Call) and syntax.dotted(subject.func) == "hasattr":
            return Verdict(Guard.ABSENCE, subject)
        if isinstance(subject, ast.Call) and roles.is_validation(subject):
            return Verdict(Guard.PLUMBING, subject)
        if isinstance(subject, ast.Call) and roles.is_predicate(subject):
            return Verdict(Guard.STATE if _mentions_part(subject, roles) else Guard.PLUMBING, subject)
        if isinstance(subject, (ast.Name, ast.Attribute)) and roles.is_of_upload(subject):
            return Verdict(Guard.ABSENCE, subject)
        if isinstance(subject, ast.Name) and roles.of(subject) is Role.PAYLOAD:
            return Verdict(Guard.REQUIRED, subject)
        if isinstance(subject, ast.Attribute) and isinstance(condition, ast.Compare) and roles.is_context(subject):
            return Verdict(Guard.ABSENCE, subject)
        if isinstance(subject, ast.Attribute):
            role = roles.of(subject)
            guard = {Role.PAYLOAD: Guard.REQUIRED, Role.DOMAIN: Guard.STATE}.get(role, Guard.PLUMBING)
            return Verdict(guard, subject)
        return Verdict(Guard.ABSENCE, subject)
    if isinstance(condition, ast.BoolOp):
        parts = [_by_shape(part, roles) for part in _telling(condition)]
        for wanted in (Guard.CONFLICT, Guard.STATE, Guard.REQUIRED):
            for part in parts:
                if part.guard is wanted:
                    return Verdict(wanted, part.node, compound=True)
        return parts[0]
    present = _present_subject(condition)
    if present is not None:
        if isinstance(present, ast.Attribute):
            return Verdict(Guard.STATE if roles.of(present) is Role.DOMAIN else Guard.PLUMBING, present)
        if isinstance(present, ast.Call) and _looks_nothing_up(present):
            return Verdict(Guard.STATE if _touches(present, roles, Role.DOMAIN) else Guard.PLUMBING, present)
        if isinstance(present, ast.Call) and roles.is_question(present):
            return Verdict(Guard.STATE if _mentions_part(present, roles) else Guard.PLUMBING, present)
        is_fetched = isinstance(present, ast.Call) or roles.of(present) is Role.DOMAIN
        return Verdict(Guard.CONFLICT if is_fetched else Guard.PLUMBING, present)
    if _touches(condition, roles, Role.DOMAIN) and not _asks_which(condition, roles):
        return Verdict(Guard.STATE, condition)
    return Verdict(Guard.PLUMBING, condition)


def _asks_which(condition: ast.expr, roles: Roles) -> bool:
    """Whether a comparison asks if what was fetched is what the payload names: `str(order.id) == form["id"]`."""
    if not isinstance(condition, ast.Compare) or len(condition.ops) != 1:
        return False
    sides = [_unconverted(side) for side in (condition.left, *condition.comparators)]
    keys = [side for side in sides if isinstance(side, ast.Attribute) and side.attr in _KEYS and roles.of(side) is Role.DOMAIN]
    return len(keys) == 1 and any(side not in keys and _touches(side, roles, Role.PAYLOAD) for side in sides)


def _unconverted(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Call) and syntax.dotted(node.func) in _CONVERSIONS and len(node.args) == 1:
        node = node.args[0]
    return node


def _telling(condition: ast.BoolOp) -> list[ast.expr]:
    """The parts of a condition, without those that only make sure that there is what another one calls a method of."""
    if isinstance(condition.op, ast.Or):
        return condition.values
    calls = (item for part in condition.values for item in syntax.descendants(part) if isinstance(item, ast.Call))
    roots = (syntax.root_of(call.func) for call in calls if isinstance(call.func, ast.Attribute))
    asked = {root.id for root in roots if isinstance(root, ast.Name)}
    return [part for part in condition.values if not (isinstance(part, ast.Name) and part.id in asked)]


def _looks_nothing_up(call: ast.Call) -> bool:
    """Whether a call asks only what it is given: a built-in function, a text, a dictionary by a fixed key."""
    if isinstance(call.func, ast.Name):
        return call.func.id in _BUILT_IN
    if isinstance(call.func, ast.Attribute) and call.func.attr == "get" and call.args:
        return isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    return isinstance(call.func, ast.Attribute) and call.func.attr in _CHECKING_METHODS


def _absent_subject(condition: ast.expr) -> ast.expr | None:
    """X of `not X`, `X is None` and `X.count() == 0`."""
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        return _bare(condition.operand)
    if isinstance(condition, ast.Compare) and len(condition.ops) == 1 and isinstance(condition.ops[0], (ast.Is, ast.Eq)):
        if isinstance(condition.comparators[0], ast.Constant) and condition.comparators[0].value is None:
            return _bare(condition.left)
        if isinstance(condition.comparators[0], ast.Constant) and condition.comparators[0].value == 0:
            return _counted(_bare(condition.left))
    return None


def _counted(node: ast.expr) -> ast.expr | None:
    """X of `X.count()` and `len(X)`: none of it is the same as no X."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute) and node.func.attr in _COUNTING:
        return node.func.value
    return node.args[0] if syntax.dotted(node.func) == "len" and len(node.args) == 1 else None


def _present_subject(condition: ast.expr) -> ast.expr | None:
    """X of `X`, `X is not None`, `await f()`."""
    if isinstance(condition, ast.Compare) and len(condition.ops) == 1 and isinstance(condition.ops[0], (ast.IsNot, ast.NotEq)):
        if isinstance(condition.comparators[0], ast.Constant) and condition.comparators[0].value is None:
            return _bare(condition.left)
    bare = _bare(condition)
    return bare if isinstance(bare, (ast.Name, ast.Attribute, ast.Call)) else None


def _mentions_part(node: ast.expr, roles: Roles) -> bool:
    return any(roles.of(item) is not Role.PLUMBING for item in _attributes(node))


def _is_limit(condition: ast.expr, roles: Roles) -> bool:
    """Whether something fetched is compared by order with a fixed number or a setting."""
    if not isinstance(condition, ast.Compare) or not isinstance(condition.ops[0], (ast.Lt, ast.Gt, ast.LtE, ast.GtE)):
        return False
    sides = [condition.left, *condition.comparators]
    return any(_touches(side, roles, Role.DOMAIN) for side in sides) and any(_is_fixed(side) for side in sides)


def _is_fixed(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float))
    *holders, name = (syntax.dotted(node) or "").split(".")
    return name.isupper() or not _SETTINGS.isdisjoint(holders)


def _bare(node: ast.expr) -> ast.expr:
    while isinstance(node, (ast.Await, ast.NamedExpr)):
        node = node.value
    return node


def _attributes(node: ast.expr) -> list[ast.expr]:
    """The names in an expression, and the chains on them; what a form says of its own errors is none of its content."""
    found = [item for item in syntax.descendants(node) if isinstance(item, (ast.Attribute, ast.Name, ast.Subscript))]
    said = [item for item in found if isinstance(item, ast.Attribute) and item.attr == "errors"]
    own = {id(inner) for item in said for inner in syntax.descendants(item)}
    return [item for item in found if id(item) not in own]


def _payload_check(condition: ast.expr, roles: Roles) -> ast.expr | None:
    """The part of a condition that looks at the payload's content, at nothing that was fetched."""
    for node in syntax.descendants(condition):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Constant) and side.value is None for side in sides) or _asks_for_key(node, roles):
                continue
            if any(_touches(side, roles, Role.PAYLOAD) for side in sides) and not any(
                _touches(side, roles, Role.DOMAIN) for side in sides
            ):
                if all(_is_content(side, roles) for side in sides):
                    return node
        if isinstance(node, ast.Call) and syntax.dotted(node.func) == "isinstance" and node.args:
            root = syntax.root_of(node.args[0])
            asks = isinstance(root, ast.Name) and roles.of(node.args[0]) is Role.PAYLOAD and roles.is_raw(root)
            if asks and not roles.is_whole_body(node.args[0]):
                return node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHECKING_METHODS:
            if any(_touches(part, roles, Role.PAYLOAD) for part in [node.func.value, *node.args]):
                return node
    return None


def _asks_for_key(node: ast.Compare, roles: Roles) -> bool:
    """Whether a comparison only asks if the whole payload has a key: which button of a form was pressed."""
    return isinstance(node.ops[0], (ast.In, ast.NotIn)) and roles.is_whole_body(node.comparators[0])


def _is_content(node: ast.expr, roles: Roles) -> bool:
    """Whether a side of a comparison comes from the payload or is fixed, not from a parameter of the path."""
    node = _unconverted(node)
    if any(roles.is_error(item) for item in _attributes(node)):
        return False
    if _touches(node, roles, Role.PAYLOAD):
        return True
    names = [item for item in syntax.descendants(node) if isinstance(item, ast.Name)]
    return (
        not names or isinstance(node, (ast.Call, ast.Attribute)) or all(name.id.isupper() or roles.is_local(name) for name in names)
    )


def _touches(node: ast.expr, roles: Roles, role: Role) -> bool:
    return any(roles.of(item) is role for item in _attributes(node))
