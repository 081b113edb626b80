"""Whatever stands in a path, a name or a message survives each format and its parser, on one line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import formats
from tests.support.effort import examples

from layerlint.cli.outputs import FORMATS, Output, _encoded, rendered
from layerlint.engine import Report
from layerlint.model import Confidence, Diagnostic, Layer, Location, TrailStep
from layerlint.output.characters import one_line
from layerlint.output.look import Look

RAW = ("json", "json-lines", "sarif", "github", "gitlab", "rdjson")
ODD = "\x00\x07\x1b\n\r\t\x85\u2028\u202e\ufeff\ufffe\udc80\U0001f600äß|`*_<>&\"'%:,;#[]()\\~!@$ -"
TEXTS = st.text(st.characters() | st.sampled_from(ODD), min_size=1, max_size=20)
PARTS = TEXTS.map(lambda text: re.sub(r"[\x00/\ud800-\udc7f\udd00-\udfff]", "x", text)).filter(lambda text: text.strip("."))


@st.composite
def diagnostics(draw: st.DrawFn) -> Diagnostic:
    line, column = draw(st.integers(1, 99)), draw(st.integers(0, 99))
    step = TrailStep("/".join(draw(st.lists(PARTS, min_size=1, max_size=2))), 1, draw(TEXTS))
    return Diagnostic(
        "LAY101",
        "router-database-access",
        draw(TEXTS),
        "/".join(draw(st.lists(PARTS, min_size=1, max_size=3))) + ".py",
        Location(line, column, line + draw(st.integers(0, 1)), column + 1),
        draw(st.none() | TEXTS),
        Layer.ROUTER,
        draw(st.sampled_from(Confidence)),
        "move it",
        draw(st.sampled_from([(), (step,)])),
    )


def report(found: list[Diagnostic]) -> Report:
    found = sorted(found, key=lambda item: item.sort_key)
    result = Report(found, files=1)
    result.by_rule.update(item.code for item in found)
    return result


def _escaped(text: str) -> str:
    """What stands for characters that UTF-8 has none for, where the format has no escapes of its own."""
    return text.encode(errors="backslashreplace").decode()


@pytest.mark.parametrize("name", RAW)
@examples(60)
@given(found=st.lists(diagnostics(), max_size=3))
def test_programs_read_the_same_characters(name: str, found: list[Diagnostic]) -> None:
    whole = report(found)
    text = _encoded(rendered(Output(name), whole, Look())).decode()
    escape = _escaped if name == "github" else str
    told = [(item.path, item.line, item.message) for item in formats.READERS[name](text)]
    assert told == [(escape(item.path), item.location.line, escape(item.message)) for item in whole.diagnostics]


@pytest.mark.parametrize("name", ["text", "concise", "grouped", "junit", "markdown"])
@examples(60)
@given(found=st.lists(diagnostics(), max_size=3))
def test_people_see_one_line_without_controls(name: str, found: list[Diagnostic]) -> None:
    text = rendered(Output(name), report(found), Look())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]", text)
    text.encode()
    if name in ("concise", "junit"):
        told = [(item.path, item.message) for item in formats.READERS[name](text)]
        assert told == [(one_line(item.path), one_line(item.message)) for item in report(found).diagnostics]


@pytest.mark.parametrize("name", FORMATS)
def test_a_path_that_is_no_text(name: str) -> None:
    item = Diagnostic(
        "LAY001", "mutable-default", "default of `a`", "a\udcff.py", Location(1, 0, 1, 1), None, Layer.OTHER, Confidence.CERTAIN
    )
    text = _encoded(rendered(Output(name), report([item]), Look())).decode()
    (told,) = formats.READERS[name](text)
    assert told.path == ("a\udcff.py" if name in RAW and name != "github" else "a\\udcff.py" if name == "github" else "a\\xff.py")
