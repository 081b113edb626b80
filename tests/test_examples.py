"""The examples: nothing in the layered one, exactly what its comments say in the tangled one."""

from __future__ import annotations

from pathlib import Path

import pytest

from layerlint.rules import load
from tests.support import files, running, suites

EXAMPLES = Path(__file__).parents[1] / "examples"
KNOWN = {item.rule.code for item in load()}


def test_tangled() -> None:
    folder = EXAMPLES / "tangled_fastapi"
    expected = [item for item in files.marked(folder) if item.code in KNOWN]
    assert len(expected) > 50
    assert running.findings(folder) == expected


def test_tangled_breaks_every_rule() -> None:
    broken = {item.code for item in files.marked(EXAMPLES / "tangled_fastapi")}
    assert KNOWN - broken == {"LAY900", "LAY903"}


@pytest.mark.parametrize("profile", ["recommended", "strict"])
def test_layered(profile: str) -> None:
    assert running.findings(EXAMPLES / "layered_fastapi", "--profile", profile, "--min-confidence", "possible") == []


def test_both_from_outside() -> None:
    expected = [item for item in files.marked(EXAMPLES) if item.code in KNOWN]
    assert running.findings(EXAMPLES, "layered_fastapi", "tangled_fastapi") == expected


@pytest.mark.parametrize("name", ["layered_fastapi", "tangled_fastapi"])
def test_flake8_agrees(name: str) -> None:
    folder = EXAMPLES / name
    everywhere = [item for item in running.findings(folder) if item.code not in suites.COMMAND_LINE]
    assert running.flake8_findings(folder, "-j", "1", ".") == everywhere


def test_every_module_of_the_layered_one_has_its_layer() -> None:
    document = running.run(EXAMPLES / "layered_fastapi", "layers", "--output-format", "json").json
    folders = {
        "routers": "router",
        "dependencies": "dependency",
        "services": "service",
        "repositories": "repository",
        "schemas": "schema",
        "models": "model",
    }
    layers = {item["path"]: item["layer"] for item in document["modules"] if item["definitions"] and item["path"].count("/") == 2}
    wrong = {path: layer for path, layer in layers.items() if layer != folders[path.split("/")[1]]}
    assert wrong == {}
