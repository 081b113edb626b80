"""A parameter's default is a mutable object.

## Why is this bad?

The default is made once, when the function is defined, and shared by all calls: what one call adds, every later one sees.

## Bad

```python
def process_items(items: list = []):  # error: LAY001
    items.append(1)
    return items
```

## Good

```python
def process_items(items: list | None = None):
    items = [] if items is None else items
    items.append(1)
    return items
```

## The fix

The default becomes `None`, the body begins by making the object, and the annotation allows `None`, as `X | None` or `Optional[X]`,
whichever the file and the project write. It is safe where no call can tell, and unsafe where

- the function changes the object in place, so that a call may rely on what earlier ones left (a cache),
- the annotation allows `None` already, or a caller in the project gives it,
- somebody else reads the signature: a framework, a decorator, a base class or one derived from the class.

There is none for lambdas, for a body that begins on the line of the `def` or is only a stub, for a default that would mean
something else in the body (it calls functions, or names what is local), where `None` has a meaning already, and for parameters with
`Annotated[...]`.

## What it does not report

- Immutable defaults: `()`, `frozenset()`, `MappingProxyType({})`.
- A parameter whose annotation promises not to change it: `Sequence`, `Mapping`, `Iterable`, `tuple`.
- FastAPI's markers: `Depends(...)`, `Query([])`, `Body({})`.
- Fields of a class body, which pydantic, msgspec and dataclasses judge themselves; stubs and `@overload`s.
"""

import ast
import re
from collections.abc import Iterator

from layerlint import syntax
from layerlint.facts import Scope
from layerlint.project import Form, type_hints
from layerlint.remedies.none_default import none_default
from layerlint.rule import Finding, Rule, View

RULE = Rule(
    code="LAY001",
    slug="mutable-default",
    help="default to None and make the object inside the function",
    since="0.1.0",
    fixable=True,
)

_MAY_DEFAULT = re.compile(r"""def\s+\w+\s*(?:\[|\([^()#]*?(?:=\s*[\[{]|[(#]|\)["']))""")
_LAMBDA_DEFAULT = re.compile(r"\blambda\b[^:]*=")
_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_FACTORIES = frozenset(
    {
        "list",
        "dict",
        "set",
        "bytearray",
        "collections.defaultdict",
        "collections.OrderedDict",
        "collections.Counter",
        "collections.deque",
    }
)


def concerns(text: str) -> bool:
    """Whether a text may have such a default: a bracket, brace or call among the parameters of a function, or any of a lambda."""
    return _MAY_DEFAULT.search(text) is not None or ("lambda" in text and _LAMBDA_DEFAULT.search(text) is not None)


def check(view: View) -> Iterator[Finding]:
    """Every mutable default of the module's functions and lambdas."""
    if view.facts.key.endswith(".pyi"):
        return
    for function in view.facts.defaulted:
        decorators = {(syntax.dotted(node) or "").rpartition(".")[2] for node in function.decorators}
        if "overload" in decorators:
            continue
        for parameter, default in function.parameters:
            if default is not None and _is_mutable(view, default, function) and not _is_immutable(view, parameter, function):
                written = f"`{parameter.arg}` of `{function.name}`"
                message = f"default of {written} is {_named(default)}, shared by all calls"
                yield view.at(default, function, message, fix=none_default(view.project, function, parameter, default))
    yield from _lambdas(view)


def _lambdas(view: View) -> Iterator[Finding]:
    scopes = view.facts.all_scopes
    for node, _ in view.facts.lambdas:
        arguments = node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        named = list(zip(reversed(positional), reversed(arguments.defaults), strict=False))
        named += [(arg, default) for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default]
        for parameter, default in named:
            scope = _enclosing(scopes, default)
            if _is_mutable(view, default, scope):
                message = f"default of `{parameter.arg}` of a lambda is {_named(default)}, shared by all calls"
                yield view.at(default, scope, message)


def _enclosing(scopes: list[Scope], node: ast.expr) -> Scope:
    holding = [s for s in scopes[1:] if s.line <= node.lineno <= (getattr(s.node, "end_lineno", 0) or 0)]
    return holding[-1] if holding else scopes[0]


def _named(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return f"`{syntax.dotted(node.func)}()`"
    kinds = {ast.List: "a list", ast.Dict: "a dict", ast.Set: "a set"}
    return next((name for cls, name in kinds.items() if isinstance(node, cls)), "a comprehension")


def _is_mutable(view: View, node: ast.expr, scope: Scope) -> bool:
    if isinstance(node, _DISPLAYS):
        return True
    if isinstance(node, ast.Call):
        outer = scope.parent or scope
        callee = view.value(node.func, outer)
        return callee.form in (Form.CLASS, Form.FUNCTION) and callee.name in _FACTORIES
    return False


def _is_immutable(view: View, parameter: ast.arg, function: Scope) -> bool:
    """Whether every part of the annotation's union is a type that can't be changed."""
    if parameter.annotation is None:
        return False
    return _parts_are_immutable(view, parameter.annotation, function.parent or function)


def _parts_are_immutable(view: View, node: ast.expr, scope: Scope) -> bool:
    if isinstance(node, ast.BinOp):
        return _parts_are_immutable(view, node.left, scope) and _parts_are_immutable(view, node.right, scope)
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            parsed = type_hints.parse_string(view.project.resolver, node)
            return parsed is not None and _parts_are_immutable(view, parsed, scope)
        return node.value is None
    if isinstance(node, ast.Subscript):
        head = view.value(node.value, scope).name
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        last = head.rpartition(".")[2]
        if last in ("Optional", "Union"):
            return all(_parts_are_immutable(view, item, scope) for item in items)
        if last == "Annotated":
            return _parts_are_immutable(view, items[0], scope)
        return head in view.project.knowledge.immutable_types
    value = view.value(node, scope)
    return value.form is Form.CLASS and not view.project.knowledge.immutable_types.isdisjoint(view.project.resolver.mro(value.name))
