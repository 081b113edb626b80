"""What must hold for any source: what means the same gives the same findings, and nothing makes a rule raise."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from layerlint.model import Diagnostic
from tests.support import corpus, rewriting
from tests.support.effort import examples

PROJECTS = corpus.projects()
IDS = [name for name, _ in PROJECTS]
SMALL = [modules for name, modules in PROJECTS if not name.endswith("_fastapi")]
NAMES = ["renamed", "db", "session", "request", "service", "user", "router", "x"]
ADDED = st.lists(st.sampled_from(["", "", "# a comment", "        # far right", "#: []{}()'''", "\t"]), min_size=1, max_size=3)


@st.composite
def modules_and_key(draw: st.DrawFn) -> tuple[Mapping[str, str], str]:
    """A small project and one of its own modules."""
    modules = draw(st.sampled_from(SMALL))
    own = [key for key, text in modules.items() if text.strip()]
    return modules, draw(st.sampled_from(own))


def facts(found: list[Diagnostic], moved: Mapping[int, int] | None = None, key: str = "") -> list[tuple[str, str, int, str]]:
    """Path, code, line and message; lines of one module as they were moved."""
    return sorted(
        (item.path, item.code, moved[item.location.line] if moved and item.path == key else item.location.line, item.message)
        for item in found
    )


@examples(120)
@given(chosen=modules_and_key(), data=st.data())
def test_blank_lines_and_comments_only_move_findings(chosen: tuple[Mapping[str, str], str], data: st.DataObject) -> None:
    modules, key = chosen
    ends = rewriting.line_ends(modules[key])
    added = data.draw(st.dictionaries(st.sampled_from(ends), ADDED, max_size=6))
    text, moved = rewriting.with_lines(modules[key], added)
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(modules[key]))
    before, after = corpus.findings(modules), corpus.findings({**modules, key: text})
    assert facts(after) == facts(before, moved, key)


@cache
def with_local_names() -> list[tuple[Mapping[str, str], str]]:
    """The small projects, each with a module that has a function with a name of its own, to be renamed."""
    return [(modules, key) for modules in SMALL for key, text in modules.items() if renameable(text)]


def renameable(text: str) -> list[tuple[ast.AST, str]]:
    """The functions of a module, each with a name that it binds and may spell otherwise."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, rewriting.FUNCTIONS)]
    plain = [item for item in functions if not any(isinstance(node, ast.JoinedStr) for node in ast.walk(item))]
    return [(node, name) for node in plain for name in rewriting.locals_of(node)]


@examples(120)
@given(data=st.data())
def test_local_names_do_not_matter(data: st.DataObject) -> None:
    modules, key = data.draw(st.sampled_from(with_local_names()))
    function, old = data.draw(st.sampled_from(renameable(modules[key])))
    new = data.draw(st.sampled_from([name for name in NAMES if name not in modules[key]]))
    text = rewriting.renamed(modules[key], function, old, new)
    before, after = corpus.findings(modules), corpus.findings({**modules, key: text})
    assert [item[:3] for item in facts(after)] == [item[:3] for item in facts(before)]


@pytest.mark.parametrize(("name", "modules"), PROJECTS, ids=IDS)
def test_order_of_files_does_not_matter(name: str, modules: Mapping[str, str]) -> None:
    keys = sorted(modules)
    whole = corpus.findings(modules)
    assert corpus.findings(modules, keys[::-1]) == whole
    middle = len(keys) // 2
    assert corpus.findings(modules, [*keys[middle:], *keys[:middle]]) == whole
    assert corpus.findings(dict(reversed(modules.items()))) == whole


@pytest.mark.parametrize(("name", "modules"), PROJECTS, ids=IDS)
def test_files_are_judged_alone_as_together(name: str, modules: Mapping[str, str]) -> None:
    whole = corpus.findings(modules)
    for key in modules:
        assert corpus.findings(modules, [key]) == [item for item in whole if item.path == key]


