"""Suppression: `noqa` means to the command line what it means to flake8; `# layerlint: ignore` works in every front end."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest
from flake8.processor import FileProcessor
from flake8.violation import Violation
from hypothesis import example, given
from hypothesis import strategies as st

from layerlint import syntax
from tests.support import files, plugin, running, usual
from tests.support.effort import examples

FAULT = "def f(a=[]): ..."
PROCESSOR = Namespace(
    disable_noqa=False, hang_closing=False, indent_size=4, max_line_length=79, max_doc_length=None, stdin_display_name="", verbose=0
)


def flake8_keeps(text: str, line: int, code: str) -> bool:
    """Whether flake8, by its own functions, would print a violation."""
    lines = [part + "\n" for part in syntax.normalise(text).split("\n")]
    lines[-1] = lines[-1][:-1]
    processor = FileProcessor("a.py", PROCESSOR, [item for item in lines if item])
    if processor.should_ignore_file():
        return False
    violation = Violation(code, "a.py", line, 1, "message", processor.noqa_line_for(line))
    return not violation.is_inline_ignored(False)


def command_line_keeps(folder: Path, text: str) -> bool:
    (folder / "a.py").write_bytes(text.encode())
    found = running.findings(folder, "--select", "LAY001")
    assert len(found) <= 1
    return bool(found)


COMMENTS = [
    "# noqa",
    "#noqa",
    "# NOQA",
    "#  noqa",
    "# noqa: LAY001",
    "# noqa:LAY001",
    "# noqa : LAY101",
    "# noqa:  LAY001",
    "# noqa: LAY",
    "# noqa: LAY0",
    "# noqa: L1",
    "# noqa: LAY0011",
    "# noqa: lay001",
    "# noqa: LAY101",
    "# noqa: LAY101,LAY001",
    "# noqa: LAY101, LAY001",
    "# noqa: LAY101 LAY001",
    "# noqa: LAY101 E501 why LAY001",
    "# noqa: LAY001 because of reasons",
    "# noqa: E501",
    "# noqa:E501,W291",
    "# noqa because",
    "# noqa-LAY101",
    "# noqa LAY101",
    "# noqa, LAY101",
    "# noqa: LAY001: no",
    "# type: ignore # noqa: LAY001",
    "# type: ignore # noqa",
    "# no noqa",
    "# noqas",
    "# flake8: noqa",
    "# flake8: noqa: LAY001",
    "",
]


@pytest.mark.parametrize("comment", COMMENTS)
def test_comments(tmp_path: Path, comment: str) -> None:
    text = f"x = 1\n{FAULT}  {comment}\n"
    assert command_line_keeps(tmp_path, text) == flake8_keeps(text, 2, "LAY001")


PLACES = [
    (f"# flake8: noqa\n{FAULT}\n", 2),
    (f"{FAULT}\n\n   # flake8: NOQA\n", 1),
    (f"# flake8:noqa\n{FAULT}\n", 2),
    (f"# flake8=noqa\n{FAULT}\n", 2),
    (f"# flake8: noqa: LAY001\n{FAULT}\n", 2),
    (f"# flake8: noqa: LAY101\n{FAULT}\n", 2),
    (f"# flake8: noqa: E501, LAY0\n{FAULT}\n", 2),
    (f"# flake8: noqa: lay001\n{FAULT}\n", 2),
    (f"# flake8: noqa because\n{FAULT}\n", 2),
    (f"x = 1  # flake8: noqa\n{FAULT}\n", 2),
    (f"x = '''\n# flake8: noqa\n'''\n{FAULT}\n", 4),
    (f"x = '# flake8: noqa'\n{FAULT}\n", 2),
    (f"# noqa\n{FAULT}\n", 2),
    (f"{FAULT}\n# noqa\n", 1),
    ("def f(\n    a=[],\n): ...  # noqa\n", 2),
    ("def f(  # noqa\n    a=[],\n): ...\n", 2),
    ("def f(\n    a=[],  # noqa: LAY001\n): ...\n", 2),
    ("def f(a=[], b='''\nx\n'''): ...  # noqa\n", 1),
    ("def f(b='''\nx\n''', a=[]): ...  # noqa: LAY001\n", 3),
    ("def f(a=[], \\\n      b=1): ...  # noqa\n", 1),
    ("def f(b=1, \\\n      a=[]): ...  # noqa\n", 2),
    ("x = 1; \\\ndef_ = 1  # noqa\n" + FAULT + "\n", 3),
    ("def f(a=[], b=f'''\n{1}\n'''): ...  # noqa\n", 1),
    ("def f(a=[], b='# noqa'): ...\n", 1),
    ("def f(a=[], b='''\n# noqa\n'''): ...\n", 1),
    (f"{FAULT}  # noqa", 1),
    (f"\ufeff{FAULT}  # noqa\n", 1),
    (f"x = 1\r\n{FAULT}  # noqa\r\n", 2),
    (f"x = 1\r\n{FAULT}  # noqa: LAY001\r\n{FAULT.replace('f(', 'g(').replace('[]', '()')}\r\n", 2),
    (f"\x0c\n{FAULT}  # noqa\n", 2),
    (f"x = 1\n\x0c\n\n{FAULT}  # noqa: LAY001\n", 4),
    (f"x = 1\n\x0c{FAULT}  # noqa\n", 2),
    (f"x = '\x0b\x1c\x1d\x1e\x85\u2028\u2029'\n{FAULT}  # noqa\n", 2),
    (f"# \x85 \u2028\n{FAULT}  # noqa: LAY001\ny = 1\n", 2),
    (f"# \x85 \u2028\n{FAULT}\ny = 1  # noqa\n", 2),
    (f"\x0c\n{FAULT}\ny = 1  # noqa\n", 2),
    ("@f\n@g  # noqa\ndef f(a=[]): ...\n", 3),
    ("class A:\n    x = '''\n    '''\n    def f(self, a=[]): ...  # noqa: LAY001\n", 4),
]


@pytest.mark.parametrize(("text", "line"), PLACES)
def test_places(tmp_path: Path, text: str, line: int) -> None:
    assert command_line_keeps(tmp_path, text) == flake8_keeps(text, line, "LAY001")


def test_flake8_itself_agrees(tmp_path: Path) -> None:
    cases = [*((f"x = 1\n{FAULT}  {comment}\n", 2) for comment in COMMENTS), *PLACES]
    for number, (text, _) in enumerate(cases):
        (tmp_path / f"m{number:02}.py").write_bytes(text.encode())
    by_flake8 = running.flake8_findings(tmp_path, ".")
    assert [item.path for item in by_flake8 if item.code == "LAY001"] == [
        f"m{number:02}.py" for number, (text, line) in enumerate(cases) if flake8_keeps(text, line, "LAY001")
    ]


CODE = st.sampled_from(["LAY001", "LAY101", "LAY", "LAY0", "lay001", "E501", "LAY001x", "x", "W1", "1", "Lay001"])
SPACE = st.sampled_from(["", " ", "  ", "\t", "\x0c", "\u00a0"])
JOINT = st.sampled_from([",", ", ", " ", "  ", ";", "\t", ":", ",,"])
WORD = st.sampled_from(
    ["noqa", "NOQA", "NoQA", "noqa:", "noqa: ", "noqa :", "noqa:  ", "noqa=", "noqa:\t", "flake8: noqa", "flake8: noqa:"]
)


@st.composite
def spelt(draw: st.DrawFn) -> str:
    """A comment that is, or nearly is, a `noqa`."""
    codes = draw(st.lists(CODE, max_size=3))
    joined = "".join(code + draw(JOINT) for code in codes[:-1]) + "".join(codes[-1:])
    reason = draw(st.sampled_from(["", " why", " # more", ": why", "  # noqa: E501"]))
    return draw(st.sampled_from(["#", "##", "# x #", "#:"])) + draw(SPACE) + draw(WORD) + draw(SPACE) + joined + reason


TEMPLATES = st.sampled_from([
    (FAULT + "  {}\n", 1),
    ("x = 1  {}\n" + FAULT + "\n", 2),
    ("{}\n" + FAULT + "\n", 2),
    ("    {}\n" + FAULT + "\n", 2),
    ("def f(\n    a=[],  {}\n): ...\n", 2),
    ("def f(\n    a=[],\n): ...  {}\n", 2),
    ("def f(a=[], b='''\n'''): ...  {}\n", 1),
    ("def f(a=[], \\\n    b=1): ...  {}\n", 1),
    ("x = '{}'\n" + FAULT + "\n", 2),
    ("def f(a=[], b='''\n{}\n'''): ...\n", 1),
])  # fmt: skip


@examples(250)
@example("# noqa: LAY", (FAULT + "  {}\n", 1))
@example("# flake8: noqa: LAY101", ("{}\n" + FAULT + "\n", 2))
@given(comment=spelt(), template=TEMPLATES)
def test_any_spelling(tmp_path: Path, comment: str, template: tuple[str, int]) -> None:
    text, line = template[0].format(comment), template[1]
    assert command_line_keeps(tmp_path, text) == flake8_keeps(text, line, "LAY001")


SERVICE = """\
from sqlalchemy.orm import Session

