"""`check --simulate`: what a changed setting would give."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.support import running

EXAMPLE = Path(__file__).parents[1] / "examples" / "tangled_fastapi"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulated") / "example"
    shutil.copytree(EXAMPLE, folder)
    (folder / "pyproject.toml").unlink()
    (folder / "layerlint.toml").write_text("")
    return folder


def simulated(folder: Path, *changes: str) -> Any:
    arguments = [word for change in changes for word in ("--simulate", change)]
    result = running.run(folder, "check", "--output-format", "json", *arguments)
    assert (result.status, result.err) == (0, "")
    return result.json


def as_written(folder: Path, settings: list[str]) -> Counter[str]:
    """The findings by rule once the settings are written down."""
    path = folder / "layerlint.toml"
    path.write_text("\n".join(settings) + "\n")
    try:
        return Counter(running.codes(folder))
    finally:
        path.write_text("")


@pytest.mark.parametrize(
    ("changes", "gone", "come"),
    [
        (["allow service -> database"], {"LAY301", "LAY305"}, set()),
        (["allow service->router"], {"LAY601"}, set()),
        (
            ["allow router -> database", "allow service -> http, database"],
            {"LAY101", "LAY112", "LAY301", "LAY303", "LAY305"},
            set(),
        ),
        (["forbid service -> model"], set(), {"LAY601"}),
        (["forbid router -> database"], set(), {"LAY102"}),
        (["ignore LAY3"], {"LAY301", "LAY303", "LAY305"}, set()),
        (["select LAY102, router-database-session"], set(), {"LAY102"}),
        (["preset services-query"], {"LAY301", "LAY305"}, set()),
        (["ignore LAY3", "forbid service -> http"], {"LAY301", "LAY305"}, set()),
    ],
)
def test_changes(example: Path, changes: list[str], gone: set[str], come: set[str]) -> None:
    found = simulated(example, *changes)
    assert found["changes"] == changes
    assert {item["code"] for item in found["gone"]} == gone
    assert {item["code"] for item in found["come"]} == come
    assert found["then"] == found["now"] - len(found["gone"]) + len(found["come"])
    now = Counter(running.codes(example))
    assert {code: row["now"] for code, row in found["by_rule"].items() if row["now"]} == now
    then = as_written(example, found["settings"])
    assert {code: row["then"] for code, row in found["by_rule"].items() if row["then"]} == then


def test_strict(example: Path) -> None:
    found = simulated(example, "profile strict", "allow router -> model")
    assert {item["message"].rpartition(" the ")[2] for item in found["come"] if item["code"] == "LAY602"} == {
        "repository `UserRepository`"
    }
    assert as_written(example, found["settings"]).total() == found["then"]
    assert simulated(example, "profile strict", "forbid router -> model")["settings"] == ['profile = "strict"']


def test_text(example: Path) -> None:
    result = running.run(example, "check", "--simulate", "allow service -> database")
    assert result.status == 0
    lines = result.out.splitlines()
    assert lines[0].endswith("with allow service -> database")
    assert any(line.split()[1:] == ["0", "LAY301", "service-database-query"] for line in lines)
    assert lines[-2:] == ["to make it so, in [tool.layerlint]:", '  ignore = ["LAY301", "LAY302", "LAY304", "LAY305"]']
    assert "what goes:" in lines
    assert "what comes:" not in lines


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("alow service -> router", "did you mean `allow`?"),
        ("allow", "is no change"),
        ("allow service", "has no arrow: write `allow service -> repository`"),
        ("allow servic -> router", "unknown layer `servic`, did you mean `service`?"),
        ("allow service -> databse", "unknown layer `databse`, did you mean `database`?"),
        ("allow repository -> database", "no rule keeps repository from `database`"),
        ("ignore LAY999", "unknown rule `LAY999`"),
        ("preset layerd", "unknown preset `layerd`"),
    ],
)
def test_mistakes(example: Path, change: str, message: str) -> None:
    result = running.run(example, "check", "--simulate", change)
    assert (result.status, result.out) == (2, "")
    assert message in result.err


def test_other_formats(example: Path) -> None:
    result = running.run(example, "check", "--simulate", "ignore LAY1", "--output-format", "sarif")
    assert (result.status, result.err) == (2, "layerlint: --simulate prints text or json, no sarif\n")
