"""The examples: nothing in the layered ones, exactly what their comments say in the tangled ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from layerlint.rules import load
from tests.support import files, running, suites

EXAMPLES = Path(__file__).parents[1] / "examples"
KNOWN = {item.rule.code for item in load()}
FRAMEWORKS = ("django", "fastapi", "flask")
LAYERS = {
    "routers": "router",
    "views": "router",
    "dependencies": "dependency",
    "services": "service",
    "repositories": "repository",
    "schemas": "schema",
    "serializers": "schema",
    "models": "model",
}


@pytest.mark.parametrize(("framework", "least"), [("django", 25), ("fastapi", 50), ("flask", 30)])
def test_tangled(framework: str, least: int) -> None:
    folder = EXAMPLES / f"tangled_{framework}"
    expected = [item for item in files.marked(folder) if item.code in KNOWN]
    assert len(expected) > least
    assert running.findings(folder) == expected


def test_tangled_breaks_every_rule() -> None:
    broken = {item.code for item in files.marked(EXAMPLES / "tangled_fastapi")}
    assert KNOWN - broken == {"LAY900", "LAY903"}


@pytest.mark.parametrize("profile", ["recommended", "strict"])
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_layered(framework: str, profile: str) -> None:
    folder = EXAMPLES / f"layered_{framework}"
    assert running.findings(folder, "--profile", profile, "--min-confidence", "possible") == []


def test_all_from_outside() -> None:
    expected = [item for item in files.marked(EXAMPLES) if item.code in KNOWN]
    assert running.findings(EXAMPLES, *sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())) == expected


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("manner", ["layered", "tangled"])
def test_flake8_agrees(manner: str, framework: str) -> None:
    folder = EXAMPLES / f"{manner}_{framework}"
    everywhere = [item for item in running.findings(folder) if item.code not in suites.COMMAND_LINE]
    assert running.flake8_findings(folder, "-j", "1", ".") == everywhere


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_module_of_the_layered_one_has_its_layer(framework: str) -> None:
    document = running.run(EXAMPLES / f"layered_{framework}", "layers", "--output-format", "json").json
    modules = [item for item in document["modules"] if item["definitions"] and item["path"].count("/") == 2]
    found = {item["path"]: item["layer"] for item in modules if "/migrations/" not in item["path"]}
    assert set(found.values()) == set(LAYERS.values())
    assert {path: layer for path, layer in found.items() if layer != LAYERS[path.split("/")[1]]} == {}
