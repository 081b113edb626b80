"""An object that a handler builds itself, injected by the project's own provider instead.

The provider has to be the only one, and to ask clients for nothing that the handler doesn't ask for already; what the handler
built the object of has to be what the provider has injected, too. The parameters that only the building needed go.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from layerlint import syntax
from layerlint.edits import Applicability, Edit, Fix, NeedlessStatement, NewExpression, NewParameter, Position, UnusedParameter
from layerlint.facts import BindingForm, Scope
from layerlint.project import Form, Project, Value, providers
from layerlint.project.providers import Provider
from layerlint.remedies import naming
from layerlint.remedies.naming import Named


@dataclass(slots=True)
class _Parts:
    """What an object is built of: parameters by name, and the calls and statements that need not be once it is injected."""

    parameters: set[str] = field(default_factory=set)
    calls: list[ast.Call] = field(default_factory=list)
    statements: list[ast.Assign] = field(default_factory=list)


def injected(project: Project, call: ast.Call, made: Value, handler: Scope) -> Fix | None:
    """How a handler can have an object injected that a call builds, None where no provider fits for certain.

    What is built only for another object that can be injected goes with that.
    """
    planned = _planned(project, call, made, handler)
    if planned is None:
        return None
    for other, value in _built(project, handler):
        if other is not call:
            around = _planned(project, other, value, handler)
            if around is not None and any(item is call for item in around[1].calls):
                return None
    return planned[0]


def without(project: Project, name: str, handler: Scope) -> Fix | None:
    """How a handler can do without a session that it takes: nothing but what can be injected is built of it."""
    uses = [node for node in syntax.descendants(handler.function) if isinstance(node, ast.Name) and node.id == name]
    fixes: dict[int, Fix] = {}
    for call, made in _built(project, handler):
        fix = injected(project, call, made, handler)
        if fix is not None:
            parts = _planned(project, call, made, handler)
            gone = [call, *(parts[1].statements if parts is not None else ())]
            fixes.update((id(node), fix) for item in gone for node in syntax.descendants(item))
    if not uses or not all(id(node) in fixes for node in uses):
        return None
    found = list(dict.fromkeys(fixes[id(node)] for node in uses))
    edits = tuple(dict.fromkeys(edit for fix in found for edit in fix.edits))
    return Fix(Applicability.UNSAFE, " and ".join(fix.message for fix in found), edits)


def _built(project: Project, handler: Scope) -> Iterator[tuple[ast.Call, Value]]:
    """The calls of a handler that make an object of a class of the project."""
    for node in syntax.descendants(handler.function):
        if isinstance(node, ast.Call):
            callee = project.resolver.value(node.func, handler)
            if callee.form is Form.FUNCTION and callee.receiver is not None and callee.receiver.form is Form.CLASS:
                made = project.resolver.value(node, handler)
                callee = made.as_class() if made.name == callee.receiver.name else callee
            if callee.form is Form.CLASS and callee.is_project:
                yield node, callee


def _planned(project: Project, call: ast.Call, made: Value, handler: Scope) -> tuple[Fix, _Parts] | None:
    """The fix for one call, and what goes with it."""
    if handler.owner is not None or not _is_injectable(project, handler):
        return None
    provider = project.providers.of(made, handler.symbol)
    if provider is None or not _fits(project, provider.function, handler):
        return None
    parts = _parts(project, call, handler, providers.closure(project, provider.function))
    if parts is None:
        return None
    statement = _statement(handler, call)
    name = _assigned(handler, statement) if statement is not None else _new_name(handler, made)
    if not name:
        return None
    written = _parameter(project, handler, name, call, provider)
    if written is None:
        return None
    key, function = handler.module.key, _position(project, handler, handler.function)
    edits: list[Edit] = [*written.imports, NewParameter(key, function, name, written.written)]
    if statement is None:
        edits.append(NewExpression(key, _position(project, handler, call), _end(project, handler, call), name))
    gone = [*([statement] if statement is not None else []), *parts.statements]
    if len(gone) == len(handler.function.body):
        return None
    edits += [NeedlessStatement(key, _position(project, handler, item)) for item in gone]
    edits += [UnusedParameter(key, function, item) for item in sorted(parts.parameters)]
    return Fix(Applicability.UNSAFE, f"have `{name}` injected by `{provider.function.name}`", tuple(edits)), parts


def _is_injectable(project: Project, handler: Scope) -> bool:
    """Whether the framework of all of a function's routes injects what parameters ask for."""
    routes = project.routes.of(handler)
    for route in routes:
        call = route.call
        function = (
            call.func.func if call is not None and isinstance(call.func, ast.Call) else call.func if call is not None else None
        )
        if not isinstance(function, ast.Attribute):
            return False
        router = project.resolver.value(function.value, route.scope)
        if not project.resolver.is_a(router, *project.knowledge.annotated_responses):
            return False
    return bool(routes)


def _fits(project: Project, provider: Scope, handler: Scope) -> bool:
    """Whether a provider, with all that is called for it, asks for nothing that the handler doesn't."""
    own: set[str] = set()
    for parameter, default in handler.parameters:
        for target in providers.injected(project, providers.markers(project, parameter, default, handler)):
            own |= providers.closure(project, target).keys()
    needed = providers.closure(project, provider)
    return not any(symbol not in own and providers.asks_for_more(project, scope) for symbol, scope in needed.items())


