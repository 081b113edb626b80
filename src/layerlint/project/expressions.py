"""What expressions stand for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Binding, Scope
from layerlint.model import Confidence, Hop, Kind
from layerlint.project import handed, members
from layerlint.project.markers import marker
from layerlint.project.values import UNKNOWN, Form, Value, instance

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver


def evaluate(resolver: Resolver, node: ast.expr, scope: Scope) -> Value:
    """The value of an expression in a scope."""
    if isinstance(node, ast.Name):
        return resolver.name(node.id, scope, (node.lineno, node.col_offset))
    if isinstance(node, ast.Attribute):
        return _attribute(resolver, node, scope)
    if isinstance(node, ast.Call):
        return resolver.call(resolver.value(node.func, scope), node, scope)
    if isinstance(node, ast.Await):
        return resolver.awaited(node.value, scope)
    if isinstance(node, (ast.Starred, ast.NamedExpr)):
        return resolver.value(node.value, scope)
    if isinstance(node, ast.Constant):
        return _constant(node)
    if isinstance(node, ast.Subscript):
        return _subscript(resolver, node, scope)
    if isinstance(node, ast.BoolOp):
        return first_known(resolver, node.values, scope)
    if isinstance(node, ast.IfExp):
        return first_known(resolver, [node.body, node.orelse], scope)
    if isinstance(node, ast.Tuple):
        return instance("tuple", *(resolver.value(item, scope) for item in node.elts[:8]))
    if isinstance(node, (ast.List, ast.Set)):
        return instance("list" if isinstance(node, ast.List) else "set", first_known(resolver, node.elts[:3], scope))
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return instance("list", resolver.value(node.elt, scope))
    if isinstance(node, ast.Dict):
        return _dictionary(resolver, node, scope)
    if isinstance(node, ast.DictComp):
        return instance("dict")
    if isinstance(node, ast.JoinedStr):
        return instance("str")
    if isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
        return _comparison(resolver, node, scope)
    if isinstance(node, ast.BinOp):
        return first_known(resolver, [node.left, node.right], scope)
    return UNKNOWN


def _attribute(resolver: Resolver, node: ast.Attribute, scope: Scope) -> Value:
    """An attribute's value; a module may be had by any way, so that who reaches into it leans on the name there."""
    owner = resolver.value(node.value, scope)
    if owner.form is Form.MODULE and owner.is_project:
        resolver.modules.tree.lean(scope.symbol, f"{owner.key}::{node.attr}")
    return resolver.member(owner, node.attr)


def _dictionary(resolver: Resolver, node: ast.Dict, scope: Scope) -> Value:
    found = []
    for key, item in zip(node.keys[:16], node.values, strict=False):
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and isinstance(item, (ast.Name, ast.Attribute, ast.Call)):
            found.append((key.value, resolver.value(item, scope)))
    return Value(Form.INSTANCE, "dict", items=tuple(found))


def _comparison(resolver: Resolver, node: ast.Compare | ast.UnaryOp, scope: Scope) -> Value:
    operand = node.left if isinstance(node, ast.Compare) else node.operand
    value = resolver.value(operand, scope)
    return value if resolver.has_kind(value, Kind.COLUMN) else instance("bool")


def first_known(resolver: Resolver, nodes: list[ast.expr], scope: Scope) -> Value:
    """The first value among expressions that is known and not None."""
    for node in nodes:
        value = resolver.value(node, scope)
        if value.known and value.name != "NoneType":
            return value
    return UNKNOWN


def _constant(node: ast.Constant) -> Value:
    return instance(type(node.value).__name__)


def _subscript(resolver: Resolver, node: ast.Subscript, scope: Scope) -> Value:
    value = resolver.value(node.value, scope)
    if value.form is Form.CLASS:
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if value.name in ("typing.Annotated", "typing.Optional", "typing.Union") or value.name.endswith(".Annotated"):
            return resolver.annotation(node, scope).as_class()
        return value._replace(args=tuple(resolver.annotation(item, scope) for item in items))
    if value.form is Form.INSTANCE:
        if value.name == "tuple" and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
            return value.args[node.slice.value] if 0 <= node.slice.value < len(value.args) else UNKNOWN
        if isinstance(node.slice, ast.Slice):
            return value
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str) and value.items:
            return dict(value.items).get(node.slice.value, UNKNOWN)
        call = resolver.knowledge.method(value.name, "__getitem__")
        if call is not None and call.result:
            return members.from_text(resolver, call.result, value)
        return value.element
    return UNKNOWN


