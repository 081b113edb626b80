"""Every format tells the same findings, is valid by its schema, and holds to what its readers ask for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.support import files, formats
from tests.support.running import run

from layerlint.cli.outputs import FORMATS

EXAMPLES = Path(__file__).parents[2] / "examples"
TANGLED = ["tangled_fastapi", "tangled_django", "tangled_flask"]
MUTABLE = "def f(a=[]): ...\n"


def uncolumned(item: formats.Told) -> tuple[str, int, str, str]:
    return (item.path, item.line, item.code, item.message)


def report(folder: Path, name: str, *arguments: str) -> str:
    result = run(folder, "check", "--output-format", name, *arguments)
    assert result.status in (0, 1), result.err
    return result.out


def test_every_format_is_read_back_here() -> None:
    assert list(formats.READERS) == list(FORMATS)


@pytest.fixture(scope="module", params=TANGLED)
def tangled(request: pytest.FixtureRequest) -> tuple[Path, list[formats.Told]]:
    folder = EXAMPLES / request.param
    return folder, formats.READERS["json"](report(folder, "json", "--profile", "strict"))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_every_finding(tangled: tuple[Path, list[formats.Told]], name: str) -> None:
    folder, expected = tangled
    assert len(expected) > 20
    found = formats.READERS[name](report(folder, name, "--profile", "strict"))
    assert {item for item in found if item.column is not None} <= {*expected}
    assert sorted(map(uncolumned, found)) == sorted(map(uncolumned, expected))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found_is_a_valid_report_too(tmp_path: Path, name: str) -> None:
    files.write(tmp_path, {"a.py": "A = 1\n"})
    assert formats.READERS[name](report(tmp_path, name)) == []


def test_concise_is_one_line_a_finding(tmp_path: Path) -> None:
    files.write(tmp_path, {"app/a.py": MUTABLE})
    assert report(tmp_path, "concise") == "app/a.py:1:9: LAY001 default of `a` of `f` is a list, shared by all calls\n"


def test_marks_stand_below_wide_and_combining_signs(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": 'def f(a="日本e\u0301", b=[]): ...\n'})
    _, source, marks = report(tmp_path, "text").splitlines()[:3]
    # Two signs of two columns each, and one of none.
    assert marks.index("^") == source.index("[") + 2 - 1
    assert marks.count("^") == 2


def test_grouped_has_a_block_a_file(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": MUTABLE + "\n" * 9 + MUTABLE, "b.py": MUTABLE})
    assert report(tmp_path, "grouped") == (
        "a.py:\n"
        "  1:9   LAY001  default of `a` of `f` is a list, shared by all calls\n"
        "  11:9  LAY001  default of `a` of `f` is a list, shared by all calls\n"
        "\n"
        "b.py:\n"
        "  1:9  LAY001  default of `a` of `f` is a list, shared by all calls\n"
    )


def test_json_lines_are_the_findings_of_json() -> None:
    folder = EXAMPLES / "tangled_flask"
    lines = report(folder, "json-lines").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(report(folder, "json"))["diagnostics"]


def test_junit_has_a_suite_a_file_and_passes_when_nothing_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    files.write(tmp_path, {"app/a.py": "class A:\n    def f(self, a=[], b=[]): ...\n", "b.py": "def (:\n"})
    text = report(tmp_path, "junit")
    suites = re.findall(r'<testsuite .*name="(.+?)".* tests="(\d)" failures="(\d)" errors="(\d)" timestamp="(.+?)"', text)
    assert suites == [("app/a.py", "2", "2", "0", "1970-01-01T00:00:00"), ("b.py", "1", "0", "1", "1970-01-01T00:00:00")]
    assert re.findall(r'<testcase name="(.+?)" classname="(.+?)"', text) == [
        ("LAY001 mutable-default in A.f", "app.a"),
        ("LAY001 mutable-default in A.f (2)", "app.a"),
        ("LAY903 unreadable-file", "b"),
    ]
    files.write(tmp_path, {"app/a.py": "", "b.py": ""})
    passed = report(tmp_path, "junit")
    assert 'tests="1" failures="0" errors="0"' in passed
    assert '<testcase name="no findings" classname="layerlint" time="0" />' in passed


def test_junit_has_what_ants_schema_asks_for(tangled: tuple[Path, list[formats.Told]]) -> None:
    suites = ElementTree.fromstring(report(tangled[0], "junit"))
    assert suites.attrib == {}
    for number, suite in enumerate(suites):
        wanted = {"id", "name", "package", "tests", "failures", "errors", "timestamp", "hostname", "time"}
        assert suite.attrib.keys() == wanted
        assert int(suite.attrib["id"]) == number
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.attrib["timestamp"])
        first, *cases, last_but_one, last = [child.tag for child in suite]
        assert (first, last_but_one, last) == ("properties", "system-out", "system-err")
        assert {*cases} == {"testcase"}
        for case in suite.iter("testcase"):
            assert case.attrib.keys() == {"name", "classname", "time"}
            (failure,) = case
            assert failure.attrib.keys() == {"type", "message"}


def test_rdjson_counts_columns_in_bytes(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": 'def f(a="äöü€𝄞", b=[]): ...\n'})
    (item,) = json.loads(report(tmp_path, "rdjson"))["diagnostics"]
    line = (tmp_path / "a.py").read_bytes()
    found = item["location"]["range"]
    assert line[found["start"]["column"] - 1 : found["end"]["column"] - 1] == b"[]"


def test_gitlab_shows_the_code_in_the_description(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": MUTABLE})
    (item,) = json.loads(report(tmp_path, "gitlab"))
    assert item["description"] == "LAY001 default of `a` of `f` is a list, shared by all calls"
    assert (item["check_name"], item["severity"], item["location"]) == (
        "LAY001",
        "major",
        {"path": "a.py", "lines": {"begin": 1, "end": 1}},
    )


def test_less_sure_findings_are_less_grave(tmp_path: Path) -> None:
    router = "from .shared import router\nfrom app.models import User\n\n\n@router.delete('/users')\ndef clear(db):\n"
    models = (
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\n"
        "class User(Base):\n    __tablename__ = 'users'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
    )
    files.write(tmp_path, {"app/users.py": router + "    db.query(User).delete()\n", "app/models.py": models})
    assert [item["confidence"] for item in json.loads(report(tmp_path, "json", "--select", "LAY101"))["diagnostics"]] == ["likely"]
    assert report(tmp_path, "github", "--select", "LAY101").startswith("::warning ")
    assert json.loads(report(tmp_path, "gitlab", "--select", "LAY101"))[0]["severity"] == "minor"
    assert json.loads(report(tmp_path, "rdjson", "--select", "LAY101"))["diagnostics"][0]["severity"] == "WARNING"
    assert json.loads(report(tmp_path, "sarif", "--select", "LAY101"))["runs"][0]["results"][0]["level"] == "warning"


def test_markdown_counts_and_lists(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": MUTABLE, "b.py": MUTABLE + "def (:\n"})
    assert report(tmp_path, "markdown") == (
        "## layerlint: 2 findings in 2 files, 1 unreadable, 1 without a layer\n"
        "\n"
        "| rule | name | findings |\n"
        "|---|---|--:|\n"
        "| LAY001 | mutable-default | 1 |\n"
        "| LAY903 | unreadable-file | 1 |\n"
        "\n"
        "### `a.py`\n"
        "\n"
        "- line 1: LAY001 default of `a` of `f` is a list, shared by all calls\n"
        "\n"
        "### `b.py`\n"
        "\n"
        "- line 2: LAY903 can't be read: invalid syntax\n"
    )


def test_markdown_stays_below_the_limits_of_job_pages(tmp_path: Path) -> None:
    files.write(tmp_path, {f"{'a_long_folder_name' * 5}/{number}.py": MUTABLE * 30 for number in range(100)})
    text = report(tmp_path, "markdown")
    assert text.count("\n- line ") == 200
    assert "| LAY001 | mutable-default | 3000 |" in text
    assert text.endswith("\nand 2800 more: `layerlint check` prints them all\n")
    assert len(text.encode()) < 2**20


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        (
            {"GITHUB_SERVER_URL": "https://git.example", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "c0ffee"},
            "https://git.example/o/r/blob/c0ffee/app/a%20b.py#L1",
        ),
        (
            {"CI_PROJECT_URL": "https://git.example/g/r", "CI_COMMIT_SHA": "c0ffee"},
            "https://git.example/g/r/-/blob/c0ffee/app/a%20b.py#L1",
        ),
    ],
)
def test_markdown_leads_to_the_lines_of_the_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], address: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path))
    files.write(tmp_path, {"app/a b.py": MUTABLE})
    for folder in (tmp_path, tmp_path / "app"):
        text = report(folder, "markdown")
        assert f"- [line 1](<{address}>): LAY001 " in text
        assert [(item.line, item.code) for item in formats.READERS["markdown"](text)] == [(1, "LAY001")]


def test_markdown_leads_to_the_rules_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAYERLINT_DOCS", "https://docs.example")
    files.write(tmp_path, {"a.py": MUTABLE})
    assert report(tmp_path, "markdown").count("[LAY001](<https://docs.example/rules/mutable-default.md>)") == 2
