"""What a terminal is given: colours and links where it wants them, and paths that a click opens."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import files, running

pty = pytest.importorskip("pty", reason="this system has no pseudo terminals")

MUTABLE = "def f(a=[]): ...\n"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LINK = re.compile(r"\x1b\]8;;(.*?)\x1b\\(.*?)\x1b\]8;;\x1b\\")
DOCS = "https://docs.example/layerlint"
PAGE = f"{DOCS}/rules/mutable-default.md"
ASKED = (
    "NO_COLOR",
    "FORCE_COLOR",
    "FORCE_HYPERLINK",
    "NO_HYPERLINK",
    "TERM_PROGRAM",
    "VTE_VERSION",
    "WT_SESSION",
    "KONSOLE_VERSION",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return files.write(tmp_path, {"app/a.py": MUTABLE})


def on_terminal(folder: Path, *arguments: str, **variables: str) -> str:
    """What `layerlint check` prints on a terminal."""
    ours, theirs = pty.openpty()
    environment = {
        name: value for name, value in os.environ.items() if name not in ASKED and not name.startswith(("KITTY", "ALACR"))
    }
    environment |= {"TERM": "xterm-256color", "LAYERLINT_DOCS": DOCS, **variables}
    command = [sys.executable, "-m", "layerlint", "check", *arguments]
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        found = b""
        with contextlib.suppress(OSError):
            while chunk := os.read(ours, 65536):
                found += chunk
        assert process.wait(60) == 1
    os.close(ours)
    return found.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("name", ["text", "concise", "grouped"])
def test_colours_on_a_terminal(project: Path, name: str) -> None:
    assert COLOUR.search(on_terminal(project, "--output-format", name))


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "TERM_PROGRAM": "vscode"}])
def test_no_colours_and_links_where_they_are_not_wanted(project: Path, variables: dict[str, str]) -> None:
    assert "\x1b" not in on_terminal(project, **variables)


@pytest.mark.parametrize(
    "variables",
    [
        {"TERM_PROGRAM": "vscode"},
        {"TERM_PROGRAM": "iTerm.app"},
        {"VTE_VERSION": "7600"},
        {"WT_SESSION": "x"},
        {"FORCE_HYPERLINK": "1"},
    ],
)
@pytest.mark.parametrize("name", ["text", "concise", "grouped"])
def test_codes_lead_to_the_rules_pages(project: Path, name: str, variables: dict[str, str]) -> None:
    ((address, shown),) = LINK.findall(on_terminal(project, "--output-format", name, **variables))
    assert (address, COLOUR.sub("", shown)) == (PAGE, "LAY001")


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"VTE_VERSION": "4205"},
        {"TERM_PROGRAM": "Apple_Terminal"},
        {"TERM_PROGRAM": "vscode", "NO_HYPERLINK": "1"},
        {"TERM_PROGRAM": "vscode", "FORCE_HYPERLINK": "0"},
    ],
)
def test_no_links_on_other_terminals(project: Path, variables: dict[str, str]) -> None:
    told = on_terminal(project, **variables)
    assert COLOUR.search(told)
    assert "\x1b]" not in told


def test_links_in_a_pipe_that_leads_to_a_terminal(project: Path) -> None:
    told = running.spawn(project, "layerlint", "check", FORCE_COLOR="1", FORCE_HYPERLINK="1", LAYERLINT_DOCS=DOCS).out
    assert LINK.findall(told)[0][0] == PAGE


def test_without_published_pages_a_link_opens_the_rules_file(project: Path) -> None:
    told = on_terminal(project, "--output-format", "concise", FORCE_HYPERLINK="1", LAYERLINT_DOCS="")
    ((address, _),) = LINK.findall(told)
    assert address.startswith("file:///")
    assert Path(address.removeprefix("file://")).read_text(encoding="utf-8").startswith('"""A parameter')


def test_formats_for_programs_and_files_have_neither(project: Path) -> None:
    forced = {"FORCE_HYPERLINK": "1", "FORCE_COLOR": "1"}
    for name in ("json", "sarif", "github", "junit", "markdown"):
        assert "\x1b" not in on_terminal(project, "--output-format", name, **forced)
    on_terminal(project, "--output-format", "text", "--output-file", "x.txt", **forced)
    assert "\x1b" not in (project / "x.txt").read_text()


@pytest.mark.parametrize("name", ["text", "concise"])
def test_a_place_is_in_one_piece(project: Path, name: str) -> None:
    """Terminals and editors open `path:line:column` only where nothing stands in between."""
    assert "app/a.py:1:9:" in on_terminal(project, "--output-format", name, FORCE_HYPERLINK="1")


def test_names_can_not_steer_a_terminal(tmp_path: Path) -> None:
    files.write(tmp_path, {"a\x1b[2J.py": "def f(a=[]): ...  # \x1b]0;title\x07 \x1b[2J\n"})
    told = running.spawn(tmp_path, "layerlint", "check").out
    assert "\x1b" not in told
    assert "\x07" not in told
    assert told.startswith("a\\x1b[2J.py:1:9: LAY001 ")


def test_layers_are_coloured_where_colours_are_wanted(project: Path) -> None:
    plain = running.spawn(project, "layerlint", "layers").out
    coloured = running.spawn(project, "layerlint", "layers", FORCE_COLOR="1").out
    assert "\x1b" not in plain
    assert coloured != plain == COLOUR.sub("", coloured)
    assert "\x1b" not in running.spawn(project, "layerlint", "layers", "--output-format", "json", FORCE_COLOR="1").out
