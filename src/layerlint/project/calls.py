"""What calls give: instances of classes, what functions return or yield, what the tables say of foreign callables."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import BindingForm, Scope
from layerlint.knowledge import Call
from layerlint.model import Kind
from layerlint.project import members, type_hints
from layerlint.project.runners import given_to_run
from layerlint.project.values import UNKNOWN, Form, Value

if TYPE_CHECKING:
    from layerlint.project.resolver import Resolver

_YIELDING = frozenset(
    f"{module}.{name}"
    for module in ("typing", "collections.abc", "typing_extensions", "contextlib")
    for name in (
        "Generator Iterator Iterable AsyncGenerator AsyncIterator AsyncIterable ContextManager AsyncContextManager "
        "AbstractContextManager AbstractAsyncContextManager"
    ).split()
)
_CALLABLES = frozenset({"typing.Callable", "collections.abc.Callable"})
_WRAPPERS = frozenset({"typing.Awaitable", "typing.Coroutine", "collections.abc.Awaitable", "collections.abc.Coroutine"})
_STEPS = 3
_USELESS = frozenset({"typing.Any", "object", "NoneType", "typing_extensions.Any"})


def result(resolver: Resolver, callee: Value, node: ast.Call, scope: Scope) -> Value:
    """The value of a call."""
    if not callee.known and isinstance(node.func, ast.Attribute) and node.func.attr in resolver.knowledge.unwrapping:
        return resolver.value(node.func.value, scope)
    if callee.form is Form.CLASS:
        known = _of_field(resolver, callee) if callee.is_project else resolver.knowledge.function(callee.name)
        if known is not None and known.result:
            return interpret(resolver, known.result, UNKNOWN, node, scope)
        if callee.name == "super":
            return _superclass(scope)
        if callee.name.endswith((".TypeVar", ".NewType")):
            return UNKNOWN
        return callee.as_instance()
    if callee.form is Form.FUNCTION:
        if callee.is_project:
            return _project_call(resolver, callee, node, scope)
        if callee.name in resolver.knowledge.provided:
            return resolver.callbacks.provided(callee.name)
        call = known_call(resolver, callee)
        if call is not None and call.result:
            return interpret(resolver, call.result, callee.receiver or UNKNOWN, node, scope)
        given = given_to_run(resolver, node, scope)
        return _run(resolver, resolver.value(given, scope)) if given is not None else UNKNOWN
    if callee.form is Form.INSTANCE and callee.name in _CALLABLES:
        return callee.args[-1] if callee.args else UNKNOWN
    if callee.form is Form.INSTANCE:
        method = resolver.member(callee, "__call__")
        return result(resolver, method, node, scope) if method.form is Form.FUNCTION else UNKNOWN
    return UNKNOWN


def _run(resolver: Resolver, function: Value) -> Value:
    """What a function gives that something else calls, whatever it is called with."""
    scope = resolver.scope_of(function) if function.form is Form.FUNCTION else None
    if scope is not None and scope.is_function:
        return resolver.returned(scope)
    call = known_call(resolver, function) if function.form is Form.FUNCTION else None
    if call is not None and call.result and "$" not in call.result and "?" not in call.result:
        return members.from_text(resolver, call.result, function.receiver or UNKNOWN)
    return function.as_instance() if function.form is Form.CLASS else UNKNOWN


def known_call(resolver: Resolver, callee: Value) -> Call | None:
    """What the tables say of calling a foreign function, method or class."""
    if callee.is_project:
        return None
    if callee.receiver is not None:
        owner, _, name = callee.name.rpartition(".")
        found = resolver.knowledge.method(owner, name)
        if found is not None:
            return found
    return resolver.knowledge.function(callee.name)


def _of_field(resolver: Resolver, callee: Value) -> Call | None:
    """What the tables say of making the library's field from which a class of columns of the house derives."""
    if Kind.COLUMN not in resolver.kinds(callee.name):
        return None
    known = (resolver.knowledge.function(name) for name in resolver.mro(callee.name) if "::" not in name)
    return next((found for found in known if found is not None), None)


def _superclass(scope: Scope) -> Value:
    current: Scope | None = scope
    while current is not None and not current.is_class:
        current = current.parent
    return Value(Form.SUPER, current.symbol) if current is not None else UNKNOWN