from app.models import User


class CountService:{class_}
    def __init__(self, db: Session) -> None:
        self.db = db

    {above_decorator}
    @staticmethod
    def other() -> None: ...
{above_def}
    def count(self) -> int:{def_}
{above}
        return (
            self.db.query(User){line}
            .filter(User.id > 1){inside}
            .count()
        ){end}

    def more(self) -> int:
        return self.db.query(User).count()
"""
IGNORE = "# layerlint: ignore[LAY301] because"


@pytest.mark.parametrize(
    ("place", "comment", "kept"),
    [
        ("line", "  " + IGNORE, 1),
        ("inside", "  " + IGNORE, 1),
        ("end", "  " + IGNORE, 1),
        ("above", "        " + IGNORE, 1),
        ("above", "        # layerlint: ignore[service-database-query] because", 1),
        ("line", "  # layerlint: ignore[LAY101, LAY301] because", 1),
        ("line", "  # type: ignore  # layerlint: ignore[LAY301] because", 1),
        ("line", "  #layerlint:ignore[LAY301]", 1),
        ("def_", "  " + IGNORE, 1),
        ("above_def", "    " + IGNORE, 1),
        ("class_", "  " + IGNORE, 0),
        ("line", "  # layerlint: ignore[LAY101] because", 2),
        ("line", "  # layerlint: ignore", 2),
        ("line", "  # layerlint: ignore[]", 2),
        ("above", "        x = 1  " + IGNORE, 2),
        ("above", f'        x = "{IGNORE}"', 2),
        ("above_decorator", IGNORE, 2),
        ("above", "", 2),
    ],
)
def test_ignore_comments(tmp_path: Path, place: str, comment: str, kept: int) -> None:
    places = dict.fromkeys(("class_", "above_decorator", "above_def", "def_", "above", "line", "inside", "end"), "")
    text = SERVICE.format(**{**places, place: comment})
    files.write(tmp_path, {**usual.FILES, "app/count_service.py": text})
    found = running.codes(tmp_path, "--ignore", "LAY9")
    assert found == ["LAY301"] * kept
    assert [code for code in plugin.codes(tmp_path / "app/count_service.py") if not code.startswith("LAY9")] == found


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("def f(  # layerlint: ignore[LAY001]\n    a=[],\n): ...\n", False),
        ("def f(\n    a=[],  # layerlint: ignore[LAY001]\n): ...\n", False),
        ("def f(\n    # layerlint: ignore[LAY001]\n    a=[],\n): ...\n", False),
        ("# layerlint: ignore[LAY001]\ndef f(a=[]): ...\n", False),
        ("@d  # layerlint: ignore[LAY001]\ndef f(a=[]): ...\n", True),
        ("@d\ndef f(a=[]): ...  # layerlint: ignore[LAY001]\n", False),
        ("def f(a=[]):\n    pass  # layerlint: ignore[LAY001]\n", True),
        ("def f(a=[]): ...\n# layerlint: ignore[LAY001]\n", True),
        ("# layerlint: ignore[LAY001]\n\ndef f(a=[]): ...\n", True),
        ("x = 1  # layerlint: ignore[LAY001]\ndef f(a=[]): ...\n", True),
        ("class A:  # layerlint: ignore[LAY001]\n    class B:\n        def f(self, a=[]): ...\n", False),
        ("def g():  # layerlint: ignore[LAY001]\n    return lambda a=[]: a\n", False),
        ("x = [  # layerlint: ignore[LAY001]\n    1,\n    lambda a=[]: a,\n]\n", False),
        ("x = '''\n# layerlint: ignore[LAY001]'''; y = lambda a=[]: a\n", True),
        ("if x:\n    # layerlint: ignore[LAY001]\n    y = lambda a=[]: a\n", False),
        ("if x:  # layerlint: ignore[LAY001]\n    y = lambda a=[]: a\n", True),
        ("with x:  # layerlint: ignore[LAY001]\n    for a in b:\n        y = lambda a=[]: a\n", True),
    ],
)
def test_ignore_places(tmp_path: Path, text: str, is_kept: bool) -> None:
    (tmp_path / "a.py").write_text(text)
    found = running.codes(tmp_path, "--ignore", "LAY9")
    assert found == ["LAY001"] * is_kept
    assert plugin.codes(tmp_path / "a.py") == found


def test_internal_errors_and_unreadable_files_are_told_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("# flake8: noqa\n# layerlint: ignore[LAY903]\ndef f(:  # noqa\n")
    assert running.codes(tmp_path) == ["LAY903"]


def told(folder: Path, text: str, *arguments: str) -> list[tuple[str, int, int, str]]:
    """The findings about comments in a module: code, line, column, and what the message names first."""
    (folder / "a.py").write_text(text)
    return [
        (item["code"], item["line"], item["column"], item["message"].split("`")[1])
        for item in running.diagnostics(folder, *arguments)
        if item["code"] in ("LAY901", "LAY902")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(a=()): ...  # noqa: LAY001\n", [("LAY901", 1, 27, "LAY001")]),
        ("def f(a=()): ...  # noqa: E501, LAY001 why\n", [("LAY901", 1, 33, "LAY001")]),
        ("def f(a=[]): ...  # noqa: LAY001, LAY101\n", [("LAY901", 1, 35, "LAY101")]),
        ("def f(a=[]): ...  # noqa: LAY0\n", []),
        ("def f(a=()): ...  # noqa: LAY1\n", []),
        ("def f(a=()): ...  # noqa\n", []),
        ("def f(a=()): ...  # noqa: E501\n", []),
        ("x = 'é'; f = lambda a=(): ...  # noqa: LAY001\n", [("LAY901", 1, 40, "LAY001")]),
        ("x = '# noqa: LAY001'\n", []),
        ("# flake8: noqa\ndef f(a=()): ...  # noqa: LAY001\n", []),
        ("def f(a=()): ...  # layerlint: ignore[LAY001] why\n", [("LAY901", 1, 39, "LAY001")]),
        ("def f(a=()): ...  # layerlint: ignore[mutable-default]\n", [("LAY901", 1, 39, "mutable-default")]),
        ("def f(a=[]): ...  # layerlint: ignore[LAY001, LAY104] why\n", [("LAY901", 1, 47, "LAY104")]),
        ("def f(a=[]): ...  # layerlint: ignore[LAY001]  # noqa: LAY001\n", []),
        ("class A:  # layerlint: ignore[LAY001]\n    def f(self, a=[]): ...\n", []),
        ("# layerlint: ignore-file[LAY001] why\n\ndef f(a=[]): ...\ndef g(a=[]): ...\n", []),
        ("# layerlint: ignore-file[LAY001]\n", [("LAY901", 1, 26, "LAY001")]),
        ("x = '''\n'''; f = lambda a=[]: ...  # noqa: LAY001\n", []),
        ("x = 1  # noqa: LAY901\n", []),
        ("def f(a=()): ...  # noqa: LAY001, LAY901\n", []),
        ("def f(a=[]): ...  # layerlint: ignore[LAY0001]\n", [("LAY902", 1, 39, "LAY0001")]),
        ("x = 1  # noqa: LAY777\n", [("LAY902", 1, 16, "LAY777")]),
        ("x = 1  # layerlint: ignore[mutable-defaults]\n", [("LAY902", 1, 28, "mutable-defaults")]),
        ("x = 1  # layerlint: ignore\n", [("LAY902", 1, 21, "ignore")]),
        ("x = 1  # layerlint: ignore[]\n", [("LAY902", 1, 21, "ignore")]),
        ("x = 1  # layerlint: ingore[LAY001]\n", [("LAY902", 1, 21, "ingore")]),
        ("# layerlint: layer=servise\n", [("LAY902", 1, 20, "servise")]),
        ("# layerlint: layer=service\n", []),
        ("# layerlint: is a linter\n", []),
        ('"""# layerlint: layer=servise, # noqa: LAY777"""\n', []),
    ],
)
def test_faults_of_comments(tmp_path: Path, text: str, expected: list[tuple[str, int, int, str]]) -> None:
    assert told(tmp_path, text) == expected
    assert [code for code in plugin.codes(tmp_path / "a.py") if code.startswith("LAY90")] == [
        code for code, *_ in expected if code != "LAY901"
    ]


