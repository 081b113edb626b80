"""The command line: exit statuses, formats, selection, and one line for every mistake."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path

import pytest

from layerlint.rules import load
from tests.support import files, running, usual
from tests.support.running import Result, run

ROUTER = """\
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User

router = APIRouter(prefix="/users", tags=["users"])


class Counter:
    pass


@router.get("/count")
def count_users(
    db: Session = Depends(get_db),
    names: list = [],
):
    return db.query(User).filter(User.id > 1).count()
"""
CODES = ["LAY001", "LAY101", "LAY105", "LAY106"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return files.write(tmp_path, {**usual.FILES, "app/routers.py": ROUTER})


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return files.write(tmp_path, usual.FILES)


def assert_wrong_usage(result: Result, *told: str) -> None:
    assert result.status == 2
    assert result.out == ""
    (line,) = result.err.splitlines()
    assert line.startswith("layerlint: ")
    for text in told:
        assert text in line


def test_findings_are_status_1(project: Path) -> None:
    result = run(project, "check")
    assert result.status == 1
    assert re.findall(r"^\S+:\d+:\d+: (LAY\d{3}) ", result.out, re.M) == ["LAY106", "LAY105", "LAY001", "LAY101"]
    assert "4 findings in 9 files" in result.err


def test_no_findings_are_status_0(clean: Path) -> None:
    result = run(clean, "check")
    assert (result.status, result.out) == (0, "")
    assert "no findings in 8 files" in result.err


def test_text_shows_source_trail_and_help(project: Path) -> None:
    out = run(project, "check", "--select", "LAY101").out
    lines = out.rstrip("\n").splitlines()
    assert lines[0].startswith("app/routers.py:19:12: LAY101 handler `count_users` runs a query itself: `db.query` on a ")
    assert lines[1] == "  19 |     return db.query(User).filter(User.id > 1).count()"
    assert lines[2] == "     |            " + "^" * len("db.query(User).filter(User.id > 1).count()")
    assert any("`db` is `Session`" in line and "(app/routers.py:" in line for line in lines)
    assert lines[-1].startswith("    help: ")
    assert "`db` is" not in run(project, "check", "--select", "LAY101", "--no-show-trail").out


def test_json(project: Path) -> None:
    result = run(project, "check", "--output-format", "json")
    document = json.loads(result.out)
    assert document["version"] == 1
    assert {"version", "diagnostics", "summary"} <= document.keys()
    keys = {
        "code",
        "name",
        "message",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "symbol",
        "layer",
        "confidence",
        "trail",
        "fix",
    }
    for item in document["diagnostics"]:
        assert keys <= item.keys()
        assert item["layer"] in {"router", "dependency", "service", "repository", "schema", "model", "other"}
        assert item["confidence"] in {"certain", "likely", "possible"}
        assert item["fix"] is None or {"applicability", "message"} <= item["fix"].keys()
        for step in item["trail"]:
            assert step.keys() >= {"path", "line", "message"}
    summary = document["summary"]
    assert {"files", "reported", "unreadable", "unclassified", "by_rule", "by_layer"} <= summary.keys()
    assert summary["reported"] == len(document["diagnostics"]) == 4
    assert summary["by_rule"] == dict.fromkeys(CODES, 1)
    assert summary["files"] == sum(summary["by_layer"].values()) == 9
    query = next(item for item in document["diagnostics"] if item["code"] == "LAY101")
    assert query | {"trail": 0, "help": 0, "message": 0} == {
        "code": "LAY101", "name": "router-database-access", "message": 0, "path": "app/routers.py", "line": 19, "column": 12,
        "end_line": 19, "end_column": 54, "symbol": "count_users", "layer": "router", "confidence": "certain", "trail": 0,
        "help": 0, "fix": None,
    }  # fmt: skip
    assert query["trail"][0]["path"] == "app/routers.py"


def test_json_without_findings(clean: Path) -> None:
    document = run(clean, "check", "--output-format", "json").json
    assert document["diagnostics"] == []
    assert document["summary"]["reported"] == 0


def test_columns_are_code_points(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": 'def f(a="äöü€𝄞", b=[]): ...\n'})
    (item,) = running.diagnostics(tmp_path)
    assert (item["column"], item["end_column"]) == (20, 22)
    assert "a.py:1:20:" in running.flake8(tmp_path, "a.py").out


def test_symbols(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": "f = lambda a=[]: a\nclass A:\n  def b(self, x=[]):\n    def c(y={}): ...\n"})
    assert [item["symbol"] for item in running.diagnostics(tmp_path)] == [None, "A.b", "A.b.c"]


def test_paths_are_relative_to_the_working_folder(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert {item["path"] for item in running.diagnostics(project / "app")} == {"routers.py"}
    outside = project / "elsewhere"
    outside.mkdir()
    assert {item["path"] for item in running.diagnostics(outside, "..")} == {"../app/routers.py"}


def test_paths_choose_what_is_reported(project: Path) -> None:
    assert running.codes(project, "app/models.py") == []
    assert running.codes(project, "app/routers.py") == CODES
    assert running.codes(project, "app/routers.py", "app", ".") == CODES
    assert run(project, "check", "app/models.py", "--output-format", "json").json["summary"]["files"] == 1


def test_github(project: Path) -> None:
    out = run(project, "check", "--output-format", "github", "--select", "LAY101,LAY106").out
    first, second = out.splitlines()
    assert first.startswith("::error title=layerlint LAY106,file=app/routers.py,line=15,col=")
    assert second.startswith("::error title=layerlint LAY101,file=app/routers.py,line=19,col=12,endLine=19,endColumn=54::")
    assert "LAY101 handler `count_users` runs a query itself" in second


def test_github_over_several_lines(project: Path) -> None:
    path = project / "app/routers.py"
    path.write_text(path.read_text().replace(".filter(User.id > 1)", "\\\n    .filter(User.id > 1)"))
    (line,) = run(project, "check", "--output-format", "github", "--select", "LAY101").out.splitlines()
    assert "endLine=20" in line
    assert "col=" not in line.partition("::error")[2].partition("::")[0]


def test_statistics(project: Path) -> None:
    (project / "more.py").write_text("def f(a=[], b={}): ...\n")
    result = run(project, "check", "--statistics")
    rows = [line.split() for line in result.out.splitlines()]
    assert result.status == 1
    assert rows[0] == ["3", "LAY001", "mutable-default"]
    assert [row[1] for row in rows[1:]] == CODES[1:]


def test_exit_zero(project: Path) -> None:
    assert run(project, "check", "--exit-zero").status == 0
    assert run(project, "check", "--exit-zero", "nowhere").status == 2


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--select", "LAY101"], ["LAY101"]),
        (["--select", "router-database-access,mutable-default"], ["LAY001", "LAY101"]),
        (["--select", "LAY1"], CODES[1:]),
        (["--select", "LAY"], CODES),
        (["--select", "LAY102"], ["LAY102"]),
        (["--ignore", "LAY1"], ["LAY001"]),
        (["--ignore", "LAY101, missing-response-model"], ["LAY001", "LAY105"]),
        (["--select", "LAY1", "--ignore", "LAY101"], ["LAY105", "LAY106"]),
        (["--extend-select", "LAY102"], [*CODES[:2], "LAY102", *CODES[2:]]),
        (["--extend-select", "router-database-session"], [*CODES[:2], "LAY102", *CODES[2:]]),
        (["--extend-select", "LAY1"], CODES),
        (["--profile", "strict"], [*CODES[:2], "LAY102", *CODES[2:], "LAY602"]),
        (["--profile", "strict", "--ignore", "LAY102,layer-skipped"], CODES),
        (["--profile", "strict", "--select", "LAY10"], ["LAY101", "LAY102", "LAY105", "LAY106"]),
        (["--profile", "recommended"], CODES),
    ],
)
def test_selection(project: Path, arguments: list[str], expected: list[str]) -> None:
    assert running.codes(project, *arguments) == expected


def test_options_go_over_the_configuration(project: Path) -> None:
    (project / "layerlint.toml").write_text('profile = "strict"\nignore = ["LAY001"]\n')
    assert running.codes(project) == ["LAY101", "LAY102", "LAY105", "LAY106", "LAY602"]
    assert running.codes(project, "--profile", "recommended") == ["LAY101", "LAY105", "LAY106"]
    assert running.codes(project, "--ignore", "LAY1") == ["LAY001", "LAY602"]
    assert running.codes(project, "--isolated") == CODES
    (project / "other.toml").write_text('select = ["LAY106"]\n')
    assert running.codes(project, "--config", "other.toml") == ["LAY106"]


@pytest.mark.parametrize(("least", "count"), [("certain", 0), ("likely", 1), ("possible", 1)])
def test_min_confidence(tmp_path: Path, least: str, count: int) -> None:
    router = """\
        from .shared import router

        from app.models import User


        @router.delete("/users", status_code=204)
        def clear(db):
            db.query(User).delete()
    """
    files.write(tmp_path, {**usual.FILES, "app/users.py": router})
    found = running.diagnostics(tmp_path, "--min-confidence", least)
    assert [item["confidence"] for item in found] == ["likely"] * count


def test_configuration_in_every_file(project: Path) -> None:
    for name, text in (
        ("layerlint.toml", 'select = ["LAY101"]\n'),
        ("pyproject.toml", '[project]\nname = "x"\n\n[tool.layerlint]\nselect = ["LAY101"]\n'),
        ("setup.cfg", "[metadata]\nname = x\n\n[layerlint]\nselect = LAY101\n"),
    ):
        (project / name).write_text(text)
        assert running.codes(project) == ["LAY101"], name
        (project / name).unlink()


def test_configuration_keys(project: Path) -> None:
    text = """
        extend-select = ["LAY102"]
        exclude = ["app/reposit*.py"]
        min-confidence = "certain"

        [per-file-ignores]
        "app/routers.py" = ["LAY001", "missing-response-model"]

        [layers]
        service = ["app/routers.py"]
    """
    files.write(project, {"layerlint.toml": text})
    assert running.codes(project) == ["LAY101", "LAY102", "LAY105"]


def test_knowledge_and_allow(tmp_path: Path) -> None:
    service = """\
        from app.store import Store


        class CountService:
            def __init__(self, store: Store) -> None:
                self.store = store

            def count(self) -> int:
                return self.store.execute("select 1")
    """
    repository = """\
        from app.count_service import CountService


        class CountRepository:
            def get(self) -> CountService:
                return CountService(None)
    """
    modules = {"app/store.py": "class Store: ...\n", "app/count_service.py": service, "app/count_repository.py": repository}
    files.write(tmp_path, {**usual.FILES, **modules})
    assert running.codes(tmp_path) == ["LAY601"]
    (tmp_path / "layerlint.toml").write_text('allow = { repository = ["service"] }\n')
    assert running.codes(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "--selct", "LAY101"], "--select"),
        (["check", "--output-format", "jsn"], "json"),
        (["check", "--select", "LAY999"], "LAY999"),
        (["check", "--select", "router-database-acess"], "did you mean `router-database-access`"),
        (["check", "--ignore", "mutable-defaults"], "did you mean `mutable-default`"),
        (["check", "--extend-select", "E501"], "E501"),
        (["check", "--profile", "strct"], "strict"),
        (["check", "--min-confidence", "likly"], "likely"),
        (["check", "ap"], "did you mean `app`"),
        (["check", "app/router.py"], "did you mean `routers.py`"),
        (["check", "--config", "layrlint.toml"], "layrlint.toml"),
        (["chekc"], "did you mean `check`"),
        (["check", "--config", "a.toml", "--isolated"], "--isolated"),
        (["layers", "--output-format", "xml"], "json"),
        (["layers", "nowhere"], "nowhere"),
        (["why", "app/router.py"], "did you mean `routers.py`"),
        (["why", "app/routers.py::count_user"], "did you mean `count_users`"),
        (["why", "app"], "app is a folder"),
        (["why"], "PATH"),
        (["rule", "LAY110x"], "LAY110x"),
        (["rule", "mutable-defalt"], "did you mean `mutable-default`"),
        (["check", "--output-file", "no/such/folder/a.txt"], "no/such/folder/a.txt"),
    ],
)
def test_mistakes_are_one_line(project: Path, arguments: list[str], told: str) -> None:
    assert_wrong_usage(run(project, *arguments), told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("profil = 'strict'", "layerlint.toml:1: unknown key `profil`, did you mean `profile`?"),
        ("\nprofile = 'strickt'", "layerlint.toml:2: unknown profile `strickt`, did you mean `strict`?"),
        ("select = ['LAY998']", "layerlint.toml:1: unknown rule `LAY998`"),
        ("[layers]\nservise = ['a.py']", "layerlint.toml:2: unknown layer `servise`, did you mean `service`?"),
        ("allow = { service = ['routr'] }", "unknown layer `routr`, did you mean `router`?"),
        ("knowledge = { 'a.B' = 'sesion' }", "unknown kind `sesion`, did you mean `session`?"),
        ("min-confidence = 'sure'", "layerlint.toml:1: unknown confidence `sure`"),
        ("select = 'LAY101'", "layerlint.toml:1: `select` must be a list of strings"),
        ("profile = 3", "layerlint.toml:1: `profile` must be a string"),
        ("source-roots = ['sorce']", "`sorce`"),
        ("select = [", "layerlint.toml"),
        ("per-file-ignores = { 'a.py' = ['LAY997'] }", "unknown rule `LAY997`"),
    ],
)
def test_mistakes_in_a_configuration_are_one_line(project: Path, text: str, told: str) -> None:
    (project / "layerlint.toml").write_text(text + "\n")
    assert_wrong_usage(run(project, "check"), told)
    assert_wrong_usage(run(project, "layers"), told)


def test_two_configurations_in_one_folder(project: Path) -> None:
    (project / "layerlint.toml").write_text("")
    (project / "setup.cfg").write_text("[layerlint]\nprofile = strict\n")
    assert_wrong_usage(run(project, "check"), "layerlint.toml", "setup.cfg", "both")
    assert run(project, "check", "--isolated").status == 1


def test_nothing_to_check(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing\n")
    assert_wrong_usage(run(tmp_path, "check"), "no Python files")
    assert_wrong_usage(run(tmp_path, "check", "--exit-zero", "--output-format", "json"), "no Python files")
    assert_wrong_usage(run(tmp_path, "layers"), "no Python files")


def test_everything_excluded(project: Path) -> None:
    (project / "layerlint.toml").write_text('exclude = ["app"]\n')
    assert_wrong_usage(run(project, "check"), "no Python files")


def test_internal_errors_are_status_2(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layerlint.rule.View.handlers", lambda view: 1 / 0)
    result = run(project, "check")
    assert result.status == 2
    assert "LAY900 rule `LAY105` failed" in result.out
    assert "LAY101" in result.out
    assert run(project, "check", "--ignore", "LAY900").status == 2


def test_interrupted(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("layerlint.cli.check"), "run_checks", interrupt)
    result = run(project, "check")
    assert (result.status, result.out, result.err.strip()) == (130, "", "layerlint: interrupted")


def test_output_file(project: Path) -> None:
    expected = run(project, "check", "--output-format", "json").out
    result = run(project, "check", "--output-format", "json", "--output-file", "found.json")
    assert (result.status, result.out) == (1, "")
    assert (project / "found.json").read_text() == expected


def test_same_output_from_another_process(project: Path) -> None:
    inside, outside = run(project, "check"), running.spawn(project, "layerlint", "check")
    assert outside == inside
    assert "\x1b" not in outside.out


def test_colours(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    plain = running.spawn(project, "layerlint", "check").out
    coloured = running.spawn(project, "layerlint", "check", FORCE_COLOR="1").out
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert running.spawn(project, "layerlint", "check", NO_COLOR="1").out == plain
    formatted = running.spawn(project, "layerlint", "check", "--output-format", "json", FORCE_COLOR="1").out
    assert "\x1b" not in formatted


def test_layers_text(project: Path) -> None:
    result = run(project, "layers", "app/routers.py")
    lines = result.out.splitlines()
    assert (result.status, result.err) == (0, "")
    assert lines[0] == "app/routers.py: router (certain)"
    assert "  def count_users: router" in lines


def test_layers_json(project: Path) -> None:
    document = run(project, "layers", "--output-format", "json").json
    assert document["version"] == 1
    modules = {item["path"]: item for item in document["modules"]}
    assert {path: item["layer"] for path, item in modules.items()} == {
        "app/__init__.py": "other",
        "app/database.py": "other",
        "app/dependencies.py": "dependency",
        "app/models.py": "model",
        "app/repositories.py": "repository",
        "app/routers.py": "router",
        "app/schemas.py": "schema",
        "app/services.py": "service",
        "app/user_repository.py": "repository",
    }
    for item in modules.values():
        assert {"path", "module", "layer", "layers", "confidence", "evidence", "definitions"} <= item.keys()
        assert item["layers"][0] == item["layer"]
        for evidence in item["evidence"]:
            assert {"kind", "weight", "line", "message"} <= evidence.keys()
        for definition in item["definitions"]:
            assert {"name", "kind", "line", "layer", "confidence"} <= definition.keys()
            assert definition["kind"] in {"function", "method", "class"}
    named = {item["name"]: item for item in modules["app/services.py"]["definitions"]}
    assert named["UserService.get"] == {
        "name": "UserService.get",
        "kind": "method",
        "line": 10,
        "layer": "service",
        "confidence": "certain",
    }
    assert modules["app/services.py"]["module"] == "app.services"
    routers = {item["name"]: item["line"] for item in modules["app/routers.py"]["definitions"]}
    assert routers["count_users"] == 15


def test_why(project: Path) -> None:
    result = run(project, "why", "app/routers.py")
    assert result.status == 0
    assert result.out.startswith("app/routers.py: router (certain)\n")
    assert "`count_users` handles GET" in result.out
    assert "line 15" in result.out
    assert "# layerlint: layer=" in result.out
    assert "layers = { " in result.out


def test_why_of_a_definition(project: Path) -> None:
    out = run(project, "why", "app/services.py::UserService.get").out
    assert out.startswith("app/services.py::UserService.get: service (certain)\n")
    assert "`UserService` is named for a service" in out


def test_why_tells_the_runner_up_and_how_to_change(project: Path) -> None:
    text = (
        usual.FILES["app/services.py"]
        + "\n\n\nclass UserRepository2:\n    pass\n\n\nclass PostRepository:\n    def get(self): ...\n"
    )
    (project / "app/mixed_services.py").write_text(text)
    out = run(project, "why", "app/mixed_services.py").out
    assert out.startswith("app/mixed_services.py: service")
    assert "runner-up: repository" in out
    assert "# layerlint: layer=repository" in out
    (project / "app/mixed_services.py").write_text("# layerlint: layer=repository\n" + text)
    assert run(project, "why", "app/mixed_services.py").out.startswith("app/mixed_services.py: repository (certain)")


def test_why_without_evidence(project: Path) -> None:
    (project / "app/things.py").write_text("X = 1\n")
    out = run(project, "why", "app/things.py").out
    assert out.startswith("app/things.py: other (possible)")
    assert "nothing speaks for any layer" in out


def test_rule(project: Path) -> None:
    by_code, by_slug = run(project, "rule", "LAY101"), run(project, "rule", "router-database-access")
    assert by_code == by_slug
    assert by_code.out.startswith("# LAY101 router-database-access\n")
    assert "## Bad" in by_code.out
    listed = run(project, "rule").out.splitlines()
    assert [line[:6] for line in listed] == [item.rule.code for item in load()]
    every = run(project, "rule", "--all").out
    assert [title.split()[1] for title in re.findall(r"^# LAY.*", every, re.M)] == [item.rule.code for item in load()]


def test_help_and_version(project: Path) -> None:
    for arguments in (["--help"], ["check", "--help"], ["-h"], ["--version"]):
        result = run(project, *arguments)
        assert (result.status, result.err) == (0, "")
        assert result.out
    assert run(project).status == 2


@pytest.mark.parametrize("order", [1, -1])
def test_files_of_several_projects(tmp_path: Path, order: int) -> None:
    for name in ("one", "two"):
        files.write(tmp_path / name, {"pyproject.toml": "[project]\n", "a.py": "def f(a=[]): ...\n"})
    found = running.findings(tmp_path, *["one", "two"][::order])
    assert [item.path for item in found] == ["one/a.py", "two/a.py"]


def test_tests_and_migrations(tmp_path: Path) -> None:
    text = ROUTER
    files.write(tmp_path, {**usual.FILES, "tests/test_users.py": text, "migrations/users.py": text})
    assert running.codes(tmp_path) == ["LAY001"] * 2
    assert running.codes(tmp_path, "--include-tests") == sorted(CODES * 2)
