"""The tangled FastAPI example behaves as before once all fixes are carried out, unsafe ones too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.support import running

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_fixes_change_no_behaviour(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "examples/tangled_fastapi", tmp_path / "tangled_fastapi")
    told = running.run(folder, "check", "--unsafe-fixes", "--profile", "strict").err
    assert told.startswith("fixed ")
    assert "not fixed" not in told
    suite = "tests/examples/test_behaviour.py"
    done = running.spawn(
        ROOT, "pytest", "-p", "no:cacheprovider", "-k", "tangled_fastapi", suite, LAYERLINT_TANGLED=str(folder)
    )
    assert done.status == 0, done.out
    assert done.out.count(".") > 50
