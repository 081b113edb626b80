"""The return annotation that a handler lacks, where the type of its answers is certain."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from layerlint import syntax
from layerlint.edits import Applicability, Fix, ReturnAnnotation
from layerlint.facts import Scope
from layerlint.project import Project, Route
from layerlint.remedies import schema_setting, unions
from layerlint.remedies.types import Inferred, Types


def annotated(project: Project, handler: Scope, routes: Sequence[Route]) -> Fix | None:
    """How a handler can declare what it answers, None where that isn't certain or its framework doesn't read it there."""
    if handler.yields or not routes or not all(_takes_annotation(project, route) for route in routes):
        return None
    if not always_returns(handler.function.body):
        return None
    types = Types(project, handler.module, handler.line)
    found = [types.of(statement.value, handler) for statement in handler.returns]
    known = [item for item in found if item is not None]
    written = list(dict.fromkeys(item.named.written for item in known if item.named.written != "None"))
    if len(known) < len(found) or len(written) != 1:
        return None
    named = next(item.named for item in known if item.named.written == written[0])
    if any(item.named.written == "None" for item in known) and not _has_none(named.written):
        with_none = unions.or_none(project, handler.module, named.written, is_type=True)
        if with_none is None:
            return None
        named = with_none._replace(imports=(*named.imports, *with_none.imports))
    reason = _doubt(project, handler, routes, known)
    column = syntax.column_of(project.modules.lines(handler.module.key)[handler.line - 1], handler.function.col_offset)
    edit = ReturnAnnotation(handler.module.key, (handler.line, column), named.written)
    message = f"annotate what it returns: `-> {named.written}`" + (f"; {reason}" if reason else "")
    return Fix(Applicability.UNSAFE if reason else Applicability.SAFE, message, (*named.imports, edit))


def _has_none(written: str) -> bool:
    return written.endswith("| None") or "Optional[" in written


def _doubt(project: Project, handler: Scope, routes: Sequence[Route], known: list[Inferred]) -> str:
    """Why an annotation could change what is answered, "" where it can't."""
    if handler.function.returns is not None:
        return "it replaces an annotation"
    calls = {id(route.call) for route in routes}
    if any(id(item) not in calls for item in handler.decorators):
        return "a decorator may answer something else"
    if any(item.is_schema for item in known) and not schema_setting.is_recent(project, handler.module.key):
        return "pydantic 1 makes the answer anew"
    return "" if all(item.is_exact for item in known) else "only annotations promise it"


def _takes_annotation(project: Project, route: Route) -> bool:
    """Whether a route's framework takes a return annotation for the model, and no option is waiting for one."""
    call = route.call
    if call is None or any((keyword.arg or "").startswith("response_model") for keyword in call.keywords):
        return False
    function = call.func.func if isinstance(call.func, ast.Call) else call.func
    if not isinstance(function, ast.Attribute):
        return False
    router = project.resolver.value(function.value, route.scope)
    return project.resolver.is_a(router, *project.knowledge.annotated_responses)


def always_returns(body: Sequence[ast.stmt]) -> bool:
    """Whether every way through some statements ends with a `return` or a `raise`."""
    last = body[-1]
    if isinstance(last, (ast.Return, ast.Raise)):
        return True
    if isinstance(last, ast.If):
        return bool(last.orelse) and always_returns(last.body) and always_returns(last.orelse)
    if isinstance(last, (ast.With, ast.AsyncWith)):
        return always_returns(last.body)
    if isinstance(last, ast.Try):
        if last.finalbody and always_returns(last.finalbody):
            return True
        tried = always_returns(last.orelse) if last.orelse else always_returns(last.body)
        return tried and all(always_returns(item.body) for item in last.handlers)
    return False
