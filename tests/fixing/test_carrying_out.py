"""Edits of signatures, bodies and comments: what they say happens, everything else stays."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import fixes
from tests.support.effort import examples

from layerlint.edits import (
    ClassSetting,
    CommentWord,
    Edit,
    NeedlessStatement,
    NewExpression,
    NewParameter,
    ReturnAnnotation,
    UnusedParameter,
)
from layerlint.fixing.carrying_out import carried_out
from layerlint.fixing.imports import ModuleName
from layerlint.fixing.refusal import RefusedError

OWN = ModuleName("app.module", is_package=False)
NEW = NewParameter("a.py", (1, 0), "new", "new: New")
NEW_WITH_DEFAULT = NewParameter("a.py", (1, 0), "new", "new: New = Depends(make)")


def edited(text: str, *edits: Edit, kept: frozenset[str] = frozenset()) -> str:
    return carried_out(text, OWN, edits, kept)


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("()", NEW, "(new: New)"),
        ("(a)", NEW, "(a, new: New)"),
        ("(a,)", NEW, "(a, new: New,)"),
        ("(a, b=1)", NEW, "(a, new: New, b=1)"),
        ("(a=1)", NEW, "(new: New, a=1)"),
        ("(a, *, b=1)", NEW, "(a, *, b=1, new: New)"),
        ("(a, b=1)", NEW_WITH_DEFAULT, "(a, b=1, new: New = Depends(make))"),
        ("(\n    a,\n    b=1,\n)", NEW, "(\n    a,\n    new: New,\n    b=1,\n)"),
        (
            "(\n    a,  # one\n    b=1  # two\n)",
            NEW_WITH_DEFAULT,
            "(\n    a,  # one\n    b=1,\n    new: New = Depends(make)  # two\n)",
        ),
        ("(\n    a,  # one\n)", NEW, "(\n    a,  # one\n    new: New,\n)"),
        ("(\n    a, b\n)", NEW, "(\n    a, b, new: New\n)"),
        (f"({'a' * 72})", NEW, f"(\n    {'a' * 72},\n    new: New,\n)"),
        (f"({'a' * 72}, *, b)", NEW, f"(\n    {'a' * 72},\n    *,\n    b,\n    new: New,\n)"),
    ],
)
def test_a_parameter_comes_where_the_others_are(before: str, edit: NewParameter, after: str) -> None:
    assert edited(f"def f{before}: return 1\n", edit) == f"def f{after}: return 1\n"


@pytest.mark.parametrize("signature", ["(*a)", "(**a)", "(new)", "(a, /)"])
def test_a_parameter_that_has_no_place_is_refused(signature: str) -> None:
    with pytest.raises(RefusedError):
        edited(f"def f{signature}: return 1\n", NEW)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(gone)", "()"),
        ("(gone, b)", "(b)"),
        ("(a, gone)", "(a)"),
        ("(a, gone,)", "(a,)"),
        ("(a, *, gone)", "(a)"),
        ("(a, *, gone, b)", "(a, *, b)"),
        ("(\n    a,\n    gone=1,\n)", "(\n    a,\n)"),
        ("(\n    gone=1,\n    b=2,\n)", "(\n    b=2,\n)"),
        ("(\n    gone=1,\n)", "()"),
        ("(\n    a,\n    *,\n    gone=1\n)", "(\n    a\n)"),
        ("(\n    *,\n    gone=1,\n)", "()"),
        ("(gone, **b)", "(**b)"),
        ("(gone=make, b=gone)", "(gone=make, b=gone)"),
    ],
)
def test_a_parameter_goes_if_nothing_uses_it(before: str, after: str) -> None:
    edit = UnusedParameter("a.py", (1, 0), "gone")
    assert edited(f"def f{before}: return 1\n", edit) == f"def f{after}: return 1\n"
    assert edited(f"def f{before}: return gone\n", edit) == f"def f{before}: return gone\n"


def test_imports_go_with_what_used_them_unless_others_take_them() -> None:
    text = "from app.a import b, c\nimport d\n\nfrom app.e import f  # noqa: F401\n\n\ndef g(gone: b = c(d), x=f): return x\n"
    edit = UnusedParameter("a.py", (7, 0), "gone")
    assert edited(text, edit) == "\nfrom app.e import f  # noqa: F401\n\n\ndef g(x=f): return x\n"
    assert edited(text, edit, kept=frozenset({"c"})).startswith("from app.a import c\n")


def test_other_edits() -> None:
    text = (
        "class A:\n    async def f(self):\n        # before\n        x = make()\n        return g(h( 1 ))  # noqa: LAY101, E501\n"
    )
    assert edited(text, ReturnAnnotation("a.py", (2, 4), "list[int]")) == text.replace("(self)", "(self) -> list[int]")
    assert edited(text, NewExpression("a.py", (5, 17), (5, 23), "y")) == text.replace("h( 1 )", "y")
    assert edited(text, CommentWord("a.py", 5, 34, 40)) == text.replace("LAY101, ", "")
    with pytest.raises(RefusedError, match="comment"):
        edited(text, NeedlessStatement("a.py", (4, 8)))
    gone = edited(text.replace("        # before\n", ""), NeedlessStatement("a.py", (3, 8)))
    assert gone == text.replace("        # before\n        x = make()\n", "")


def test_edits_that_meet_nothing_are_refused() -> None:
    for edit in (
        ReturnAnnotation("a.py", (2, 0), "int"),
        NewExpression("a.py", (1, 0), (1, 1), "y"),
        CommentWord("a.py", 1, 5, 9),
        CommentWord("a.py", 2, 2, 6),
        ClassSetting("a.py", (1, 0), "from_attributes", "ConfigDict"),
        NeedlessStatement("a.py", (9, 0)),
    ):
        with pytest.raises(RefusedError, match="isn't"):
            edited("def f(): return 1\n# noqa: LAY101\n", edit)


def test_two_fixes_of_one_expression_are_refused() -> None:
    with pytest.raises(RefusedError, match="another fix"):
        edited("f(1)\n", NewExpression("a.py", (1, 0), (1, 4), "a"), NewExpression("a.py", (1, 0), (1, 4), "b"))


@st.composite
def signatures(draw: st.DrawFn) -> str:
    """A function with any signature: star and slash, defaults, one line or many, comments."""
    names = draw(st.lists(st.sampled_from(["a", "b", "c", "d", "gone"]), unique=True, max_size=5))
    split = draw(st.integers(0, len(names)))
    has_default = False
    parts = []
    for index, name in enumerate(names):
        if index == split:
            parts.append("*")
            has_default = False
        has_default = draw(st.booleans()) or (has_default and index < split)
        annotation = draw(st.sampled_from(["", ": int", ": list[int]"]))
        parts.append(f"{name}{annotation}" + (draw(st.sampled_from(["=1", " = make( 1 )"])) if has_default else ""))
    comment = st.sampled_from(["", "", "  # one", "  # two, three"])
    if draw(st.booleans()) or not parts:
        inside = ", ".join(parts) + (draw(st.sampled_from(["", ","])) if parts and parts[-1] != "*" else "")
    else:
        last = "" if draw(st.booleans()) else ","
        rows = [f"    {part}{',' if index < len(parts) - 1 else last}{draw(comment)}\n" for index, part in enumerate(parts)]
        inside = f"{draw(comment)}\n" + "".join(rows)
    return f"def f({inside}):{draw(comment)}\n    return 1{draw(comment)}\n"


@examples(150)
@given(text=signatures(), is_added=st.booleans())
def test_signatures_keep_the_other_parameters_and_all_comments(text: str, is_added: bool) -> None:
    before = ast.parse(text).body[0]
    assert isinstance(before, ast.FunctionDef)
    edit: Edit = NEW_WITH_DEFAULT if is_added else UnusedParameter("a.py", (1, 0), "gone")
    reason = ""
    try:
        after_text = edited(text, edit)
    except RefusedError as error:
        reason = error.reason
    if reason:
        assert not is_added
        assert "comment" in reason or "gone" not in written(before)
        return
    after = ast.parse(after_text).body[0]
    assert isinstance(after, ast.FunctionDef)
    changed = "new" if is_added else "gone"
    assert without(after, changed) == without(before, changed)
    assert (changed in written(after)) is is_added
    assert sorted(fixes.comments(after_text)) == sorted(fixes.comments(text))


def written(function: ast.FunctionDef) -> dict[str, str]:
    """The parameters with annotations and defaults."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + arguments.defaults
    pairs = [*zip(positional, defaults, strict=True), *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return {item.arg: f"{ast.unparse(item)}={ast.unparse(default) if default else ''}" for item, default in pairs}


def without(function: ast.FunctionDef, name: str) -> list[tuple[str, str]]:
    return [(key, value) for key, value in written(function).items() if key != name]
