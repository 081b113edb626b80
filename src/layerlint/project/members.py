"""What attributes stand for: of modules, of classes and instances through their bases, of foreign values by knowledge."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import Binding, BindingForm, Scope
from layerlint.model import Confidence, Hop, Kind
from layerlint.project import expressions, type_hints
from layerlint.project.values import UNKNOWN, Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_PROPERTIES = frozenset({"property", "cached_property", "functools.cached_property", "hybrid_property", "abc.abstractproperty"})


def member(resolver: Resolver, owner: Value, name: str) -> Value:
    """The value of an attribute."""
    if owner.form is Form.MODULE:
        return _module_member(resolver, owner, name)
    if owner.form is Form.FUNCTION and not owner.is_project and owner.name:
        return resolver.external(f"{owner.name}.{name}")
    if owner.form is Form.FUNCTION:
        return _decorated(resolver, owner, name)
    if owner.form not in (Form.INSTANCE, Form.CLASS, Form.SUPER):
        return UNKNOWN
    lineage = resolver.mro(owner.name)
    if owner.form is Form.SUPER:
        owner, lineage = _super(resolver, owner)
    for base in lineage:
        scope = resolver.scope_named(base) if "::" in base else None
        if scope is not None:
            found = _declared(resolver, owner, scope, name)
            if found is not None:
                return found
        elif "::" not in base:
            found = _known(resolver, owner, base, name)
            if found is not None:
                return found
    if owner.form is Form.INSTANCE and Kind.ENTITY in resolver.kinds(owner.name):
        return resolver.relations.accessor(lineage, name)
    return resolver.kept_state.member(owner, name) if owner.form is Form.INSTANCE else _by_custom(resolver, owner, lineage, name)


def _by_custom(resolver: Resolver, owner: Value, lineage: tuple[str, ...], name: str) -> Value:
    """What an attribute of a class is by custom that is, or derives from, one of a library of which the tables say nothing."""
    text = resolver.knowledge.customs.get(name) if owner.form is Form.CLASS else None
    if text is None or not any("::" not in base and "." in base and not resolver.knowledge.is_class(base) for base in lineage):
        return UNKNOWN
    return from_text(resolver, text, owner)._replace(confidence=Confidence.LIKELY)


def _super(resolver: Resolver, owner: Value) -> tuple[Value, tuple[str, ...]]:
    """What `super()` in a class stands for and the classes looked at: those after it, of the receiver's where that is known."""
    actual = owner.receiver or owner
    lineage = resolver.mro(actual.name)
    after = lineage[lineage.index(owner.name) + 1 :] if owner.name in lineage else resolver.mro(owner.name)[1:]
    return actual._replace(form=Form.INSTANCE), after


def _decorated(resolver: Resolver, function: Value, name: str) -> Value:
    """What a decorator gives to a project function: `send.delay` of a task."""
    scope = resolver.scope_of(function)
    if scope is None or not scope.is_function:
        return UNKNOWN
    for decorator in scope.decorators:
        node = decorator.func if isinstance(decorator, ast.Call) else decorator
        known = resolver.known_as(node, scope.parent or scope, resolver.knowledge.decorated)
        if known is not None:
            return member(resolver, Value(Form.INSTANCE, resolver.knowledge.decorated[known]), name)
    return UNKNOWN


def _module_member(resolver: Resolver, module: Value, name: str) -> Value:
    if not module.is_project:
        return resolver.external(f"{module.name}.{name}")
    if not module.qualname:
        found = resolver.attribute_of_module(module.key, name)
        if found.known:
            return found
    return resolver.submodule(module, name)