def _project_call(resolver: Resolver, callee: Value, node: ast.Call, scope: Scope) -> Value:
    function = resolver.scope_of(callee)
    if function is None or not function.is_function:
        return UNKNOWN
    returns = function.function.returns
    found = resolver.returned(function)
    receiver = callee.receiver
    if receiver is not None and function.owner is not None:
        if _gives_receiver(resolver, function, found):
            return receiver._replace(form=Form.INSTANCE)
        if found.name == "NoneType":
            return found
        if returns is None and receiver.name != function.owner.symbol:
            giver = receiver._replace(receiver=None)
            own = resolver.memo(("through", function.symbol, giver), lambda: _through(resolver, function, giver))
            found = own if own.known else found
        if not found.known or found.name in _USELESS:
            return _type_argument(resolver, receiver, returns)
        if not found.args and resolver.is_a(receiver, *resolver.knowledge.owned):
            return found._replace(args=receiver.args) if resolver.is_a(found, *resolver.knowledge.owned) else found
        return found
    if (not found.known or found.name in _USELESS) and node.args:
        same = _same_class(resolver, function, node, scope)
        same = same if same.known else _same_argument(resolver, function, node, scope)
        return same if same.known else _of_class(resolver, function, resolver.value(node.args[0], scope))
    return found


def _of_class(resolver: Resolver, function: Scope, given: Value) -> Value:
    """What a function without annotations gives that returns a chain on the class it is handed: `return model.objects.get(...)`."""
    if given.form is not Form.CLASS or function.function.returns is not None:
        return UNKNOWN
    return resolver.memo(("of class", function.symbol, given), lambda: _through(resolver, function, given))


def _through(resolver: Resolver, function: Scope, receiver: Value) -> Value:
    """What an inherited method gives that returns a chain on its own object or class: `return cls.query.get(key)`."""
    first = next(iter(function.parameters), None)
    if first is None:
        return UNKNOWN
    for statement in function.returns:
        value = _chained(resolver, statement.value, first[0].arg, receiver, function)
        if value is not None and value.known and value.name != "NoneType":
            return value
    return UNKNOWN


def _chained(
    resolver: Resolver, node: ast.expr | None, name: str, receiver: Value, scope: Scope, depth: int = _STEPS
) -> Value | None:
    """The value of a chain of attributes and calls on a name that stands for the receiver, or on `super()`.

    The chain may have been given a name of its own on the way; None for other expressions.
    """
    if isinstance(node, ast.Name):
        if node.id == name:
            return receiver
        bindings = scope.bindings.get(node.id, ())
        made = bindings[0] if len(bindings) == 1 and bindings[0].form is BindingForm.ASSIGNMENT else None
        if made is None or made.path or not depth:
            return None
        return _chained(resolver, made.value, name, receiver, scope, depth - 1)
    if isinstance(node, ast.Await):
        return _chained(resolver, node.value, name, receiver, scope, depth)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super" and scope.owner is not None:
        return Value(Form.SUPER, scope.owner.symbol, receiver=receiver)
    if isinstance(node, (ast.Attribute, ast.Call)):
        inner = _chained(resolver, node.func if isinstance(node, ast.Call) else node.value, name, receiver, scope, depth)
        if inner is None:
            return None
        return resolver.call(inner, node, scope) if isinstance(node, ast.Call) else resolver.member(inner, node.attr)
    return None


def _gives_receiver(resolver: Resolver, function: Scope, found: Value) -> bool:
    """Whether a method gives its own object or class back: `-> Self`, the type variable of `self` or `cls`, `return cls(...)`."""
    if found.name in type_hints.SELF:
        return True
    returns = function.function.returns
    if returns is None:
        return _returns_new_instance(function)
    first = next(iter(function.parameters), None)
    if found.known or first is None or first[0].annotation is None or not isinstance(returns, ast.Name):
        return False
    written = first[0].annotation
    if isinstance(written, ast.Subscript):
        written = written.slice
    return isinstance(written, ast.Name) and written.id == returns.id


def _returns_new_instance(function: Scope) -> bool:
    names = {syntax.dotted(decorator) for decorator in function.decorators}
    return "classmethod" in names and any(
        isinstance(item.value, ast.Call) and isinstance(item.value.func, ast.Name) and item.value.func.id == "cls"
        for item in function.returns
    )


def _type_argument(resolver: Resolver, receiver: Value, annotation: ast.expr | None) -> Value:
    """A method of a generic class that returns its type variable gives the type argument of the receiver."""
    if annotation is None or not isinstance(annotation, (ast.Name, ast.BinOp, ast.Subscript)):
        return UNKNOWN
    arguments = receiver.args
    if not arguments:
        for base in resolver.mro(receiver.name):
            arguments = next((item.args for item in resolver.bases(base) if item.args), ()) if "::" in base else ()
            if arguments:
                break
    return arguments[0] if arguments else UNKNOWN


