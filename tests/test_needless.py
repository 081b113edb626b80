"""Settings that match nothing or change nothing are told on standard error, once all that they are for was checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import files, running, usual

FAULT = "def f(a=[]): ...\n"
ROUTER = """\
from fastapi import APIRouter, Depends

from app.database import get_db

router = APIRouter(prefix="/x", tags=["x"])


@router.get("/", response_model=int)
def count(db=Depends(get_db)):
    return 1


def size():
    return 1
"""


def told(folder: Path, *arguments: str) -> list[str]:
    """The warnings about settings, without where each stands."""
    result = running.run(folder, "check", *arguments)
    assert result.status in (0, 1), result.err
    lines = [line for line in result.err.splitlines() if line.startswith("layerlint: ")]
    return [re.sub(r"^layerlint: (?:\S+layerlint\.toml(?::\d+)?: )?", "", line) for line in lines]


def project(folder: Path, settings: str, **modules: str) -> Path:
    return files.write(
        folder, {"layerlint.toml": settings, "a.py": FAULT, **{f"{name}.py": text for name, text in modules.items()}}
    )


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('ignore = ["LAY001"]', []),
        ('ignore = ["mutable-default"]', []),
        ('ignore = ["LAY0"]', []),
        ('ignore = ["LAY101"]', ["`LAY101` in `ignore` leaves out no finding"]),
        ('ignore = ["LAY102"]', ["`LAY102` in `ignore` changes nothing"]),
        ('ignore = ["LAY0", "LAY001"]', ["`LAY001` in `ignore` changes nothing"]),
        ('profile = "strict"\nignore = ["LAY102"]', ["`LAY102` in `ignore` leaves out no finding"]),
        ('preset = "services-query"\nignore = ["LAY301"]', ["`LAY301` in `ignore` changes nothing"]),
        ('ignore = ["LAY901"]', []),
        ('extend-select = ["LAY102"]', []),
        ('extend-select = ["LAY101"]', ["`LAY101` in `extend-select` changes nothing"]),
        ('select = ["LAY001", "LAY102"]', []),
        ('select = ["LAY0", "LAY70"]', ["`LAY70` in `select` changes nothing"]),
        ('per-file-ignores = { "a.py" = ["LAY001"] }', []),
        ('per-file-ignores = { "a.py" = ["LAY101"] }', ["`LAY101` in `per-file-ignores` for `a.py` leaves out no finding"]),
        ('per-file-ignores = { "a.py" = ["LAY102"] }', ["`LAY102` in `per-file-ignores` for `a.py` changes nothing"]),
        ('per-file-ignores = { "b.py" = ["LAY001"] }', ["`b.py` in `per-file-ignores` matches no file"]),
        ('exclude = ["b.py"]', ["`b.py` in `exclude` matches no file"]),
        ('layers = { service = ["b.py"] }', ["`b.py` in `layers.service` matches no file"]),
        ('allow = { service = ["router"] }', ["`router` in `allow.service` allows nothing that there is"]),
        ('stores = ["redis"]', ["`redis` in `stores` is used nowhere"]),
        ('[knowledge]\n"myorm.Session" = "session"', ["`myorm.Session` in `knowledge` is used nowhere"]),
        ("thresholds = { LAY103 = 150 }", []),
        (
            'ignore = ["LAY1"]\nthresholds = { LAY103 = 150 }',
            [
                "`LAY103` in `thresholds` changes nothing: the rule is off",
                "`LAY1` in `ignore` leaves out no finding",
            ],
        ),
    ],
)
def test_told(tmp_path: Path, settings: str, expected: list[str]) -> None:
    project(tmp_path, settings + "\n")
    assert told(tmp_path) == expected
    assert told(tmp_path, "--no-cache") == expected
    assert running.flake8(tmp_path, ".").err == ""


def test_roots(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    project(tmp_path, 'source-roots = ["docs", "."]\n')
    assert told(tmp_path) == ["`docs` in `source-roots` holds no Python file"]


def test_what_is_used_is_not_told(tmp_path: Path) -> None:
    settings = 'stores = ["redis"]\nallow = { service = ["router"] }\n[knowledge]\n"myorm.Session" = "session"\n'
    service = "import redis\nfrom myorm import Session\nfrom app.routers import size\n"
    service += "\n\nclass Service:\n    def f(self):\n        size()\n"
    files.write(tmp_path, {**usual.FILES, "app/routers.py": ROUTER, "app/services.py": service, "layerlint.toml": settings})
    assert told(tmp_path) == []
    (tmp_path / "app/services.py").write_text(service.replace("from app.routers import size\n", "").replace("size()", "pass"))
    assert told(tmp_path) == ["`router` in `allow.service` allows nothing that there is"]


def test_only_what_was_checked_is_judged(tmp_path: Path) -> None:
    project(tmp_path, 'ignore = ["LAY001"]\nstores = ["redis"]\n', b="x = 1\n")
    assert told(tmp_path, "b.py") == []
    assert told(tmp_path, "a.py", "b.py") == told(tmp_path) == ["`redis` in `stores` is used nowhere"]
    project(tmp_path, 'ignore = ["LAY101"]\n')
    assert told(tmp_path, "--select", "LAY1") == []
    assert told(tmp_path, "--isolated") == []
    (tmp_path / "c.py").write_text("def\n")
    assert told(tmp_path) == [], "nobody knows what is in a file that can't be read"


def test_what_only_tests_use_is_used(tmp_path: Path) -> None:
    settings = 'ignore = ["LAY001"]\nstores = ["redis"]\n[knowledge]\n"myorm.Session" = "session"\n'
    test = "import redis\nfrom myorm import Session\n\n\ndef test_it(a=[]): ...\n"
    files.write(tmp_path, {"layerlint.toml": settings, "a.py": "x = 1\n", "tests/test_a.py": test})
    assert told(tmp_path) == []


def test_each_configuration_by_its_own_files(tmp_path: Path) -> None:
    project(tmp_path, 'ignore = ["LAY101"]\n')
    files.write(tmp_path, {"back/layerlint.toml": 'ignore = ["LAY303"]\n', "back/b.py": FAULT})
    assert told(tmp_path, "back") == ["`LAY303` in `ignore` leaves out no finding"]
    assert len(told(tmp_path)) == 2


def test_findings_stay_what_they_are(tmp_path: Path) -> None:
    project(tmp_path, 'ignore = ["LAY101"]\n')
    assert running.codes(tmp_path) == ["LAY001"]
    assert running.run(tmp_path, "check", "--output-format", "concise").out.count("\n") == 1