def _declared(resolver: Resolver, owner: Value, scope: Scope, name: str) -> Value | None:
    """A name of a project class: annotated, assigned or defined in its body, or set on `self`."""
    fallback: Value | None = None
    for binding in reversed(scope.bindings.get(name, ())):
        if binding.form is BindingForm.DEFINITION and binding.scope is not None:
            return _defined(resolver, owner, binding.scope)
        value = _class_binding(resolver, binding, scope)
        if promised := _promised(resolver, owner, name, value):
            return promised
        if value.known and value.name != "NoneType":
            return _on_instance(resolver, owner, _bound(resolver, owner, value))
        fallback = value
    for binding, place in scope.self_attributes.get(name, ()):
        value = _self_binding(resolver, binding, place)
        if value.known and value.name != "NoneType":
            hop = Hop(place.module.key, f"self.{name}", binding.annotation or binding.value, line=binding.position[0])
            return _bound(resolver, owner, value).with_hop(hop)
        fallback = value
    return fallback


def _promised(resolver: Resolver, owner: Value, name: str, value: Value) -> Value | None:
    """What the tables say of an attribute that a class overrides by something of which they say nothing: it keeps the promise."""
    knowledge = resolver.knowledge
    is_foreign = value.form is Form.INSTANCE and not value.is_project and "." in value.name
    if value.known and (not is_foreign or knowledge.is_class(value.name)):
        return None
    for base in resolver.mro(owner.name):
        text = knowledge.attribute(base, name) if "::" not in base else None
        if text is not None and not text.startswith("in "):
            return from_text(resolver, text, owner)._replace(confidence=Confidence.LIKELY)
    return None


def _class_binding(resolver: Resolver, binding: Binding, scope: Scope) -> Value:
    value = resolver.binding(binding, scope)
    if (not value.known or value.name == "NoneType") and binding.value is not None:
        return expressions.injected(resolver, binding.value, scope)
    if binding.form is BindingForm.ANNOTATION and value.name in ("typing.Any", "object"):
        for node, place in resolver.metadata(binding.annotation, scope):
            found = expressions.injected(resolver, node, place)
            if found.known:
                return found
    return value


def _self_binding(resolver: Resolver, binding: Binding, place: Scope) -> Value:
    if binding.annotation is not None:
        value = resolver.annotation(binding.annotation, place)
        if value.known and value.name not in ("typing.Any", "object"):
            return value
    return resolver.binding(binding, place)


def _bound(resolver: Resolver, owner: Value, value: Value) -> Value:
    """Put a generic class's type argument for a type variable that the value stands for, the owner as a manager's element."""
    if owner.args and value.name.endswith(".TypeVar"):
        return owner.args[0]
    if value.form is Form.INSTANCE and not value.args and resolver.is_a(value, *resolver.knowledge.owned):
        return value._replace(args=(owner._replace(form=Form.INSTANCE, trail=()),))
    return value


def _on_instance(resolver: Resolver, owner: Value, value: Value) -> Value:
    """What a descriptor in the class gives on an instance."""
    if owner.form is Form.INSTANCE and value.form is Form.INSTANCE:
        known = resolver.knowledge.descriptors
        text = next((known[name] for name in resolver.mro(value.name) if name in known), None)
        if text is not None:
            return from_text(resolver, text, value)
    return value


def _defined(resolver: Resolver, owner: Value, scope: Scope) -> Value:
    if scope.is_class:
        return Value(Form.CLASS, scope.symbol)
    for decorator in scope.decorators:
        written = syntax.dotted(decorator) or ""
        if written in _PROPERTIES or written.rpartition(".")[2] in ("cached_property", "hybrid_property"):
            hop = Hop(scope.module.key, scope.name, text=f"`{scope.name}` is the property of `{owner.short_name}`", line=scope.line)
            return resolver.returned(scope).with_hop(hop)
    return Value(Form.FUNCTION, scope.symbol, receiver=owner)


def _known(resolver: Resolver, owner: Value, base: str, name: str) -> Value | None:
    knowledge = resolver.knowledge
    text = knowledge.attribute(base, name)
    if text is None:
        text = knowledge.attribute(base, "*") if knowledge.method(base, name) is None else None
    if text is not None and text.startswith("in "):
        return _in_modules(resolver, text.removeprefix("in ").split(", "), name)
    if text is not None:
        return from_text(resolver, text, owner)
    if knowledge.method(base, name) is not None:
        return Value(Form.FUNCTION, f"{base}.{name}", receiver=owner)
    function = knowledge.function(f"{base}.{name}")
    return Value(Form.FUNCTION, f"{base}.{name}", receiver=owner) if function is not None else None


