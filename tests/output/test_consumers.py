"""What programs that read these formats say of them. They are npm packages: `.ci/run` gets them where npm reaches its registry."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from tests.support.running import run

from layerlint.output import links

EXAMPLES = Path(__file__).parents[2] / "examples"
PACKAGES = Path(os.environ.get("LAYERLINT_CONSUMERS", "")) / "node_modules"
MULTITOOL = PACKAGES / "@microsoft/sarif-multitool-linux/Sarif.Multitool"
RDFORMAT = PACKAGES / "@umbrelladocs/rdformat-validator/bin/rdformat-validator.js"
TANGLED = pytest.mark.parametrize("name", ["tangled_fastapi", "tangled_django", "tangled_flask"])
# Advice that is not taken: the lines themselves, messages as patterns, the commit, a schema fetched from the network.
NOT_TAKEN = ("SARIF2002", "SARIF2003", "SARIF2006", "SARIF2010", "SARIF2011")


def written(name: str, output_format: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(links.VARIABLE, "https://docs.example/layerlint")
    arguments = ["--profile", "strict", "--output-format", output_format, "--output-file", str(file)]
    assert run(EXAMPLES / name, "check", *arguments).status == 1


def told(command: list[str], file: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    return subprocess.run(command, cwd=file.parent, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.skipif(not MULTITOOL.is_file(), reason="LAYERLINT_CONSUMERS names no folder with Microsoft's SARIF multitool")
@TANGLED
def test_the_multitool_finds_nothing_wrong(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.sarif"
    written(name, "sarif", file, monkeypatch)
    levels = ["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--kind", "Fail"]
    done = told([str(MULTITOOL), "validate", str(file), *levels], file)
    assert "Analysis completed successfully." in done.stdout
    lines = [line for line in done.stdout.splitlines() if "a.sarif" in line]
    assert [line for line in lines if not any(f": note {code}: " in line or f" note {code}: " in line for code in NOT_TAKEN)] == []


@pytest.mark.skipif(not MULTITOOL.is_file(), reason="LAYERLINT_CONSUMERS names no folder with Microsoft's SARIF multitool")
def test_the_multitool_does_find_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.sarif"
    written("tangled_flask", "sarif", file, monkeypatch)
    file.write_text(file.read_text().replace('"startColumn": ', '"startColumn": -'))
    done = told([str(MULTITOOL), "validate", str(file), "--rule-kind", "Sarif;Ghas", "--level", "Error", "--kind", "Fail"], file)
    assert ": error " in done.stdout


@pytest.mark.skipif(not RDFORMAT.is_file(), reason="LAYERLINT_CONSUMERS names no folder with the RD format validator")
@TANGLED
def test_the_rd_format_validator_finds_nothing_wrong(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.json"
    written(name, "rdjson", file, monkeypatch)
    done = told(["node", str(RDFORMAT), "--strict", str(file)], file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Total errors: 0" in done.stdout
