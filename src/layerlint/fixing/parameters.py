"""Parameters put into a signature and taken out of it, each on a line of its own where the others are."""

from __future__ import annotations

import libcst as cst

from layerlint.fixing.refusal import RefusedError

_Whitespace = cst.BaseParenthesizableWhitespace


def named(params: cst.Parameters) -> list[cst.Param]:
    """All parameters that a caller can name or place, `*args` and `**kwargs` left out."""
    return [*params.posonly_params, *params.params, *params.kwonly_params]


def added(tree: cst.Module, params: cst.Parameters, name: str, written: str) -> cst.Parameters:
    """A signature with one more parameter. Raises `RefusedError` where the name is taken."""
    new = _parsed(tree, written)
    present = next((item for item in named(params) if item.name.value == name), None)
    if present is not None:
        raise RefusedError(f"`{name}` is a parameter already")
    others = named(params)
    last = others[-1] if others else None
    if params.star_kwarg is not None or isinstance(params.star_arg, cst.Param):
        raise RefusedError("the function takes any arguments")
    if last is None:
        return params.with_changes(params=[new])
    field = "kwonly_params" if params.kwonly_params else "params" if params.params else "posonly_params"
    if field == "posonly_params":
        raise RefusedError("the function takes its arguments by place alone")
    items: list[cst.Param] = [*getattr(params, field)]
    index = len(items)
    if new.default is None and field == "params":
        index = next((place for place, item in enumerate(items) if item.default is not None), index)
    if index < len(items):
        items.insert(index, new.with_changes(comma=_between(tree, items, index)))
    else:
        before, after = _at_end(tree, items[-1], new, _between(tree, items, index))
        items[-1:] = [before, after]
    return params.with_changes(**{field: items})


def on_lines(params: cst.Parameters, space: cst.ParenthesizedWhitespace) -> cst.Parameters:
    """A signature with every parameter on a line of its own; `space` leads from one to the next."""
    between = cst.Comma(whitespace_after=space)
    fields = ("posonly_params", "params", "kwonly_params")
    changed = {name: [item.with_changes(comma=between) for item in getattr(params, name)] for name in fields}
    last = next(name for name in reversed(fields) if changed[name])
    closing = space.with_changes(last_line=cst.SimpleWhitespace(""))
    changed[last][-1] = changed[last][-1].with_changes(comma=cst.Comma(whitespace_after=closing))
    star, slash = params.star_arg, params.posonly_ind
    return params.with_changes(
        **changed,
        star_arg=star.with_changes(comma=between) if isinstance(star, cst.ParamStar) else star,
        posonly_ind=slash.with_changes(comma=between) if isinstance(slash, cst.ParamSlash) else slash,
    )


def removed(params: cst.Parameters, name: str) -> cst.Parameters:
    """A signature without a parameter. Raises `RefusedError` where a comment belongs to it."""
    for field in ("posonly_params", "params", "kwonly_params"):
        items: list[cst.Param] = [*getattr(params, field)]
        index = next((place for place, item in enumerate(items) if item.name.value == name), None)
        if index is None:
            continue
        gone = items.pop(index)
        if _has_comment(gone):
            raise RefusedError(f"a comment belongs to `{name}`")
        changes: dict[str, object] = {field: items}
        was_last = index == len(items) and _is_last(params, field)
        if field == "kwonly_params" and not items and isinstance(params.star_arg, cst.ParamStar):
            if _has_comment(params.star_arg):
                raise RefusedError(f"a comment stands before `{name}`")
            changes["star_arg"] = cst.MaybeSentinel.DEFAULT
            if was_last and params.params:
                changes["params"] = [*params.params[:-1], _closing(params.params[-1], gone)]
        if was_last and items:
            items[-1] = _closing(items[-1], gone)
        return params.with_changes(**changes)
    raise RefusedError(f"`{name}` isn't where it was found")


def _closing(last: cst.Param, gone: cst.Param) -> cst.Param:
    """A parameter as the last one, with what stood behind the one that was it."""
    if _has_comment(last):
        raise RefusedError("a comment belongs to the parameter before it")
    return last.with_changes(comma=gone.comma, whitespace_after_param=gone.whitespace_after_param)


def _has_comment(node: cst.CSTNode) -> bool:
    return "#" in cst.Module([]).code_for_node(node)


def _is_last(params: cst.Parameters, field: str) -> bool:
    if params.star_kwarg is not None or field == "posonly_params":
        return False
    return field == "kwonly_params" or not (params.kwonly_params or isinstance(params.star_arg, cst.Param))


def _parsed(tree: cst.Module, written: str) -> cst.Param:
    try:
        node = cst.parse_statement(f"def _({written}): ...\n", config=tree.config_for_parsing)
    except cst.ParserSyntaxError as error:
        raise RefusedError(f"`{written}` can't be put there") from error
    assert isinstance(node, cst.FunctionDef)
    return node.params.params[0]


def _between(tree: cst.Module, items: list[cst.Param], index: int) -> cst.Comma:
    """What stands between two parameters here: a comma, and a line's end where the others have one."""
    for item in items[:-1]:
        if isinstance(item.comma, cst.Comma):
            return cst.Comma(whitespace_after=_without_comment(item.comma.whitespace_after))
    return cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def _without_comment(space: _Whitespace) -> _Whitespace:
    if isinstance(space, cst.ParenthesizedWhitespace):
        return cst.ParenthesizedWhitespace(
            first_line=cst.TrailingWhitespace(), empty_lines=(), indent=space.indent, last_line=space.last_line
        )
    return space


def _at_end(tree: cst.Module, last: cst.Param, new: cst.Param, between: cst.Comma) -> tuple[cst.Param, cst.Param]:
    """The last parameter and a new one behind it, which takes what stood before the closing bracket."""
    if not isinstance(last.comma, cst.Comma):
        return (
            last.with_changes(comma=between, whitespace_after_param=cst.SimpleWhitespace("")),
            new.with_changes(whitespace_after_param=last.whitespace_after_param),
        )
    space = last.comma.whitespace_after
    if not isinstance(space, cst.ParenthesizedWhitespace):
        return last.with_changes(comma=between), new.with_changes(comma=last.comma)
    inner = between.whitespace_after
    indent = inner.last_line if isinstance(inner, cst.ParenthesizedWhitespace) else cst.SimpleWhitespace(tree.default_indent)
    return (
        last.with_changes(comma=last.comma.with_changes(whitespace_after=space.with_changes(indent=True, last_line=indent))),
        new.with_changes(comma=cst.Comma(whitespace_after=_without_comment(space))),
    )
