"""`layerlint init`: a preset that fits, what would be found with it, and a configuration that is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from layerlint.presets import PRESETS
from tests.support import files, running
from tests.test_presets import APP

EXAMPLES = Path(__file__).parents[1] / "examples"
ENTITIES = """
from flask import Blueprint

from app.models import Note

bp = Blueprint("more", __name__)
""" + "".join(f'\n\n@bp.get("/{name}")\ndef {name}():\n    return {{"done": Note.query.get(1).done}}\n' for name in "abcdefghij")


def proposed(text: str) -> str:
    (line,) = [line for line in text.splitlines() if line.startswith("preset: ")]
    return line.split()[1]


def test_a_layered_application(tmp_path: Path) -> None:
    result = running.run(EXAMPLES / "layered_fastapi", "init")
    assert result.status == 0
    assert proposed(result.out) == "layered"
    assert "findings with it: 0\n" in result.out
    assert all(name in result.out for name in PRESETS)


@pytest.mark.parametrize(
    ("modules", "preset"),
    [
        ({"app/more.py": ENTITIES}, "active-record"),
        (
            {
                "app/views.py": "",
                "app/services/more.py": "from app.models import db\n"
                + "".join(f"\n\ndef f{i}():\n    return db.session.scalar('select {i}')\n" for i in range(6)),
            },
            "services-query",
        ),
        (
            {
                "app/services/notes.py": "from app.models import db\n\n\ndef clear():\n    db.session.execute('x')\n",
                "app/selectors.py": "from app.models import Note\n\n\ndef all_notes():\n    return Note.query.all()\n",
            },
            "services-selectors",
        ),
        (
            {
                "app/services/notes.py": "",
                "app/repositories.py": "from app.models import db\n"
                + "".join(f"\n\ndef f{i}():\n    return db.session.scalar('select {i}')\n" for i in range(6)),
            },
            "repositories-only",
        ),
    ],
)
def test_the_preset_fits(tmp_path: Path, modules: dict[str, str], preset: str) -> None:
    files.write(tmp_path, {**APP, **modules})
    result = running.run(tmp_path, "init")
    assert proposed(result.out) == preset, result.out


def test_what_it_shows_is_what_check_finds(tmp_path: Path) -> None:
    files.write(tmp_path, APP)
    for name in PRESETS:
        result = running.run(tmp_path, "init", "--preset", name)
        (tmp_path / "layerlint.toml").write_text(f'preset = "{name}"\n')
        found = running.codes(tmp_path)
        (tmp_path / "layerlint.toml").unlink()
        assert proposed(result.out) == name
        assert f"findings with it: {len(found)}\n" in result.out
        assert {code for code in found if code not in result.out} == set()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_write(tmp_path: Path, newline: str) -> None:
    before = f'[project]{newline}name = "é"'
    files.write(tmp_path, {**APP, "pyproject.toml": before.encode()})
    assert running.run(tmp_path, "init", "--preset", "services-query").status == 0
    assert (tmp_path / "pyproject.toml").read_bytes() == before.encode()
    assert running.run(tmp_path, "init", "--preset", "services-query", "--write").status == 0
    after = before + newline * 2 + f'[tool.layerlint]{newline}preset = "services-query"{newline}'
    assert (tmp_path / "pyproject.toml").read_bytes() == after.encode()
    assert running.codes(tmp_path) == ["LAY101", "LAY101"]
    again = running.run(tmp_path, "init", "--write")
    assert again.status == 2
    assert "pyproject.toml configures layerlint already" in again.err
    assert (tmp_path / "pyproject.toml").read_bytes() == after.encode()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".layerlint_cache", "app", "pyproject.toml"]


def test_write_without_a_pyproject(tmp_path: Path) -> None:
    files.write(tmp_path, APP)
    assert running.run(tmp_path, "init", "--write", "--preset", "layered").status == 0
    assert (tmp_path / "layerlint.toml").read_text() == 'preset = "layered"\n'


def test_write_keeps_links_and_leaves_nothing_behind(tmp_path: Path) -> None:
    files.write(tmp_path, {**{f"project/{name}": text for name, text in APP.items()}, "shared.toml": "[project]\n"})
    link = tmp_path / "project/pyproject.toml"
    link.symlink_to(tmp_path / "shared.toml")
    (tmp_path / "shared.toml").chmod(0o600)
    assert running.run(tmp_path / "project", "init", "--write", "--preset", "layered").status == 0
    assert link.is_symlink()
    assert "[tool.layerlint]" in (tmp_path / "shared.toml").read_text()
    assert (tmp_path / "shared.toml").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project", "shared.toml"]


def test_ruff_users_are_told(tmp_path: Path) -> None:
    files.write(tmp_path, {**APP, "pyproject.toml": "[tool.ruff]\nline-length = 100\n"})
    assert 'external = ["LAY"]' in running.run(tmp_path, "init").out
    files.write(tmp_path, {"pyproject.toml": '[tool.ruff.lint]\nexternal = ["LAY"]\n'})
    assert "ruff" not in running.run(tmp_path, "init").out


def test_nothing_to_look_at(tmp_path: Path) -> None:
    assert running.run(tmp_path, "init").status == 2
    assert running.run(tmp_path, "init", "nowhere").err == "layerlint: nowhere is no folder\n"
