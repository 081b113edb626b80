"""The plugin under the real flake8: files, workers, standard input, gated rules, failures, long-lived processes."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flake8.exceptions import ExecutionError

from layerlint import rules
from layerlint.flake8_plugin import Plugin
from layerlint.rule import Finding, View
from tests.support import files, plugin, running, usual
from tests.support.running import Found

ROUTER = """\
from fastapi import APIRouter

from app.aliases import Store
from app.statements import CLEAR

router = APIRouter()


@router.delete("/users", status_code=204)
def clear(store: Store):
    store.execute(CLEAR)
"""
ALIASES = """\
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from app.database import get_db

Store = Annotated[Session, Depends(get_db)]
"""
OTHER_ROUTER = ROUTER.replace("from app.aliases import Store\n", "Store = str\n")
FAULT = Found("app/routers.py", 11, "LAY101")
SESSION = Found("app/routers.py", 10, "LAY102")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return files.write(
        tmp_path, {**usual.FILES, "app/routers.py": ROUTER, "app/aliases.py": ALIASES, "pyproject.toml": "[project]\n"}
    )


@pytest.fixture(autouse=True)
def options() -> Iterator[None]:
    plugin.start()
    yield
    plugin.start()


@pytest.mark.parametrize("arguments", [["."], ["app"], ["app/routers.py"], ["-j", "2", "."], ["-j", "1", "app", "app/aliases.py"]])
def test_files(project: Path, arguments: list[str]) -> None:
    assert running.flake8_findings(project, *arguments) == [FAULT]


def test_findings_are_those_of_the_command_line(project: Path) -> None:
    (item,) = running.diagnostics(project)
    result = running.flake8(project, "--format", "%(path)s:%(row)d:%(col)d: %(code)s %(text)s", "app")
    assert result.out == f"{item['path']}:{item['line']}:{item['column']}: {item['code']} {item['message']}\n"
    assert result.status == 1


def test_other_working_folder(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    found = running.flake8_findings(elsewhere, str(project / "app"))
    assert [(Path(item.path), item.line, item.code) for item in found] == [(project / "app/routers.py", 11, "LAY101")]


@pytest.mark.parametrize("is_absolute", [False, True])
def test_stdin_with_a_name(project: Path, is_absolute: bool) -> None:
    name = str(project / "app/routers.py") if is_absolute else "app/routers.py"
    clean = ROUTER.replace("    store.execute(CLEAR)\n", "    del store\n")
    assert running.flake8_findings(project, "--stdin-display-name", name, "-", stdin=clean) == []
    moved = running.flake8_findings(project, "--stdin-display-name", name, "-", stdin="\n\n" + ROUTER)
    assert moved == [Found(name, 13, "LAY101")]
    assert running.flake8_findings(project, "--stdin-display-name", name, "-", stdin=OTHER_ROUTER) == []


def test_stdin_of_a_new_file(project: Path) -> None:
    found = running.flake8_findings(project, "--stdin-display-name", "app/more.py", "-", stdin=ROUTER)
    assert found == [Found("app/more.py", 11, "LAY101")]


def test_stdin_without_a_name(project: Path) -> None:
    assert running.flake8_findings(project, "-", stdin="def f(a=[]):\n    pass\n") == [Found("stdin", 1, "LAY001")]
    assert running.flake8_findings(project, "-", stdin=ROUTER) == [Found("stdin", 11, "LAY101")]


def test_buffer_lays_over_the_disk(project: Path) -> None:
    path = project / "app/routers.py"
    assert plugin.rows(path, OTHER_ROUTER) == []
    plugin.start()
    assert [row[0] for row in plugin.rows(path)] == [11]


def test_buffer_changes_what_its_own_names_mean(project: Path) -> None:
    inline = ROUTER.replace("from app.aliases import Store\n", ALIASES)
    (project / "app/routers.py").write_text(OTHER_ROUTER)
    (row,) = plugin.rows(project / "app/routers.py", inline)
    assert row[2].startswith("LAY101 ")


@pytest.mark.parametrize(
    ("arguments", "is_on"),
    [
        ([], False),
        (["--layerlint-profile", "strict"], True),
        (["--layerlint-profile=recommended"], False),
        (["--layerlint-extend-select", "LAY102"], True),
        (["--layerlint-extend-select", "router-database-session"], True),
        (["--layerlint-extend-select", "LAY001,LAY102"], True),
        (["--layerlint-extend-select", "LAY1"], False),
        (["--layerlint-extend-select", "LAY"], False),
        (["--extend-select", "LAY102"], True),
        (["--extend-select", "LAY1"], False),
        (["--extend-select", "LAY"], False),
    ],
)
def test_strict_rules_are_gated(project: Path, arguments: list[str], is_on: bool) -> None:
    found = running.flake8_findings(project, *arguments, "app")
    assert found == ([SESSION, FAULT] if is_on else [FAULT])


def test_select_with_the_full_code(project: Path) -> None:
    result = running.spawn(project, "flake8", "--select", "LAY102", "--format", "%(row)d %(code)s", "app")
    assert (result.out, result.err) == ("10 LAY102\n", "")


def test_options_in_flake8s_configuration(project: Path) -> None:
    (project / ".flake8").write_text("[flake8]\nlayerlint-profile = strict\nper-file-ignores = app/routers.py: LAY101\n")
    assert running.flake8_findings(project, "app") == [SESSION]
    (project / ".flake8").write_text("[flake8]\nlayerlint-extend-select =\n    LAY102,\n    router-database-access\n")
    assert running.flake8_findings(project, "app") == [SESSION, FAULT]


def test_configuration_of_the_file_counts(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.layerlint]\nprofile = "strict"\n')
    assert running.flake8_findings(project, "app") == [SESSION, FAULT]
    assert running.flake8_findings(project, "--layerlint-isolated", "app") == [FAULT]
    (project / "other.toml").write_text('ignore = ["LAY101"]\n')
    assert running.flake8_findings(project, "--layerlint-config", "other.toml", "app") == []
    (project / "pyproject.toml").write_text('[tool.layerlint]\nexclude = ["app/routers.py"]\n')
    assert running.flake8_findings(project, "app/routers.py") == []


def test_one_failing_rule_is_one_finding(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(view: View) -> Iterator[Finding]:
        raise KeyError("gone")
        yield

    loaded = rules.load()
    broken = tuple(replace(item, check=fail) if item.rule.code == "LAY106" else item for item in loaded)
    for module in ("selection", "checks"):
        monkeypatch.setattr(f"layerlint.engine.{module}.load", lambda: broken)
    rows = plugin.rows(project / "app/routers.py")
    assert [(line, message[:6]) for line, _, message in rows] == [(1, "LAY900"), (11, "LAY101")]
    assert "LAY106" in rows[0][2]
    assert "KeyError" in rows[0][2]


def test_no_exception_reaches_flake8(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("layerlint.flake8_plugin.python_files", fail)
    ((line, column, message),) = plugin.rows(project / "app/routers.py")
    assert (line, column, message[:6]) == (1, 0, "LAY900")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"layerlint_profile": "strct"}, "strict"),
        ({"layerlint_extend_select": ["LAY999"]}, "LAY999"),
        ({"layerlint_extend_select": ["router-database-acces"]}, "router-database-access"),
        ({"layerlint_config": "missing.toml"}, "missing.toml"),
    ],
)
def test_wrong_options_are_one_clean_message(options: dict[str, object], told: str) -> None:
    with pytest.raises(ExecutionError, match=told) as caught:
        plugin.start(**options)
    assert "\n" not in str(caught.value)


def test_wrong_option_ends_flake8_without_a_traceback(project: Path) -> None:
    result = running.flake8(project, "--layerlint-profile", "strct", "app")
    assert one_message(result).endswith("did you mean `strict`?")


def test_broken_configuration_is_one_clean_message(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.layerlint]\nprofil = 'strict'\n")
    for jobs in ("1", "2"):
        assert one_message(running.flake8(project, "-j", jobs, ".")).endswith(":2: unknown key `profil`, did you mean `profile`?")


def one_message(result: running.Result) -> str:
    """The one line that follows flake8's own announcement of an error."""
    announced, message = (result.out + result.err).splitlines()
    assert result.status == 1
    assert announced.startswith("There was a critical error")
    return message


