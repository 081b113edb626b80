"""Settings of schema classes turned on, where the class keeps them."""

from __future__ import annotations

import libcst as cst

from layerlint.edits import ClassSetting
from layerlint.fixing.functions import is_docstring
from layerlint.fixing.refusal import RefusedError

_NAME = "model_config"


def turned_on(node: cst.ClassDef, edit: ClassSetting) -> cst.ClassDef:
    """A class with a setting turned on. Raises `RefusedError` where its configuration can't be read."""
    if not isinstance(node.body, cst.IndentedBlock):
        raise RefusedError("the class has no lines of its own")
    body = [*node.body.body]
    for index, line in enumerate(body):
        if isinstance(line, cst.ClassDef) and line.name.value == "Config":
            body[index] = _with_line(line, edit.setting)
            return node.with_changes(body=node.body.with_changes(body=body))
        value = _assigned(line)
        if value is not None and isinstance(line, cst.SimpleStatementLine):
            body[index] = line.with_deep_changes(line.body[0], value=_with_entry(value, edit.setting))
            return node.with_changes(body=node.body.with_changes(body=body))
    return node.with_changes(body=node.body.with_changes(body=_configured(body, edit)))


def _assigned(line: cst.BaseStatement) -> cst.BaseExpression | None:
    """What a line assigns to the class's configuration."""
    small = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
    target = (
        small.targets[0].target if isinstance(small, cst.Assign) else small.target if isinstance(small, cst.AnnAssign) else None
    )
    if isinstance(target, cst.Name) and target.value == _NAME and isinstance(small, (cst.Assign, cst.AnnAssign)):
        return small.value
    return None


def _with_entry(value: cst.BaseExpression, setting: str) -> cst.BaseExpression:
    """The configuration `ConfigDict(...)` or `{...}` with one more entry, or with the one that is off turned on."""
    true = cst.Name("True")
    if isinstance(value, cst.Call):
        args = [*value.args]
        for index, item in enumerate(args):
            if item.keyword is not None and item.keyword.value == setting:
                args[index] = item.with_changes(value=true)
                return value.with_changes(args=args)
        plain = cst.AssignEqual(whitespace_before=cst.SimpleWhitespace(""), whitespace_after=cst.SimpleWhitespace(""))
        new = cst.Arg(keyword=cst.Name(setting), value=true, equal=plain)
        if args and args[-1].star == "**":
            raise RefusedError("the class's configuration is put together")
        if not args:
            return value.with_changes(args=[new])
        new = new.with_changes(comma=_last_comma(args), whitespace_after_arg=args[-1].whitespace_after_arg)
        return value.with_changes(args=[*_opened(args, value.whitespace_before_args), new])
    if isinstance(value, cst.Dict):
        elements = [*value.elements]
        for index, element in enumerate(elements):
            if isinstance(element, cst.DictElement) and _string(element.key) == setting:
                elements[index] = element.with_changes(value=true)
                return value.with_changes(elements=elements)
        quote = "'" if any(_quote(item) == "'" for item in elements) else '"'
        entry = cst.DictElement(cst.SimpleString(f"{quote}{setting}{quote}"), true)
        if not elements:
            return value.with_changes(elements=[entry])
        entry = entry.with_changes(comma=_last_comma(elements))
        return value.with_changes(elements=[*_opened(elements, value.lbrace.whitespace_after), entry])
    raise RefusedError("the class's configuration is put together")


def _opened(
    items: list[cst.Arg] | list[cst.BaseDictElement], before: cst.BaseParenthesizableWhitespace
) -> list[cst.Arg | cst.BaseDictElement]:
    """The entries, the last one with what stands between two of them behind it; `before` stands before the first."""
    last = items[-1]
    comma = items[0].comma if len(items) > 1 else None
    between = comma.whitespace_after if isinstance(comma, cst.Comma) else before
    if isinstance(between, cst.ParenthesizedWhitespace):
        space: cst.BaseParenthesizableWhitespace = cst.ParenthesizedWhitespace(indent=between.indent, last_line=between.last_line)
    else:
        space = cst.SimpleWhitespace(" ")
    changed = last.with_changes(comma=cst.Comma(whitespace_after=space))
    if isinstance(changed, cst.Arg):
        changed = changed.with_changes(whitespace_after_arg=cst.SimpleWhitespace(""))
    return [*items[:-1], changed]


def _last_comma(items: list[cst.Arg] | list[cst.BaseDictElement]) -> cst.Comma | cst.MaybeSentinel:
    comma = items[-1].comma
    if isinstance(comma, cst.Comma) and "#" in cst.Module([]).code_for_node(comma):
        raise RefusedError("a comment stands behind the last setting")
    return comma


def _string(node: cst.BaseExpression) -> object:
    return node.evaluated_value if isinstance(node, cst.SimpleString) else None


def _quote(element: cst.BaseDictElement) -> str:
    key = element.key if isinstance(element, cst.DictElement) else None
    return key.quote if isinstance(key, cst.SimpleString) else ""


def _line(written: str) -> cst.SimpleStatementLine | cst.BaseCompoundStatement:
    return cst.parse_statement(written)


def _with_line(node: cst.ClassDef, setting: str) -> cst.ClassDef:
    """A `Config` class with one more line, or with the one that is off turned on."""
    if not isinstance(node.body, cst.IndentedBlock):
        raise RefusedError("the class's configuration has no lines of its own")
    body = [*node.body.body]
    for index, line in enumerate(body):
        small = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
        target = small.targets[0].target if isinstance(small, cst.Assign) else None
        if isinstance(target, cst.Name) and target.value == setting and isinstance(line, cst.SimpleStatementLine):
            body[index] = line.with_deep_changes(line.body[0], value=cst.Name("True"))
            return node.with_changes(body=node.body.with_changes(body=body))
    body = [line for line in body if not _is_nothing(line)]
    return node.with_changes(body=node.body.with_changes(body=[*body, _line(f"{setting} = True\n")]))


def _configured(body: list[cst.BaseStatement], edit: ClassSetting) -> list[cst.BaseStatement]:
    """The body of a class without a configuration, with one."""
    index = 1 if is_docstring(body[0]) else 0
    body = [*body[:index], *(line for line in body[index:] if not _is_nothing(line))]
    blank = [cst.EmptyLine(indent=False)]
    if not edit.owner:
        nested = _line(f"class Config:\n    {edit.setting} = True\n").with_changes(leading_lines=blank if body else ())
        return [*body, nested]
    new = _line(f"{_NAME} = {edit.owner}({edit.setting}=True)\n").with_changes(leading_lines=blank if index else ())
    if index < len(body):
        following = body[index]
        assert isinstance(following, (cst.SimpleStatementLine, cst.BaseCompoundStatement))
        if not following.leading_lines or following.leading_lines[0].comment is not None:
            body[index] = following.with_changes(leading_lines=[*blank, *following.leading_lines])
    body.insert(index, new)
    return body


def _is_nothing(line: cst.BaseStatement) -> bool:
    if not isinstance(line, cst.SimpleStatementLine) or line.trailing_whitespace.comment is not None or line.leading_lines:
        return False
    small = line.body[0]
    return isinstance(small, cst.Pass) or (isinstance(small, cst.Expr) and isinstance(small.value, cst.Ellipsis))
