"""What fixes make of a case, and what must hold for every fix of every case."""

from __future__ import annotations

import ast
import contextlib
import difflib
import io
import re
import tempfile
import tokenize
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from layerlint.engine import Selected
from layerlint.engine.baseline import key_of
from layerlint.fixing import Change, Outcome, fix
from tests.support.markdown import Case

_MARK = re.compile(r"^ *# error: .*\n| *# error: .*$", re.M)
_SUPPRESSION = re.compile(r"noqa|layerlint:")


def run(case: Case, opened: Callable[[Path], Selected]) -> None:
    """Compare a case's fixes with what it expects, and try all of them; nothing tells the findings in the files by then."""
    modules = {path: without_marks(text) for path, text in case.modules.items()}
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        replace(case, modules=modules).write(Path(name))
        selected = opened(Path(name))
        found = [item for key in selected.keys for item in selected.analysis.check(key) if item.fix is not None]
        assert all(item.fix == type(item.fix).from_data(item.fix.as_data()) for item in found if item.fix is not None)
        assert found or not case.fixed, "nothing can be fixed"
        if case.fixed:
            outcome = fix([selected], case.is_unsafe)
            texts = {change.path: change.text for change in outcome.changes}
            for path, before in modules.items():
                assert_same(texts.get(path, before), case.fixed.get(path, before))
        for is_unsafe in (False, True) if found else ():
            assert_holds(selected, fix([selected], is_unsafe), is_unsafe)


def assert_same(text: str, expected: str) -> None:
    """Two texts are the same, told by their difference."""
    difference = difflib.unified_diff(expected.split("\n"), text.split("\n"), "expected", "fixed", lineterm="")
    assert text == expected, "\n".join(difference)


def assert_holds(selected: Selected, outcome: Outcome, is_unsafe: bool) -> None:
    """Edited code parses, loses no comment, gives no new finding, and is not edited again."""
    (after,) = outcome.projects
    for change in outcome.changes:
        ast.parse(change.text)
        assert not lost_comments(change), change.path
    before = Counter(key_of(item, key) for key in selected.keys for item in selected.analysis.check(key))
    now = Counter(key_of(item, key) for key in after.keys for item in after.analysis.check(key))
    assert now <= before
    assert before.total() - now.total() >= outcome.fixed.total()
    assert not fix([after], is_unsafe).fixed


def lost_comments(change: Change) -> list[str]:
    """The comments that an edited file lacks; what suppresses rules may go."""
    lost = Counter(comments(change.source.text)) - Counter(comments(change.text))
    return [text for text in lost if not _SUPPRESSION.search(text)]


def comments(text: str) -> list[str]:
    """The comments of a text."""
    return [item.string for item in tokenize.generate_tokens(io.StringIO(text).readline) if item.type == tokenize.COMMENT]


def without_marks(text: str) -> str:
    """A text without the comments that tell findings."""
    return _MARK.sub("", text)
