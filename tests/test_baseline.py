"""The baseline: what is known is left alone by every front end, what is new is told, however the lines move."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerlint.engine.baseline import NAME
from tests.support import files, rewriting, running
from tests.support.effort import examples

FAULTS = "def f(a=[], b={}): ...\n\n\ndef g(a=[]): ...\n"
EXAMPLE = Path(__file__).parents[1] / "examples" / "tangled_fastapi"


def baselined(folder: Path, modules: Mapping[str, str]) -> Path:
    files.write(folder, modules)
    assert running.run(folder, "baseline").status == 0
    return folder


def test_what_is_known_is_left_alone_in_every_front_end(tmp_path: Path) -> None:
    baselined(tmp_path, {"a.py": FAULTS})
    assert running.codes(tmp_path) == []
    assert running.flake8_findings(tmp_path, ".") == []
    assert running.codes(tmp_path, "--no-baseline") == ["LAY001"] * 3
    assert running.codes(tmp_path, "--isolated") == ["LAY001"] * 3


def test_the_file_is_sorted_and_holds_no_lines(tmp_path: Path) -> None:
    baselined(tmp_path, {"b.py": "def f(a=[]): ...\n", "a.py": FAULTS + "\n\nx = [lambda a=[]: a, lambda a=[]: a]\n"})
    text = (tmp_path / NAME).read_text()
    found = json.loads(text)["findings"]
    assert [(item["path"], item["symbol"], item.get("count", 1)) for item in found] == [
        ("a.py", "", 2),
        ("a.py", "f", 1),
        ("a.py", "f", 1),
        ("a.py", "g", 1),
        ("b.py", "f", 1),
    ]
    assert "line" not in text
    running.run(tmp_path, "baseline")
    assert (tmp_path / NAME).read_text() == text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.py", "b.py", NAME]


def test_new_ones_are_told(tmp_path: Path) -> None:
    baselined(tmp_path, {"a.py": FAULTS})
    (tmp_path / "a.py").write_text("x = 1\n\n" + FAULTS + "\n\ndef h(a=[]): ...\n")
    assert [(item.line, item.code) for item in running.findings(tmp_path)] == [(9, "LAY001")]
    assert running.flake8_findings(tmp_path, ".") == running.findings(tmp_path)
    (tmp_path / "a.py").write_text(FAULTS.replace("def g(a=[])", "def g(b=[])"))
    assert [item.line for item in running.findings(tmp_path)] == [4]


def test_one_more_of_equal_ones_is_told(tmp_path: Path) -> None:
    baselined(tmp_path, {"a.py": "x = [lambda a=[]: a]\n"})
    (tmp_path / "a.py").write_text("x = [lambda a=[]: a,\n     lambda a=[]: a]\n")
    assert [item.line for item in running.findings(tmp_path)] == [2]
    (tmp_path / "a.py").write_text("x = [lambda a=[]: a,  # noqa: LAY001\n     lambda a=[]: a]\n")
    assert running.findings(tmp_path) == running.flake8_findings(tmp_path, ".") == []


def test_its_size_and_what_is_solved_are_told(tmp_path: Path) -> None:
    baselined(tmp_path, {"a.py": FAULTS, "b.py": FAULTS})
    result = running.run(tmp_path, "check")
    assert result.err.startswith("no findings in 2 files, 6 more in the baseline")
    assert running.run(tmp_path, "check", "--output-format", "json").json["summary"]["known"] == 6
    (tmp_path / "b.py").write_text("def f(a=[]): ...\n")
    told = running.run(tmp_path, "check").err.splitlines()
    assert told[-1].startswith("no findings in 2 files, 4 more in the baseline")
    assert [line for line in told if "solved" in line] == [
        f"layerlint: {NAME}: 2 solved: `layerlint baseline --update` takes them out"
    ]
    for arguments in (["a.py"], ["--select", "LAY1"], ["--no-baseline"]):
        assert "solved" not in running.run(tmp_path, "check", *arguments).err


def test_update_only_shrinks(tmp_path: Path) -> None:
    baselined(tmp_path, {"a.py": FAULTS})
    (tmp_path / "a.py").write_text("def f(a=[], b=()): ...\n\n\ndef h(a=[]): ...\n")
    result = running.run(tmp_path, "baseline", "--update")
    assert "1 findings, 2 solved" in result.err
    assert [item.line for item in running.findings(tmp_path)] == [4]
    before = (tmp_path / NAME).read_bytes()
    running.run(tmp_path, "check")
    assert (tmp_path / NAME).read_bytes() == before


def test_beside_the_configuration_and_relative_to_it(tmp_path: Path) -> None:
    modules = {"pyproject.toml": "[project]\n", "back/layerlint.toml": "ignore = []\n", "back/app/a.py": FAULTS, "tool.py": FAULTS}
    baselined(tmp_path, modules)
    assert json.loads((tmp_path / "back" / NAME).read_text())["findings"][0]["path"] == "app/a.py"
    assert json.loads((tmp_path / NAME).read_text())["findings"][0]["path"] == "tool.py"
    for folder in (tmp_path, tmp_path / "back", tmp_path / "back/app"):
        assert running.codes(folder) == []


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": 1}', '{"version": 1, "findings": [3]}', '{"version": 1, "findings": [{"path": "a"}]}', "\0"],
)
def test_a_damaged_one_is_told(tmp_path: Path, text: str) -> None:
    files.write(tmp_path, {"a.py": FAULTS, NAME: text})
    result = running.run(tmp_path, "check")
    assert (result.status, result.out) == (2, "")
    assert "is no baseline: write it anew with `layerlint baseline`" in result.err
    assert running.codes(tmp_path, "--no-baseline") == ["LAY001"] * 3


def test_a_later_version_is_told(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": FAULTS, NAME: '{"version": 2, "findings": []}'})
    assert "version 2 is not known, 1 is" in running.run(tmp_path, "check").err


MODULES = {path.relative_to(EXAMPLE).as_posix(): path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.rglob("*.py"))}
OWN = [key for key, text in MODULES.items() if text.strip()]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return baselined(tmp_path_factory.mktemp("known"), {**MODULES, "layerlint.toml": 'profile = "strict"\n'})


@examples(25)
@given(data=st.data())
def test_lines_and_comments_make_nothing_new_and_a_planted_fault_does(known: Path, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(OWN))
    text = MODULES[key]
    added = data.draw(st.dictionaries(st.sampled_from(rewriting.line_ends(text)), st.just(["", "# a comment"]), max_size=5))
    moved, _ = rewriting.with_lines(text, added)
    try:
        (known / key).write_text(moved)
        assert running.codes(known) == []
        (known / key).write_text(moved.rstrip("\n") + "\n\n\ndef planted(a=[]): ...\n")
        assert running.codes(known) == ["LAY001"]
    finally:
        (known / key).write_text(text)


HANDLERS = 'ITEM = ["x"]\n\n\ndef first(a=[]): ...\n\n\nclass Second:\n    def third(self, a={}): ...\n'


@pytest.mark.parametrize(
    ("old", "new"), [("app/users.py", "app/people/users.py"), ("app/users.py", "app/people.py"), ("a.py", "b/c.py")]
)
def test_a_moved_file_brings_nothing_new(tmp_path: Path, old: str, new: str) -> None:
    baselined(tmp_path, {old: HANDLERS, "other.py": "def first(a=()): ...\n"})
    (tmp_path / new).parent.mkdir(exist_ok=True)
    (tmp_path / old).rename(tmp_path / new)
    assert running.findings(tmp_path) == running.flake8_findings(tmp_path, ".") == []
    (tmp_path / new).write_text(HANDLERS + "\n\ndef fourth(a=[]): ...\n")
    assert [(item.path, item.line) for item in running.findings(tmp_path)] == [(new, 11)]
    assert "2 findings, 0 solved" in running.run(tmp_path, "baseline", "--update").err
    assert {item["path"] for item in json.loads((tmp_path / NAME).read_text())["findings"]} == {new}


def test_a_copy_of_a_file_is_new(tmp_path: Path) -> None:
    baselined(tmp_path, {"a.py": HANDLERS})
    (tmp_path / "b.py").write_text(HANDLERS)
    assert running.codes(tmp_path) == ["LAY001"] * 2
    (tmp_path / "a.py").rename(tmp_path / "c.py")
    assert running.codes(tmp_path) == ["LAY001"] * 4, "which of the two was moved, nobody knows"


def test_a_file_in_the_place_of_a_removed_one_is_new(tmp_path: Path) -> None:
    baselined(tmp_path, {"a.py": HANDLERS})
    (tmp_path / "a.py").unlink()
    (tmp_path / "b.py").write_text("def first(a=[]): ...\n")
    assert running.codes(tmp_path) == ["LAY001"]


@pytest.mark.parametrize("variable", ["CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION"])
@pytest.mark.parametrize("update", [(), ("--update",)])
def test_nothing_is_written_in_ci_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, update: tuple[str, ...]
) -> None:
    files.write(tmp_path, {"a.py": FAULTS})
    monkeypatch.setenv(variable, "true")
    result = running.run(tmp_path, "baseline", *update)
    assert (result.status, result.out) == (2, "")
    assert f"{variable} says that this is CI" in result.err
    assert not (tmp_path / NAME).exists()
    assert running.run(tmp_path, "baseline", "--force", *update).status == 0
    assert (tmp_path / NAME).exists()


def test_a_swap_of_one_fault_for_another_is_seen(tmp_path: Path) -> None:
    baselined(tmp_path, {"a.py": "def f(a=[]): ...\n"})
    (tmp_path / "a.py").write_text("def f(a={}): ...\n")
    assert running.codes(tmp_path) == ["LAY001"]


def test_branches_merge(tmp_path: Path) -> None:
    many = {f"m{number}.py": "def f(a=[]): ...\n" for number in range(9)}
    baselined(tmp_path, many)
    common = (tmp_path / NAME).read_text()
    (tmp_path / "m2.py").write_text("")
    running.run(tmp_path, "baseline", "--update")
    ours = (tmp_path / NAME).read_text()
    (tmp_path / "m2.py").write_text(many["m2.py"])
    (tmp_path / "m7.py").write_text("")
    (tmp_path / NAME).write_text(common)
    running.run(tmp_path, "baseline", "--update")
    theirs = (tmp_path / NAME).read_text()
    for name, text in (("common", common), ("ours", ours), ("theirs", theirs)):
        (tmp_path / name).write_text(text)
    if shutil.which("git") is None:
        pytest.skip("git is missing")
    merged = subprocess.run(["git", "merge-file", "-p", "ours", "common", "theirs"], cwd=tmp_path, capture_output=True, check=False)
    assert merged.returncode == 0
    assert [item["path"] for item in json.loads(merged.stdout)["findings"]] == [f"m{number}.py" for number in (0, 1, 3, 4, 5, 6, 8)]


def test_of_some_files_leaves_the_others_entries(tmp_path: Path) -> None:
    baselined(tmp_path, {"a.py": FAULTS, "b.py": FAULTS, "c/d.py": FAULTS})
    before = (tmp_path / NAME).read_bytes()
    running.run(tmp_path, "baseline", "a.py")
    running.run(tmp_path, "baseline", "--update", "c")
    assert (tmp_path / NAME).read_bytes() == before
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("")
    assert "6 findings, 3 solved" in running.run(tmp_path, "baseline", "--update", "a.py").err
    (tmp_path / "b.py").write_text(FAULTS)
    assert running.codes(tmp_path) == []


def test_a_damaged_one_is_written_anew(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": FAULTS, NAME: "<<<<<<< ours\n"})
    assert running.run(tmp_path, "baseline", "--update").status == 2
    assert running.run(tmp_path, "baseline").status == 0
    assert running.codes(tmp_path) == []
