"""Edits that change no fault bring nothing new to a code base with a baseline; a fault planted besides is told, each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.baseline import prepared
from benchmarks.edits import EDITS

from tests.support.effort import EFFORT

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tangled_fastapi", "tangled_django", "tangled_flask"])
def test_edits(tmp_path: Path, name: str) -> None:
    trial = prepared(EXAMPLES / name, tmp_path.resolve())
    assert trial.findings > 20
    assert not trial.new()
    outcomes = [*trial.outcomes(3 * len(EDITS) * EFFORT, seed=EFFORT)]
    assert [item for item in outcomes if not item.is_right] == []
    assert {item.edit for item in outcomes} == {edit.name for edit in EDITS}
    told = {code for item in outcomes for _, code, _, _ in item.told}
    assert {"LAY001", "LAY101", "LAY102", "LAY105", "LAY106", "LAY301", "LAY303", "LAY901"} <= told
