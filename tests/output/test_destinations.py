"""Where output goes: several formats at once, each to a file or to standard output."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from tests.support import files, formats, running
from tests.support.running import run

MUTABLE = "def f(a=[]): ...\n"
SUMMARY = "1 finding in 1 file, 1 without a layer\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return files.write(tmp_path, {"a.py": MUTABLE})


def told(path: Path, name: str) -> list[str]:
    return [item.code for item in formats.READERS[name](path.read_text(encoding="utf-8"))]


def test_text_on_the_terminal_and_sarif_in_a_file(project: Path) -> None:
    result = run(project, "check", "--output-format", "text", "--output-format", "sarif", "--output-file", "x.sarif")
    assert result.status == 1
    assert result.out.startswith("a.py:1:9: LAY001 ")
    assert result.err == SUMMARY
    assert told(project / "x.sarif", "sarif") == ["LAY001"]


def test_a_file_takes_the_format_before_it(project: Path) -> None:
    arguments = "--output-format junit --output-file j.xml --output-format github --output-format gitlab --output-file g.json"
    result = run(project, "check", *arguments.split())
    assert result.out.startswith("::error ")
    assert result.err == ""
    assert told(project / "j.xml", "junit") == told(project / "g.json", "gitlab") == ["LAY001"]


def test_files_alone_leave_standard_output_empty(project: Path) -> None:
    result = run(project, "check", "--output-format", "sarif", "--output-file", "x.sarif")
    assert (result.out, result.err) == ("", SUMMARY)


@pytest.mark.parametrize("arguments", [["--output-file=x"], ["--output-file", "x", "--output-format", "text"]])
def test_one_file_and_at_most_one_format_in_any_order(project: Path, arguments: list[str]) -> None:
    assert run(project, "check", *arguments).out == ""
    assert (project / "x").read_text().startswith("a.py:1:9: LAY001 ")


def test_a_minus_is_standard_output(project: Path) -> None:
    result = run(project, "check", "--output-format", "json", "--output-file", "-", "--output-format=text", "--output-file=x")
    assert result.json["summary"]["reported"] == 1
    assert told(project / "x", "text") == ["LAY001"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--output-format", "text", "--output-format", "json"], "text and json would both go to standard output"),
        (["--output-format=json", "--output-file=x", "--output-file=y"], "--output-file y has no --output-format before it"),
        (["--output-file=x", "--output-format=json", "--output-format=sarif"], "--output-file x has no --output-format before it"),
        (["--output-format=json", "--output-file=x", "--output-format=sarif", "--output-file=x"], "--output-file x is named twice"),
        (["--output-format", "sarrif"], "'sarrif' is not one of"),
        (["--output-format"], "requires an argument"),
        (["--output-format=json", "--statistics"], "--statistics is text: give json an --output-file"),
        (["--output-format=json", "--output-file=nowhere/x"], "nowhere/x can't be written: there is no folder nowhere"),
        (["--output-format=json", "--output-file=."], ". can't be written: is a folder"),
    ],
)
def test_wrong_combinations_are_told_in_one_line(project: Path, arguments: list[str], message: str) -> None:
    result = run(project, "check", *arguments)
    assert (result.status, result.out) == (2, "")
    (line,) = result.err.splitlines()
    assert message in line


def test_nothing_is_fixed_when_the_report_has_no_place(project: Path) -> None:
    assert run(project, "check", "--fix", "--output-file", "nowhere/x").status == 2
    assert (project / "a.py").read_text() == MUTABLE


def test_statistics_with_a_report_in_a_file(project: Path) -> None:
    result = run(project, "check", "--statistics", "--output-format", "json", "--output-file", "x.json")
    assert result.out.split() == ["1", "LAY001", "mutable-default"]
    assert told(project / "x.json", "json") == ["LAY001"]


def test_files_are_put_in_place_whole(project: Path) -> None:
    target = project / "reports" / "real.json"
    target.parent.mkdir()
    target.write_text("before")
    target.chmod(0o600)
    (project / "link.json").symlink_to(target)
    run(project, "check", "--output-format", "json", "--output-file", "link.json")
    assert (project / "link.json").is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert json.loads(target.read_text())["summary"]["reported"] == 1
    assert sorted(path.name for path in target.parent.iterdir()) == ["real.json"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_devices_and_pipes_are_written_to_and_stay(project: Path) -> None:
    pipe = project / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run(project, "check", "--output-format", "concise", "--output-file", "pipe").status == 1
        assert os.read(reader, 10_000).startswith(b"a.py:1:9: LAY001 ")
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert run(project, "check", "--output-format", "json", "--output-file", os.devnull).status == 1
    assert not Path(os.devnull).is_file()


def test_programs_get_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    files.write(tmp_path, {"ä.py": "def f(ü=[]): ...\n"})
    for name in ("json", "sarif", "junit"):
        result = running.spawn(tmp_path, "layerlint", "check", "--output-format", name, PYTHONIOENCODING="ascii")
        assert [item.path for item in formats.READERS[name](result.out)] == ["ä.py"]


def test_people_get_what_their_terminal_can_show(tmp_path: Path) -> None:
    files.write(tmp_path, {"日.py": "def f(a=[]): ...\n"})
    result = running.spawn(tmp_path, "layerlint", "check", "--output-format", "concise", PYTHONIOENCODING="latin-1:strict")
    assert result.status == 1, result.err
    assert result.out.startswith("\\u65e5.py:1:9: LAY001 ")