def test_broken_configuration_below_is_told_with_the_files_it_is_for(project: Path) -> None:
    files.write(project, {"more/setup.cfg": "[layerlint]\nprofil = strict\n", "more/a.py": "def f(a=[]): ...\n"})
    result = running.flake8(project, "--format", "%(path)s:%(row)d: %(code)s %(text)s", "more", "app")
    (message,) = [line for line in result.out.splitlines() if "LAY900" in line]
    assert message.startswith("more/a.py:1: LAY900 ")
    assert "profil" in message
    assert "app/routers.py:11: LAY101" in result.out


def test_loads_nothing_heavy(project: Path) -> None:
    code = """
import ast, json, sys
from argparse import Namespace
from layerlint.flake8_plugin import Plugin

class Parser:
    def add_option(self, *names, **options):
        pass

Plugin.add_options(Parser())
Plugin.parse_options(Namespace(layerlint_profile="strict", layerlint_extend_select=[], layerlint_config=None,
                               layerlint_isolated=False, select=None, extend_select=None))
text = open("app/routers.py").read()
found = [row[2][:6] for row in Plugin(ast.parse(text), "app/routers.py", text.splitlines(keepends=True)).run()]
heavy = {"libcst", "grimp", "click", "rich", "asyncio", "importlinter"}
print(json.dumps([found, sorted(heavy & {name.partition(".")[0] for name in sys.modules})]))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, check=True, text=True)
    found, loaded = json.loads(done.stdout)
    assert sorted(found) == ["LAY101", "LAY102"]
    assert loaded == []


def test_long_lived_process_sees_changed_files(project: Path) -> None:
    path = project / "app/routers.py"
    assert [row[2][:6] for row in plugin.rows(path)] == ["LAY101"]
    (project / "app/aliases.py").write_text("Store = str\n")
    plugin.start()
    assert plugin.rows(path) == []
    (project / "app/aliases.py").write_text(ALIASES)
    (project / "pyproject.toml").write_text('[tool.layerlint]\nprofile = "strict"\n')
    plugin.start()
    assert sorted(row[2][:6] for row in plugin.rows(path)) == ["LAY101", "LAY102"]


def test_same_process_sees_a_changed_buffer(project: Path) -> None:
    path = project / "app/routers.py"
    assert [row[0] for row in plugin.rows(path)] == [11]
    assert [row[0] for row in plugin.rows(path, "\n" + ROUTER)] == [12]
    assert plugin.rows(path, OTHER_ROUTER) == []


def test_lines_stay_in_the_file(project: Path) -> None:
    path = project / "app/routers.py"
    tree = ast.parse("\n" * 500 + ROUTER)
    ((line, _, message, _),) = Plugin(tree, str(path), ROUTER.splitlines(keepends=True)).run()
    assert message.startswith("LAY101")
    assert line == len(ROUTER.splitlines())


def test_empty_file(project: Path) -> None:
    (project / "app/empty.py").write_text("")
    assert plugin.rows(project / "app/empty.py") == []


def test_syntax_errors_are_flake8s_own(project: Path) -> None:
    (project / "app/broken.py").write_text("def f(:\n")
    result = running.spawn(project, "flake8", "--select", "E9,LAY", "--format", "%(path)s %(code)s", ".")
    assert sorted(result.out.splitlines()) == ["./app/broken.py E999", "./app/routers.py LAY101"]
