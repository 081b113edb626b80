"""Presets: what other houses mean to do is not told, all else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from layerlint.presets import PRESETS
from layerlint.rules import load
from tests.support import files, plugin, running, usual

APP = {
    "app/__init__.py": "",
    "app/models.py": """
        from flask_sqlalchemy import SQLAlchemy

        db = SQLAlchemy()


        class Note(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            done = db.Column(db.Boolean)

            def save(self):
                db.session.add(self)
                db.session.commit()
        """,
    "app/services/__init__.py": "",
    "app/services/notes.py": """
        from app.models import Note, db


        class NoteService:
            def open_notes(self):
                return Note.query.filter_by(done=False).all()

            def clear(self):
                db.session.execute("delete from note")
        """,
    "app/views.py": """
        from flask import Blueprint

        from app.models import Note, db
        from app.services.notes import NoteService

        bp = Blueprint("notes", __name__)


        @bp.post("/notes")
        def add_note():
            note = Note(done=False)
            note.save()
            return {"id": note.id}


        @bp.get("/notes/count")
        def count_notes():
            return {"count": db.session.scalar("select count(*) from note")}
        """,
}


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("layered", ["LAY101", "LAY101", "LAY301", "LAY301"]),
        ("services-query", ["LAY101", "LAY101"]),
        ("framework-services", ["LAY101", "LAY101"]),
        ("services-selectors", ["LAY101", "LAY101"]),
        ("active-record", ["LAY101", "LAY301"]),
        ("repositories-only", ["LAY101", "LAY101", "LAY301", "LAY301"]),
    ],
)
def test_presets(tmp_path: Path, preset: str, expected: list[str]) -> None:
    files.write(tmp_path, {**APP, "layerlint.toml": f'preset = "{preset}"\n'})
    found = running.codes(tmp_path)
    assert found == expected
    plugin.start()
    assert sorted(code for path in ("app/views.py", "app/services/notes.py") for code in plugin.codes(tmp_path / path)) == expected


def test_services_that_speak_http(tmp_path: Path) -> None:
    service = """
        from fastapi import HTTPException

        from app.dependencies import get_user_service


        class AccountService:
            def close(self) -> None:
                raise HTTPException(409, get_user_service.__name__)
        """
    folder = files.write(tmp_path, {**usual.FILES, "app/account_service.py": service})
    assert running.codes(folder, "--profile", "strict") == ["LAY303", "LAY601"]
    (folder / "layerlint.toml").write_text('preset = "framework-services"\n')
    assert running.codes(folder, "--profile", "strict") == []


def test_a_code_turns_a_rule_on_in_spite_of_the_preset(tmp_path: Path) -> None:
    files.write(tmp_path, {**APP, "layerlint.toml": 'preset = "services-query"\nextend-select = ["LAY301"]\n'})
    assert running.codes(tmp_path) == ["LAY101", "LAY101", "LAY301", "LAY301"]


def test_presets_name_rules_that_there_are() -> None:
    known = {item.rule.code for item in load()}
    assert {code for preset in PRESETS.values() for code in preset.off} - known <= {"LAY111", "LAY602"}


def test_an_unknown_preset_is_told(tmp_path: Path) -> None:
    files.write(tmp_path, {"a.py": "x = 1\n", "layerlint.toml": '\npreset = "activerecord"\n'})
    result = running.run(tmp_path, "check")
    assert result.status == 2
    assert result.err.endswith("layerlint.toml:2: unknown preset `activerecord`, did you mean `active-record`?\n")