def _parts(project: Project, call: ast.Call, handler: Scope, called: dict[str, Scope]) -> _Parts | None:
    """What an object is built of, if all of it is injected by what the provider calls as well; None otherwise."""
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        return None
    found = _Parts()
    for node in [*call.args, *(keyword.value for keyword in call.keywords)]:
        parameter = _parameter_of(node, handler)
        if parameter is not None:
            targets = [*providers.injected(project, providers.markers(project, *parameter, handler))]
            if not targets or any(target.symbol not in called for target in targets):
                return None
            found.parameters.add(parameter[0].arg)
            continue
        built, statement = _built_before(node, call, handler)
        if built is None or project.resolver.value(built.func, handler).form is not Form.CLASS:
            return None
        inner = _parts(project, built, handler, called)
        if inner is None:
            return None
        found.parameters |= inner.parameters
        found.calls += [built, *inner.calls]
        found.statements += [*([statement] if statement is not None else []), *inner.statements]
    return found


def _built_before(node: ast.expr, call: ast.Call, handler: Scope) -> tuple[ast.Call | None, ast.Assign | None]:
    """The call that an argument is, or that a statement gives its name to for this argument alone."""
    if isinstance(node, ast.Call):
        return node, None
    if isinstance(node, ast.Name):
        statement = next(
            (
                item
                for item in handler.function.body
                if isinstance(item, ast.Assign) and isinstance(item.value, ast.Call) and _assigned(handler, item) == node.id
            ),
            None,
        )
        uses = [item for item in syntax.descendants(handler.function) if isinstance(item, ast.Name) and item.id == node.id]
        inside = {id(item) for item in syntax.descendants(call)}
        if statement is not None and all(isinstance(item.ctx, ast.Store) or id(item) in inside for item in uses):
            assert isinstance(statement.value, ast.Call)
            return statement.value, statement
    return None, None


def _parameter_of(node: ast.expr, handler: Scope) -> tuple[ast.arg, ast.expr | None] | None:
    """The parameter that an expression is, if nothing else is ever bound to its name."""
    if not isinstance(node, ast.Name) or len(handler.bindings.get(node.id, ())) != 1:
        return None
    return next(((parameter, default) for parameter, default in handler.parameters if parameter.arg == node.id), None)


def _statement(handler: Scope, call: ast.Call) -> ast.Assign | None:
    """The statement that does nothing but give the object a name."""
    for node in syntax.descendants(handler.function):
        if isinstance(node, ast.Assign) and node.value is call:
            return node
    return None


def _assigned(handler: Scope, statement: ast.Assign) -> str:
    """The name that a statement of a handler's own body gives, if it has that from there alone; "" otherwise."""
    target = statement.targets[0]
    if statement not in handler.function.body or len(statement.targets) != 1 or not isinstance(target, ast.Name):
        return ""
    if len(handler.bindings.get(target.id, ())) != 1:
        return ""
    return target.id


def _new_name(handler: Scope, made: Value) -> str:
    """A name for an object that has none, "" where it would hide another one."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", made.short_name).lower().lstrip("_")
    used = {node.id for node in syntax.descendants(handler.function) if isinstance(node, ast.Name)}
    used |= {node.arg for node in syntax.descendants(handler.function) if isinstance(node, ast.arg)}
    return "" if name in used or name in handler.bindings or not name.isidentifier() else name


def _parameter(project: Project, handler: Scope, name: str, call: ast.Call, provider: Provider) -> Named | None:
    """The parameter as the module would write it: by the alias, by `Annotated[...]` if it writes that, else by its default."""
    facts, line = handler.module, min([handler.line, *(item.lineno for item in handler.decorators)])
    if provider.alias is not None:
        alias = naming.definition(project, facts, provider.alias, line)
        if alias is not None:
            return Named(f"{name}: {alias.written}", alias.imports)
    injector = next(iter(_injectors(project, handler)), "")
    function = naming.definition(project, facts, Value(Form.FUNCTION, provider.function.symbol), line)
    if not injector or function is None:
        return None
    callee = call.func
    if isinstance(callee, ast.Attribute) and project.resolver.value(callee, handler).form is not Form.CLASS:
        callee = callee.value
    written = syntax.segment(project.modules.lines(facts.key), callee)
    if re.search(rf"\bAnnotated\[[^\n]*\b{re.escape(injector)}\(", facts.text):
        annotated = naming.foreign(project, facts, "typing", "Annotated")
        if annotated is None:
            return None
        imports = (*function.imports, *annotated.imports)
        return Named(f"{name}: {annotated.written}[{written}, {injector}({function.written})]", imports)
    return Named(f"{name}: {written} = {injector}({function.written})", function.imports)


def _injectors(project: Project, handler: Scope) -> Iterator[str]:
    """What the module calls to have something injected, by its imports."""
    for name, bindings in handler.module.top.bindings.items():
        if len(bindings) == 1 and bindings[0].form is BindingForm.IMPORT and not bindings[0].type_checking:
            value = project.resolver.binding(bindings[0], handler.module.top)
            if value.name in project.knowledge.injectors and value.name.endswith(".Depends"):
                yield name


def _position(project: Project, handler: Scope, node: ast.stmt | ast.expr) -> Position:
    return node.lineno, _column(project, handler, node.lineno, node.col_offset)


def _end(project: Project, handler: Scope, node: ast.expr) -> Position:
    line = node.end_lineno or node.lineno
    return line, _column(project, handler, line, node.end_col_offset or 0)


def _column(project: Project, handler: Scope, line: int, offset: int) -> int:
    return syntax.column_of(project.modules.lines(handler.module.key)[line - 1], offset)
