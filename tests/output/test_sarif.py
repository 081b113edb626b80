"""What code scanning asks of SARIF beyond its schema."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.support import files
from tests.support.formats import validated
from tests.support.running import run

from layerlint.output import links

EXAMPLES = Path(__file__).parents[2] / "examples"
MUTABLE = "def f(a=[]): ...\n"


def the_run(folder: Path, *arguments: str) -> dict[str, Any]:
    (found,) = validated("sarif-2.1.0", run(folder, "check", "--output-format", "sarif", *arguments).out)["runs"]
    return found


def fingerprints(folder: Path, *arguments: str) -> list[str]:
    return [item["partialFingerprints"]["layerlint/v1"] for item in the_run(folder, *arguments)["results"]]


def test_a_rule_brings_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(links.VARIABLE, "https://docs.example/layerlint/")
    folder = EXAMPLES / "tangled_fastapi"
    driver = the_run(folder, "--select", "LAY101,LAY103")["tool"]["driver"]
    assert driver["informationUri"] == "https://docs.example/layerlint"
    query, logic = driver["rules"]
    assert (query["id"], query["name"]) == ("LAY101", "RouterDatabaseAccess")
    assert query["helpUri"] == "https://docs.example/layerlint/rules/router-database-access.md"
    assert query["shortDescription"]["text"] == "A handler, or a helper beside the handlers, runs a database operation itself."
    assert query["fullDescription"]["text"].startswith(query["shortDescription"]["text"] + " A router maps URLs")
    assert query["help"]["markdown"] == run(folder, "rule", "LAY101").out
    assert query["defaultConfiguration"]["level"] == "error"
    assert (query["properties"]["precision"], logic["properties"]["precision"]) == ("high", "medium")


def test_without_published_pages_nothing_points_to_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(links.VARIABLE, "")
    files.write(tmp_path, {"a.py": MUTABLE})
    driver = the_run(tmp_path)["tool"]["driver"]
    assert "informationUri" not in driver
    assert "helpUri" not in driver["rules"][0]


def test_columns_are_code_points_from_1(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": 'def f(a="äöü€𝄞", b=[]): ...\n'})
    found = the_run(tmp_path)
    assert found["columnKind"] == "unicodeCodePoints"
    (result,) = found["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 20,
        "endLine": 1,
        "endColumn": 22,
    }


def test_paths_are_relative_to_the_folder_of_the_run(tmp_path: Path) -> None:
    files.write(tmp_path, {"app/a file #1 100%.py": MUTABLE, "a:b.py": MUTABLE})
    found = the_run(tmp_path)
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in found["results"]]
    assert places == [
        {"uri": "a%3Ab.py", "uriBaseId": "SRCROOT"},
        {"uri": "app/a%20file%20%231%20100%25.py", "uriBaseId": "SRCROOT"},
    ]
    assert all(not urlsplit(place["uri"]).scheme for place in places)
    assert str(tmp_path) not in json.dumps(found)


def test_the_trail_is_told_as_related_locations() -> None:
    folder = EXAMPLES / "tangled_fastapi"
    expected = run(folder, "check", "--output-format", "json").json["diagnostics"]
    results = the_run(folder)["results"]
    assert any(item["trail"] for item in expected)
    for item, result in zip(expected, results, strict=True):
        told = [
            (
                place["physicalLocation"]["artifactLocation"]["uri"],
                place["physicalLocation"]["region"]["startLine"],
                place["message"]["text"],
            )
            for place in result.get("relatedLocations", ())
        ]
        assert told == [(step["path"], step["line"], step["message"]) for step in item["trail"]]
        assert [place.get("fullyQualifiedName") for place in result["locations"][0].get("logicalLocations", [{}])] == [
            item["symbol"]
        ]


def test_fingerprints_stay_when_code_moves(tmp_path: Path) -> None:
    files.write(tmp_path, {"app/a.py": MUTABLE + "\n\n" + MUTABLE, "app/b.py": MUTABLE})
    before = fingerprints(tmp_path)
    assert len({*before}) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", item) for item in before)
    (tmp_path / "app/a.py").write_text("# moved\n\n\n" + MUTABLE + "\n\nimport os\n\n" + MUTABLE)
    assert fingerprints(tmp_path) == before
    (tmp_path / "app/a.py").write_text(MUTABLE.replace("a=", "z=") + MUTABLE)
    after = fingerprints(tmp_path)
    assert len({*after} - {*before}) == 1


def test_fingerprints_do_not_depend_on_the_working_folder(tmp_path: Path) -> None:
    files.write(tmp_path, {"pyproject.toml": "[project]\nname = 'x'\n", "app/a.py": MUTABLE, "app/b.py": MUTABLE})
    assert fingerprints(tmp_path / "app") == fingerprints(tmp_path)


def test_a_file_that_can_not_be_read_is_told_of_the_run_too(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": MUTABLE, "b.py": "def (:\n"})
    found = the_run(tmp_path)
    (invocation,) = found["invocations"]
    assert invocation["executionSuccessful"] is True
    (told,) = invocation["toolExecutionNotifications"]
    assert told["associatedRule"]["id"] == "LAY903"
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b.py"
    assert [result["ruleId"] for result in found["results"]] == ["LAY001", "LAY903"]


def test_a_rule_that_fails_is_an_unsuccessful_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    router = "from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.get('/')\ndef get() -> str: ...\n"
    files.write(tmp_path, {"a.py": router})
    monkeypatch.setattr("layerlint.rule.View.handlers", lambda view: 1 / 0)
    (invocation,) = the_run(tmp_path)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["associatedRule"]["id"] == "LAY900"
