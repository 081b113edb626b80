"""Mutable defaults: all that flake8-bugbear's B006 finds, bar what the rule's page exempts."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import running
from tests.support.effort import examples

EXEMPT = re.compile(r"Sequence|Mapping|Iterable|[Tt]uple|frozenset")
FORMS = [
    "[]",
    "[1, 2]",
    "{}",
    "{'a': 1}",
    "{1}",
    "list()",
    "dict()",
    "set()",
    "list((1,))",
    "dict(a=1)",
    "[x for x in y]",
    "{x for x in y}",
    "{x: x for x in y}",
    "bytearray()",
    "collections.defaultdict()",
    "collections.defaultdict(list)",
    "collections.OrderedDict()",
    "collections.Counter()",
    "collections.deque()",
    "defaultdict(int)",
    "OrderedDict()",
    "Counter()",
    "deque([1])",
    "c.deque()",
    "DD()",
]
IMPORTS = """\
import collections
import collections as c
from collections import Counter, OrderedDict, defaultdict, deque
from collections import defaultdict as DD

y = ()


class K:
    y = ()
"""
IMMUTABLE = ["()", "None", "1", "'a'", "tuple()", "frozenset()", "(1, 2)", "y", "K()", "K.y", "print", "b''", "...", "-1", "f'{y}'"]
ANNOTATIONS = ["", ": list", ": dict | None", ": 'list[int]'", ": set[int] | frozenset[int]", ": K"]
SHAPES = [
    "def f(a{0}={1}): ...",
    "def f(b, c=1, a{0}={1}): ...",
    "def f(*, a{0}={1}): ...",
    "def f(b, /, a{0}={1}, *c, d=1, **e): ...",
    "def f(a{0}={1}, /): ...",
    "async def f(a{0}={1}): ...",
    "class A:\n    def f(self, a{0}={1}): ...",
    "class A:\n    @staticmethod\n    def f(*b, a{0}={1}): ...",
    "def g():\n    def f(a{0}={1}): ...",
    "if y:\n    def f(\n        a{0}={1},\n    ): ...",
    "f = lambda a={1}: a",
    "f = lambda b, *, a={1}: a",
    "f = [lambda a={1}: a]",
    "def g(b=lambda a={1}: a): ...",
    "@d(lambda a={1}: a)\ndef f(): ...",
    "class A(B, key=lambda a={1}: a): ...",
]

FIRST_LINE = IMPORTS.count("\n") + 1


def lines_of_b006(text: str) -> set[int]:
    """The lines that bugbear's own test file marks with B006, exempt annotations left out."""
    return {
        number
        for number, line in enumerate(text.split("\n"), 1)
        if re.search(r"#\s*B006: \d", line) and not EXEMPT.search(line.partition("=")[0])
    }


def bugbear_file() -> Path | None:
    found = os.environ.get("LAYERLINT_BUGBEAR_FILE")
    return Path(found) if found else None


@pytest.mark.skipif(
    bugbear_file() is None, reason="LAYERLINT_BUGBEAR_FILE names no copy of bugbear's tests/eval_files/b006_b008.py"
)
def test_bugbears_own_file(tmp_path: Path) -> None:
    path = bugbear_file()
    assert path is not None
    text = path.read_text()
    (tmp_path / "b006.py").write_text(text)
    wanted = lines_of_b006(text)
    assert len(wanted) > 10
    found = {item.line for item in running.findings(tmp_path, "--select", "LAY001")}
    assert wanted - found == set()


@examples(200)
@given(form=st.sampled_from(FORMS), annotation=st.sampled_from(ANNOTATIONS), shape=st.sampled_from(SHAPES))
def test_every_form_everywhere(tmp_path: Path, form: str, annotation: str, shape: str) -> None:
    text = IMPORTS + shape.format(annotation, form) + "\n"
    (tmp_path / "a.py").write_text(text)
    (item,) = running.findings(tmp_path)
    assert item.code == "LAY001"
    assert form in text.split("\n")[item.line - 1]


@examples(100)
@given(form=st.sampled_from(IMMUTABLE), annotation=st.sampled_from(ANNOTATIONS), shape=st.sampled_from(SHAPES))
def test_what_cannot_change(tmp_path: Path, form: str, annotation: str, shape: str) -> None:
    (tmp_path / "a.py").write_text(IMPORTS + shape.format(annotation, form) + "\n")
    assert running.findings(tmp_path) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_form(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.py").write_text(f"{IMPORTS}def f(a={form}, *, b={form}): ...\n")
    assert [(item.line, item.code) for item in running.findings(tmp_path)] == [(FIRST_LINE, "LAY001")] * 2