@pytest.mark.parametrize(("name", "modules"), PROJECTS, ids=IDS)
def test_nothing_is_told_twice(name: str, modules: Mapping[str, str]) -> None:
    found = corpus.findings(modules)
    assert len(found) == len(set(found))
    places = Counter((item.code, item.path, item.location.line, item.location.column) for item in found)
    assert [place for place, count in places.items() if count > 1] == []


@examples(100)
@given(chosen=modules_and_key(), data=st.data())
def test_order_of_independent_definitions_does_not_matter(chosen: tuple[Mapping[str, str], str], data: st.DataObject) -> None:
    modules, key = chosen
    tree = ast.parse(modules[key])
    places = rewriting.swappable(tree)
    assume(places)
    text = rewriting.swapped(tree, data.draw(st.sampled_from(places)))
    before = corpus.findings({**modules, key: ast.unparse(tree)})
    after = corpus.findings({**modules, key: text})
    kept = [Counter((item.path, item.code, item.symbol, item.message) for item in found) for found in (before, after)]
    assert kept[0] == kept[1]


@examples(100)
@given(modules=st.sampled_from([modules for modules in SMALL if "app/module.py" in modules]))
def test_form_of_imports_does_not_matter(modules: Mapping[str, str]) -> None:
    key = "app/module.py"
    plain = ast.unparse(ast.parse(modules[key]))
    tree = ast.parse(plain)
    names = {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in modules}
    qualifier = rewriting.Qualifier(tree, names)
    strings = {word for node in ast.walk(tree) if isinstance(node, ast.Constant) for word in rewriting.words(node)}
    assume(qualifier.targets and not strings & qualifier.targets.keys())
    text = ast.unparse(ast.fix_missing_locations(qualifier.visit(tree)))
    before, after = (corpus.findings({**modules, key: item}) for item in (plain, text))
    kept = [[item[:3] for item in facts(found) if item[1] != "LAY601"] for found in (before, after)]
    assert kept[0] == kept[1], text


@st.composite
def mutated(draw: st.DrawFn) -> tuple[Mapping[str, str], str]:
    """A small project in which some of a module's expressions, statements or lines are others."""
    modules, key = draw(modules_and_key())
    text = modules[key]
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from([with_other_expression, with_other_statement, with_other_lines]))(draw, text)
    return {**modules, key: text}, key


def with_other_expression(draw: st.DrawFn, text: str) -> str:
    try:
        nodes = [
            node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.expr, ast.arg)) and node.lineno == node.end_lineno
        ]
    except SyntaxError:
        return text
    if not nodes:
        return text
    node = draw(st.sampled_from(nodes))
    lines = text.encode().split(b"\n")
    row = lines[node.lineno - 1]
    other = draw(st.sampled_from(corpus.expressions())).encode()
    lines[node.lineno - 1] = row[: node.col_offset] + other + row[node.end_col_offset :]
    return b"\n".join(lines).decode(errors="replace")


def with_other_statement(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    index = draw(st.integers(0, len(lines) - 1))
    indent = len(lines[index]) - len(lines[index].lstrip())
    lines[index] = " " * indent + draw(st.sampled_from(corpus.statements()))
    return "\n".join(lines)


def with_other_lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    index = draw(st.integers(0, len(lines) - 1))
    action = draw(st.sampled_from(["delete", "double", "swap"]))
    if action == "delete":
        del lines[index]
    elif action == "double":
        lines.insert(index, lines[index])
    else:
        lines[index - 1], lines[index] = lines[index], lines[index - 1]
    return "\n".join(lines)


@examples(400)
@given(chosen=mutated())
def test_no_source_makes_a_rule_raise(chosen: tuple[Mapping[str, str], str]) -> None:
    modules, key = chosen
    try:
        ast.parse(modules[key])
    except (SyntaxError, ValueError):
        assume(False)
    found = corpus.findings(modules)
    assert [item.message for item in found if item.code == "LAY900"] == []
    assert len(found) == len(set(found))
    for item in found:
        assert 1 <= item.location.line <= item.location.end_line <= modules[item.path].count("\n") + 1
        assert len(item.message) <= 100
        assert item.message.isprintable()