UNUSED = "def f(a=()): ...  # noqa: LAY001\n"


@pytest.mark.parametrize(
    "arguments", [("--select", "LAY101,LAY901"), ("--ignore", "LAY001"), ("--ignore", "LAY901"), ("--ignore", "mutable-default")]
)
def test_a_rule_that_did_not_look_is_not_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert told(tmp_path, UNUSED) == [("LAY901", 1, 27, "LAY001")]
    assert told(tmp_path, UNUSED, *arguments) == []


def test_in_tests_only_what_looks_at_tests_is_told(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_a.py").write_text("def test_a(a=()): ...  # noqa: LAY001, LAY101\n")
    assert [item["message"] for item in running.diagnostics(tmp_path)] == ["comment suppresses `LAY001`, which finds nothing there"]


def test_a_finding_of_low_confidence_counts_as_suppressed(tmp_path: Path) -> None:
    text = SERVICE.format(
        **{**dict.fromkeys(("class_", "above_decorator", "above_def", "def_", "above", "inside", "end"), ""), "line": "  " + IGNORE}
    ).replace("db: Session", "db_session").replace("self.db = db", "self.db = db_session")
    files.write(tmp_path, {**usual.FILES, "app/count_service.py": text})
    assert {item["confidence"] for item in running.diagnostics(tmp_path, "--select", "LAY301")} == {"likely"}
    assert running.diagnostics(tmp_path, "--min-confidence", "certain") == []


def test_per_file_ignores(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FAULT)
    (tmp_path / "b.py").write_text(FAULT + "  # noqa: LAY001\n")
    (tmp_path / "layerlint.toml").write_text('per-file-ignores = { "a.py" = ["LAY001"] }\n')
    assert running.codes(tmp_path) == []
