"""`layerlint facts` and `check --facts`: a package is checked with what another's facts file holds, as with its sources."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support import files
from tests.support.running import Result, findings, run

EXAMPLE = Path(__file__).parents[1] / "examples" / "sharded_packages"
ALL = ("--profile", "strict", "--min-confidence", "possible")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "workspace"))


@pytest.fixture
def facts(workspace: Path) -> Path:
    return written(workspace)


def written(workspace: Path, package: str = "library") -> Path:
    file = workspace.parent / f"{package}.facts.json"
    result = run(workspace, "facts", package, "--output-file", str(file))
    assert (result.status, result.out) == (0, "")
    assert result.err.startswith(f"layerlint: {file}: facts of ")
    return file


def report(folder: Path, *arguments: str) -> Result:
    return run(folder, "check", "web", *ALL, *arguments)


def assert_one_line(result: Result, *texts: str) -> None:
    assert (result.status, result.out) == (2, "")
    (line,) = result.err.splitlines()
    assert line.startswith("layerlint: ")
    for text in texts:
        assert text in line


def test_the_sources_are_gone_and_nothing_is_missed(workspace: Path, facts: Path) -> None:
    expected = report(workspace)
    assert "library/database.py" in expected.out
    shutil.move(workspace / "library", workspace.parent / "away")
    assert report(workspace, "--facts", str(facts)) == expected
    assert "LAY101" not in report(workspace, "--no-cache").out


def test_the_example_says_what_is_found(workspace: Path) -> None:
    marked = files.marked(EXAMPLE)
    assert {item.path.partition("/")[0] for item in marked} == {"web"}
    assert findings(EXAMPLE) == marked


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_cant_be_read_is_as_unknown(workspace: Path, workers: str) -> None:
    (workspace / "library/database.py").write_bytes(b"Base = Database = '\xff'\n")
    (workspace / "library/models.py").write_text("class Book(:\n")
    expected, facts = report(workspace), written(workspace)
    shutil.move(workspace / "library", workspace.parent / "away")
    assert report(workspace, "--facts", str(facts), "--workers", workers) == expected


def test_facts_stand_for_sources_that_are_there(workspace: Path, facts: Path) -> None:
    expected = report(workspace)
    (workspace / "library/database.py").write_text("Database = int\n")
    assert report(workspace, "--facts", str(facts)) == expected
    assert report(workspace) != expected


def test_the_same_bytes_wherever_they_are_made(workspace: Path, facts: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(workspace, tmp_path / "elsewhere/in/depth"))
    assert written(copy).read_bytes() == facts.read_bytes()
    assert run(copy, "facts", "library").out.encode() == facts.read_bytes()
    assert str(tmp_path) not in facts.read_text()


@pytest.mark.parametrize("is_repository", [False, True])
def test_a_library_with_a_project_file_and_a_source_root(workspace: Path, is_repository: bool) -> None:
    if is_repository:
        (workspace / ".git").mkdir()
    (workspace / "lib/src").mkdir(parents=True)
    shutil.move(workspace / "library", workspace / "lib/src/library")
    (workspace / "lib/pyproject.toml").write_text('[project]\nname = "library"\n')
    expected = report(workspace)
    assert "LAY101" in expected.out
    facts = written(workspace, "lib")
    shutil.rmtree(workspace / "lib")
    assert report(workspace, "--facts", str(facts)) == expected


def test_facts_of_several(workspace: Path) -> None:
    shutil.copytree(workspace / "library", workspace / "other")
    expected, parts = report(workspace), [written(workspace, package) for package in ("library", "other", "library")]
    for package in ("library", "other"):
        shutil.rmtree(workspace / package)
    assert report(workspace, *(word for part in parts for word in ("--facts", str(part)))) == expected


def test_facts_that_contradict_each_other(workspace: Path, facts: Path, tmp_path: Path) -> None:
    first = shutil.copy(facts, tmp_path / "first.json")
    (workspace / "library/models.py").write_text("class Book: pass\n")
    second = written(workspace)
    assert_one_line(report(workspace, "--facts", str(first), "--facts", str(second)), "first.json", "library/models.py")


def test_what_is_checked_has_no_facts(workspace: Path, facts: Path) -> None:
    assert_one_line(run(workspace, "check", ".", "--facts", str(facts)), "library/__init__.py is to be checked")


def test_a_configuration_of_its_own_is_refused(workspace: Path) -> None:
    (workspace / "library/layerlint.toml").write_text('profile = "strict"\n')
    assert_one_line(run(workspace, "facts", "library"), "layerlint.toml", "would lack")


@pytest.mark.parametrize("arguments", [["--fix"], ["--diff"], ["--changed-since", "HEAD"]])
def test_what_needs_sources_is_refused(workspace: Path, facts: Path, arguments: list[str]) -> None:
    assert_one_line(run(workspace, "check", "web", "--facts", str(facts), *arguments), "--facts goes with neither")


def damaged(document: dict[str, Any], *path: str, value: object) -> bytes:
    inner = document
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return json.dumps(document).encode()


MODELS = ("modules", "library/models.py")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda _: b"", "no JSON"),
        (lambda _: b"\x80\x04N.", "no JSON"),
        (lambda _: b"[" * 100_000, "no JSON"),
        (lambda _: b"[]", "doesn't say"),
        (lambda it: damaged(it, "kind", value="facts"), "doesn't say"),
        (lambda it: damaged(it, "version", value=2), "version 2"),
        (lambda it: damaged(it, "modules", value=[]), "modules is no object"),
        (lambda it: damaged(it, *MODELS, value="x"), "is no object"),
        (lambda it: damaged(it, *MODELS, "text", value=7), "has a int where a str belongs"),
        (lambda it: damaged(it, *MODELS, "text", value="x = 1\n"), "another than the one that was written"),
        (lambda it: damaged(it, "modules", "../models.py", value={}), "no module's path"),
        (lambda it: damaged(it, "modules", "/models.py", value={}), "no module's path"),
        (lambda it: damaged(it, "modules", "C:/models.py", value={}), "no module's path"),
        (lambda it: damaged(it, "modules", "models.txt", value={}), "no module's path"),
        (lambda it: damaged(it, *MODELS, value={"unreadable": "so", "line": "1"}), "has a str where a int belongs"),
        (lambda it: damaged(it, "projects", value={"library": ".."}), "no folder's path"),
    ],
)
def test_anything_else_is_one_line(workspace: Path, facts: Path, change: Any, text: str) -> None:
    facts.write_bytes(change(json.loads(facts.read_bytes())))
    assert_one_line(report(workspace, "--facts", str(facts)), "library.facts.json", text)


def test_no_such_file(workspace: Path) -> None:
    assert_one_line(report(workspace, "--facts", "nothing.json"), "nothing.json", "can't be read")