def parameter(resolver: Resolver, binding: Binding, scope: Scope) -> Value:
    """What a parameter stands for: its annotation, what `Depends` gives, the class of a method, or how it is used."""
    owner = scope.owner
    if owner is not None and binding.annotation is None:
        arguments = [*scope.function.args.posonlyargs, *scope.function.args.args]
        decorators = {syntax.dotted(item) for item in scope.decorators}
        if arguments and arguments[0].arg == binding.name and "staticmethod" not in decorators:
            is_class = "classmethod" in decorators or scope.name in ("__init_subclass__", "__class_getitem__", "__new__")
            return Value(Form.CLASS if is_class else Form.INSTANCE, owner.symbol)
    outer = scope.parent or scope
    if binding.annotation is not None:
        value = resolver.annotation(binding.annotation, outer)
        if value.name == "dict":
            value = _injected_dictionary(resolver, binding, outer) or value
        if value.known and value.name not in ("typing.Any", "object", "NoneType"):
            return value.with_hop(Hop(scope.module.key, binding.name, written=binding.annotation, line=binding.position[0]))
        for node, place in resolver.metadata(binding.annotation, outer):
            value = injected(resolver, node, place)
            if value.known:
                return value.with_hop(Hop(scope.module.key, binding.name, written=binding.annotation, line=binding.position[0]))
    if binding.value is not None:
        value = injected(resolver, binding.value, outer)
        if value.known:
            return value.with_hop(Hop(scope.module.key, binding.name, written=binding.value, line=binding.position[0]))
        value = resolver.value(binding.value, outer)
        if value.known and value.form is Form.INSTANCE and value.name != "NoneType":
            return value if binding.annotation is None else UNKNOWN
    if binding.annotation is None and binding.extent is None:
        value = handed.value(resolver, binding, scope)
        if value.known:
            return value
        request = _named_as_request(resolver, binding, scope)
        return request if request.known else _used_as_session(resolver, binding.name, scope)
    return UNKNOWN


def _named_as_request(resolver: Resolver, binding: Binding, scope: Scope) -> Value:
    """A parameter that is named like a request: the view's whose method takes it, else of a framework that the module imports."""
    found = resolver.knowledge.request_parameters.get(binding.name)
    if found is None:
        return UNKNOWN
    if scope.owner is not None:
        value = resolver.member(Value(Form.INSTANCE, scope.owner.symbol), binding.name)
        if resolver.has_kind(value, Kind.REQUEST):
            return value
    imported = scope.module.packages
    name = next((name for packages, name in found if not packages.isdisjoint(imported)), None)
    if name is None:
        return UNKNOWN
    hop = Hop(scope.module.key, binding.name, text=f"`{binding.name}` is named like a request", line=binding.position[0])
    return Value(Form.INSTANCE, name, trail=(hop,), confidence=Confidence.LIKELY)


def _injected_dictionary(resolver: Resolver, binding: Binding, scope: Scope) -> Value | None:
    """The dict with known keys that `Depends` gives for a parameter that is only annotated as one."""
    nodes = [(binding.value, scope)] if binding.value is not None else []
    for node, place in [*nodes, *resolver.metadata(binding.annotation, scope)]:
        value = injected(resolver, node, place)
        if value.items:
            return value
    return None


def injected(resolver: Resolver, node: ast.expr, scope: Scope) -> Value:
    """What FastAPI injects for `Depends(x)`: an instance of the class, or what the function returns or yields."""
    found = marker(resolver, node, scope)
    target = syntax.argument(found.call, 0, "dependency") if found and found.name in resolver.knowledge.injectors else None
    if found is None or target is None:
        return UNKNOWN
    if isinstance(target, ast.Lambda):
        return resolver.value(target.body, found.scope)
    return called(resolver, resolver.value(target, found.scope))


def called(resolver: Resolver, callee: Value) -> Value:
    """What calling a value without looking at arguments gives."""
    if callee.form is Form.CLASS:
        return callee.as_instance()
    function = resolver.scope_of(callee)
    if callee.form is Form.FUNCTION and function is not None and function.is_function:
        return resolver.returned(function)
    if callee.form is Form.INSTANCE:
        return called(resolver, resolver.member(callee, "__call__"))
    return UNKNOWN


def _used_as_session(resolver: Resolver, name: str, scope: Scope) -> Value:
    """A parameter without annotation is a session when it is named like one and used like one, on entities, statements or SQL.

    A parameter of `__init__` that is kept on `self` is judged by what the class's methods do with the attribute.
    """
    if name not in resolver.knowledge.session_names:
        return UNKNOWN
    users = [(scope, name)]
    if scope.owner is not None and scope.name == "__init__":
        for attribute, bindings in scope.owner.self_attributes.items():
            if any(isinstance(binding.value, ast.Name) and binding.value.id == name for binding, _ in bindings):
                users += [(method, f"self.{attribute}") for method in scope.owner.children if method.is_function]
    for user, written in users:
        call = _session_call(resolver, written, user)
        if call is not None:
            text = f"`{name}` is used as a session: `{syntax.dotted(call.func)}`"
            hop = Hop(scope.module.key, name, text=text, line=call.lineno)
            assumed = resolver.knowledge.representative(Kind.SESSION)
            return Value(Form.INSTANCE, assumed, trail=(hop,), confidence=Confidence.LIKELY)
    return UNKNOWN


def _session_call(resolver: Resolver, written: str, scope: Scope) -> ast.Call | None:
    for link in scope.links:
        function = link.func
        if not isinstance(function, ast.Attribute) or function.attr not in resolver.knowledge.session_usage:
            continue
        if syntax.dotted(function.value) != written:
            continue
        if function.attr in ("commit", "rollback", "flush") or any(_is_database(resolver, item, scope) for item in link.args):
            return link
        if function.attr.startswith("exec") and link.args and syntax.is_sql(link.args[0]):
            return link
    return None


def _is_database(resolver: Resolver, node: ast.expr, scope: Scope) -> bool:
    value = resolver.value(node, scope)
    return resolver.has_kind(value, Kind.ENTITY, Kind.STATEMENT, Kind.COLUMN, Kind.TABLE)