def _same_class(resolver: Resolver, function: Scope, node: ast.Call, scope: Scope) -> Value:
    """A function `def f(cls: type[T]) -> T` gives an instance of the class that it is called with."""
    first = next(iter(function.parameters), None)
    if first is None or first[0].annotation is None or function.function.returns is None:
        return UNKNOWN
    annotation = first[0].annotation
    if isinstance(annotation, ast.Subscript) and syntax.dotted(annotation.value) in ("type", "Type", "typing.Type"):
        if ast.dump(annotation.slice) == ast.dump(function.function.returns):
            return resolver.value(node.args[0], scope).as_instance()
    return UNKNOWN


def _same_argument(resolver: Resolver, function: Scope, node: ast.Call, scope: Scope) -> Value:
    """A function without annotations that gives its first argument back, or what is behind it, gives what it is called with."""
    first = next(iter(function.parameters), None)
    if first is None or function.function.returns is not None or not function.returns:
        return UNKNOWN
    roots = [syntax.root_of(item.value) for item in function.returns if item.value is not None]
    plain = any(isinstance(item.value, ast.Name) for item in function.returns)
    if plain and all(isinstance(root, ast.Name) and root.id == first[0].arg for root in roots):
        return resolver.value(node.args[0], scope)
    return UNKNOWN


def returned(resolver: Resolver, function: Scope) -> Value:
    """What calling a project function gives; of a generator what it yields, as `Depends` and `with` hand on."""
    node = function.function
    outer = function.parent or function
    if node.returns is not None:
        value = resolver.annotation(node.returns, outer)
        if value.name in _YIELDING or value.name in _WRAPPERS:
            value = value.args[-1] if value.name in _WRAPPERS and value.args else value.element
        if value.known and value.name not in _USELESS and value.name != "dict":
            return value
        if value.name == "dict":
            built = next((found for item in function.returns if (found := resolver.value(item.value, function)).items), value)
            return built if built.name == "dict" else value
        if value.name == "NoneType" and not function.yields:
            return value
    for item in function.yields:
        if isinstance(item, ast.Yield) and item.value is not None:
            value = resolver.value(item.value, function)
            if value.known and value.name != "NoneType":
                return value
        if isinstance(item, ast.YieldFrom):
            value = resolver.value(item.value, function)
            if value.known:
                return value
    for statement in function.returns:
        value = resolver.value(statement.value, function)
        if value.known and value.name != "NoneType":
            return value
    return UNKNOWN


def interpret(resolver: Resolver, text: str, receiver: Value, node: ast.Call, scope: Scope) -> Value:
    """The value that a result expression of a knowledge table describes, for one call."""
    if text.startswith("?"):
        return interpret(resolver, _alternative(text, node), receiver, node, scope)
    if text.startswith("class "):
        return interpret(resolver, text.removeprefix("class "), receiver, node, scope).as_class() or Value(
            Form.CLASS, text.removeprefix("class ")
        )
    if text.startswith("@"):
        keyword, _, default = text[1:].partition("|")
        given = syntax.argument(node, None, keyword)
        value = resolver.value(given, scope).as_instance() if given is not None else UNKNOWN
        return value if value.known else Value(Form.INSTANCE, default)
    if text.startswith("$"):
        found = (_argument(resolver, part, node, scope) for part in text.split("|"))
        return next((value for value in found if value.known), UNKNOWN)
    head, bracket, inner = text.partition("[")
    if not bracket:
        return members.from_text(resolver, text, receiver)
    element = interpret(resolver, inner.removesuffix("]"), receiver, node, scope)
    if head == "self":
        return receiver._replace(form=Form.INSTANCE, args=(element,), receiver=None)
    return Value(Form.INSTANCE, head, (element,), trail=receiver.trail, confidence=receiver.confidence)


def _alternative(text: str, node: ast.Call) -> str:
    """The part of `?name=word x; y` that holds for a call."""
    condition, _, result = text.removeprefix("?").partition(" ")
    chosen, _, otherwise = result.partition("; ")
    name, _, word = condition.partition("=")
    given = syntax.argument(node, None, name)
    return chosen if isinstance(given, ast.Constant) and str(given.value) == word else otherwise


def _argument(resolver: Resolver, text: str, node: ast.Call, scope: Scope) -> Value:
    name, _, part = text[1:].partition(".")
    position, _, keyword = name.partition("/")
    given = syntax.argument(node, int(position), keyword or None) if position.isdigit() else syntax.argument(node, None, name)
    if given is None:
        return UNKNOWN
    if isinstance(given, ast.Constant) and isinstance(given.value, str) and not part:
        if given.value == "self" and scope.is_class:
            return Value(Form.INSTANCE, scope.symbol)
        return resolver.entity(given.value, scope).as_instance()
    value = resolver.value(given, scope)
    if part == "elem":
        return value.element
    if part == "self":
        return value
    return value.as_instance() if value.form is Form.CLASS else UNKNOWN
