"""In-house libraries: what the page in docs shows holds, and what is wrong is told precisely."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from layerlint.knowledge import builtin_libraries, faults
from tests.support import files, running

PAGE = (Path(__file__).parents[1] / "docs" / "knowledge.md").read_text(encoding="utf-8")
FENCES = dict(re.findall(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.M | re.S))
PLUGIN = FENCES["myorm_layerlint.py"]
HANDLER = """
    from fastapi import APIRouter, Depends
    from myorm.sessions import Session

    from app.anywhere import get_session

    router = APIRouter()


    @router.delete("/users", status_code=204)
    def clean(db: Session = Depends(get_session)) -> None:
        db.commit()  # error: LAY101
    """


def project(folder: Path) -> Path:
    modules = {name: text for name, text in FENCES.items() if name.startswith("app/")}
    return files.write(folder, {"app/__init__.py": "", "app/routers/__init__.py": "", **modules})


def test_the_page(tmp_path: Path) -> None:
    project(tmp_path)
    without = [item for item in running.findings(tmp_path) if item.code in ("LAY101", "LAY301")]
    (tmp_path / "layerlint.toml").write_text(FENCES["layerlint.toml"])
    assert without == []
    assert running.findings(tmp_path) == files.marked(tmp_path)
    assert running.flake8_findings(tmp_path, "-j", "1", ".") == files.marked(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[knowledge]\n"a.B" = "sesion"\n', "layerlint.toml:2: unknown kind `sesion`, did you mean `session`?"),
        ('[knowledge]\n"a.B" = 3\n', "layerlint.toml:2: unknown kind `3`"),
        ('[knowledge."a.B"]\nkinds = "session"\n', "layerlint.toml:2: unknown key `kinds` for `a.B`, did you mean `kind`?"),
        ('[knowledge."a.B"]\nlayer = "servise"\n', "layerlint.toml:2: unknown layer `servise`, did you mean `service`?"),
        ('[knowledge."a.B"]\nlayer = "other"\n', "is one of router, service, repository, schema, model, not `other`"),
        ('[knowledge."a.B"]\nmethods = ["x"]\n', "layerlint.toml:2: `methods` must be a table of strings"),
        ('[knowledge."a.B"]\ncall = 3\n', "layerlint.toml:1: `call` of `a.B` must be a string"),
        ('[knowledge."a.B"]\nbases = "a.C"\n', "layerlint.toml:2: `bases` must be a list of strings"),
        (
            '[knowledge]\n"a.B" = { methods = { find = "raed -> self" } }\n',
            "layerlint.toml:2: `knowledge` of `a.B`: unknown effect `raed`, did you mean `read`?, in `find`",
        ),
        ('[knowledge]\n"a.b" = { call = "zzz" }\n', "`knowledge` of `a.b`: unknown effect `zzz`: effects are `read`, `write`"),
        ('stores = ["redsi"]\n', "layerlint.toml:1: unknown store `redsi`: known are redis"),
        ('[knowledge]\n"a b" = "session"\n', "`knowledge` of `a b`: `a b` is no dotted path"),
    ],
)
def test_errors(tmp_path: Path, text: str, message: str) -> None:
    project(tmp_path)
    (tmp_path / "layerlint.toml").write_text(text)
    result = running.run(tmp_path, "check")
    assert result.status == 2
    assert result.out == ""
    assert result.err.count("\n") == 1
    assert message in result.err


def installed(folder: Path, module: str, entry: str = "myorm_layerlint:LIBRARY") -> Path:
    """A folder that holds a package with a plugin, as an installer leaves it."""
    return files.write(
        folder,
        {
            "myorm_layerlint.py": module,
            "myorm_layerlint-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: myorm-layerlint\nVersion: 1.0\n",
            "myorm_layerlint-1.0.dist-info/entry_points.txt": f"[layerlint.knowledge]\nmyorm = {entry}\n",
        },
    )


def checked(folder: Path, site: Path) -> running.Result:
    path = [str(site), *(item for item in sys.path if item)]
    return running.spawn(folder, "layerlint", "check", "--output-format", "json", PYTHONPATH=":".join(path))


def test_a_plugin(tmp_path: Path) -> None:
    site = installed(tmp_path / "site", PLUGIN)
    folder = files.write(tmp_path / "project", {"app/__init__.py": "", "app/users.py": HANDLER})
    found = checked(folder, site).json["diagnostics"]
    assert [(item["path"], item["line"], item["code"]) for item in found] == [
        (item.path, item.line, item.code) for item in files.marked(folder)
    ]


@pytest.mark.parametrize(
    ("module", "entry", "message"),
    [
        ("raise ValueError('no')\n", "myorm_layerlint:LIBRARY", "can't be loaded: ValueError: no"),
        ("LIBRARY = 3\n", "myorm_layerlint:LIBRARY", "gives a `int`, no `layerlint.knowledge.Library`"),
        ("", "myorm_layerlint:LIBRARY", "can't be loaded: AttributeError"),
        (PLUGIN.replace('"save": "write"', '"save": "wrote"'), "myorm_layerlint:LIBRARY", "unknown effect `wrote`"),
    ],
)
def test_wrong_plugins(tmp_path: Path, module: str, entry: str, message: str) -> None:
    site = installed(tmp_path / "site", module, entry)
    folder = files.write(tmp_path / "project", {"app.py": "x = 1\n"})
    result = checked(folder, site)
    assert result.status == 2
    assert result.err.startswith("layerlint: knowledge plugin `myorm` (myorm_layerlint:LIBRARY)")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_shipped_tables_have_no_faults() -> None:
    assert [(library.name, *fault) for library in builtin_libraries() for fault in faults(library)] == []