def _in_modules(resolver: Resolver, modules: list[str], name: str) -> Value:
    """The foreign name of this spelling in the first module that the tables know to have it."""
    knowledge = resolver.knowledge
    for module in modules:
        candidate = knowledge.canonical(f"{module}.{name}")
        if knowledge.is_class(candidate) or knowledge.function(candidate) is not None:
            return resolver.external(candidate)
    return resolver.external(f"{modules[0]}.{name}")


def from_text(resolver: Resolver, text: str, receiver: Value) -> Value:
    """The value for a plain result expression of a knowledge table: `self`, `elem`, a class, a path; with `class`, `[...]`, `|`."""
    if text.startswith("class "):
        return from_text(resolver, text.removeprefix("class "), receiver).as_class()
    if text.startswith("setting "):
        name, _, otherwise = text.removeprefix("setting ").partition("|")
        found = resolver.named_by_setting(name)
        return found.as_instance() if found.known else from_text(resolver, otherwise, receiver)
    text, _, otherwise = text.partition("|")
    if otherwise:
        found = from_text(resolver, text, receiver)
        return found if found.known else from_text(resolver, otherwise, receiver)
    head, _, inner = text.partition("[")
    if head.startswith("self."):
        return _follow(resolver, head.split(".")[1:], receiver)
    if head == "self":
        return receiver._replace(form=Form.INSTANCE, receiver=None)
    if head == "elem":
        return receiver.element if receiver.args or not receiver.is_project else inherited_element(resolver, receiver.name)
    arguments = (from_text(resolver, inner.removesuffix("]"), receiver),) if inner else ()
    return Value(Form.INSTANCE, head, arguments, trail=receiver.trail, confidence=receiver.confidence)


def _follow(resolver: Resolver, steps: list[str], receiver: Value) -> Value:
    """What a path of attributes and calls without arguments leads to, from a receiver; an instance, where it ends at a class."""
    value = receiver._replace(receiver=None)
    for step in steps:
        if step == "elem":
            value = value.element
        elif step.endswith("()"):
            value = _given(resolver, member(resolver, value, step.removesuffix("()")))
        else:
            value = member(resolver, value, step)
        if not value.known:
            return UNKNOWN
    return value.as_instance() if value.form is Form.CLASS else value


def _given(resolver: Resolver, callee: Value) -> Value:
    """What calling a method gives, arguments left aside."""
    if callee.form is not Form.FUNCTION or callee.is_project or callee.receiver is None:
        return expressions.called(resolver, callee)
    owner, _, name = callee.name.rpartition(".")
    known = resolver.knowledge.method(owner, name)
    return from_text(resolver, known.result, callee.receiver) if known is not None and known.result else UNKNOWN


def inherited_element(resolver: Resolver, name: str) -> Value:
    """The type argument with which a class derives from a generic one: `class Users(Repository[User])`."""
    for base in resolver.mro(name):
        for item in resolver.bases(base) if "::" in base else ():
            if item.args:
                return item.element
    return UNKNOWN


def entered(resolver: Resolver, value: Value) -> Value:
    """What `with value as x` gives x: a context manager function's yield is the value already."""
    if value.form is not Form.INSTANCE:
        return value
    for name in ("__aenter__", "__enter__"):
        method = member(resolver, value, name)
        scope = resolver.scope_of(method)
        if scope is not None and scope.is_function:
            found = resolver.returned(scope)
            return found if found.known and found.name not in type_hints.SELF else value
    return value


def iterated(resolver: Resolver, value: Value) -> Value:
    """What one step of iterating over a value gives."""
    if value.form is not Form.INSTANCE:
        return UNKNOWN
    if value.is_project:
        scope = resolver.scope_of(member(resolver, value, "__iter__"))
        return resolver.returned(scope) if scope is not None and scope.is_function else value.element
    call = resolver.knowledge.method(value.name, "__iter__")
    if call is not None:
        return from_text(resolver, call.result, value) if call.result else UNKNOWN
    return value.element
