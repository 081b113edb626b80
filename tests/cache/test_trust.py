"""A cache is believed where the user's key has signed it and nothing of it was changed: all else is as if it weren't there."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.support import files
from tests.support.caching import NAME, check, checked, kept
from tests.support.corpus import ROOT
from tests.support.running import Result, run, spawn

from layerlint.engine.cache.hashing import digest, signature
from layerlint.engine.cache.signing import user_key

SAMPLE = 8


def context_file(project: Path) -> Path:
    """The file with findings; the other one has texts."""
    (found,) = (path for path in kept(project / NAME) if path.read_bytes().startswith(b"layerlint cache"))
    return found


def unsigned(path: Path) -> tuple[bytes, list[Any], bytes]:
    """The signature of a file, its table, and what follows."""
    _, given, header, rest = path.read_bytes().split(b"\n", 3)
    return given, json.loads(header), rest


def forged(path: Path, key: bytes) -> None:
    """A file of which all is right but the key; it says that nothing was found."""
    _, (name, table), rest = unsigned(path)
    sections = {title: rest[start : start + length] for title, (start, length, _) in table.items()}
    results = {module: [*row[:3], []] for module, row in json.loads(sections["results"]).items()}
    sections["results"] = json.dumps(results).encode()
    start, places = 0, {}
    for title, data in sections.items():
        places[title] = [start, len(data), digest(data)]
        start += len(data)
    header = json.dumps([name, places]).encode()
    path.write_bytes(b"\n".join([b"layerlint cache 1", signature(key, header).encode(), header, b"".join(sections.values())]))


@pytest.fixture
def found(project: Path) -> Result:
    """A run's findings, which are remembered."""
    result = check(project)
    assert "LAY101" in result.out
    return result


def test_a_file_that_the_key_has_signed_is_believed(project: Path, found: Result) -> None:
    """Without this, the forged ones below might be wrong for another reason."""
    forged(context_file(project), user_key() or b"")
    assert "LAY101" not in run(project, "check").out


@pytest.mark.parametrize("key", [b"", b"x" * 32])
def test_a_file_of_another_key_is_not(project: Path, found: Result, key: bytes) -> None:
    forged(context_file(project), key)
    assert run(project, "check") == found
    assert checked(project) == []


def test_a_file_with_an_old_signature_and_other_findings_is_not(project: Path, found: Result) -> None:
    path = context_file(project)
    given = unsigned(path)[0]
    forged(path, b"x" * 32)
    magic, _, rest = path.read_bytes().split(b"\n", 2)
    path.write_bytes(b"\n".join([magic, given, rest]))
    assert run(project, "check") == found


def test_a_file_of_another_context_is_not(project: Path, found: Result) -> None:
    """A run that leaves everything out would hide what others find."""
    name = context_file(project).name
    run(project, "check", "--select", "LAY106")
    other = next(path for path in kept(project / NAME) if path.read_bytes()[:9] == b"layerlint" and path.name != name)
    shutil.copy(other, project / NAME / name)
    assert run(project, "check") == found


def test_what_somebody_else_has_cached_is_not(project: Path, found: Result, home: Path) -> None:
    forged(context_file(project), user_key() or b"")
    shutil.rmtree(home / ".cache")
    assert run(project, "check") == found


def test_the_key_of_jobs_that_share_a_cache(project: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("LAYERLINT_CACHE_KEY", "secret")
    (project / "layerlint.toml").write_text('select = ["LAY1"]\nper-file-ignores = { "app/x.py" = ["LAY106"] }\n')
    check(project)
    assert list(home.iterdir()) == []
    moved = project.with_name("elsewhere")
    shutil.copytree(project, moved)
    assert checked(moved) == []
    monkeypatch.setenv("LAYERLINT_CACHE_KEY", "another")
    assert "app/routers.py" in checked(moved)


@pytest.mark.parametrize("is_shared", [True, False])
def test_layerlint_installed_anew(project: Path, tmp_path: Path, is_shared: bool) -> None:
    """Jobs that share a cache install layerlint again and again; what was found by other code is never used."""
    installed = [tmp_path / "first", tmp_path / "second"]
    for folder in installed:
        shutil.copytree(ROOT / "src", folder, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("__pycache__"))
    with_key = {"LAYERLINT_CACHE_KEY": "secret"} if is_shared else {}
    counts = []
    for folder in installed * 2:
        if len(counts) == 3:
            path = folder / "layerlint/rules/mutable_default.py"
            path.write_text(path.read_text() + "\nx = 1\n")
        found = spawn(project, "layerlint", "check", PYTHONPATH=str(folder), **with_key)
        assert "LAY101" in found.out
        counts.append(len(kept(project / NAME)))
    assert counts == ([2, 2, 2, 4] if is_shared else [2, 4, 4, 6])


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_nobody_else_reads_the_key(project: Path, found: Result, home: Path) -> None:
    path = home / ".cache/layerlint/key"
    assert path.stat().st_mode & 0o077 == 0
    assert len(path.read_bytes()) == 32
    assert [item.name for item in path.parent.iterdir()] == ["key"]


def test_a_damaged_key_is_made_anew(project: Path, found: Result, home: Path) -> None:
    (home / ".cache/layerlint/key").write_bytes(b"short")
    assert check(project) == found
    assert checked(project) == []


def truncated(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def flipped(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << random.randrange(8)]) + data[place + 1 :]


def flipped_at_the_start(data: bytes, random: Random) -> bytes:
    return flipped(data[:400], random) + data[400:]


def shuffled(data: bytes, random: Random) -> bytes:
    first, second = sorted(random.sample(range(len(data)), 2))
    return data[second:] + data[first:second] + data[:first]


def garbage(data: bytes, random: Random) -> bytes:
    return random.choice([b"", b"{}", b"null", b"\0" * 99, b"[" * 99999, pickle.dumps({"a": 1}), random.randbytes(999), data * 2])


@pytest.mark.parametrize("damage", [truncated, flipped, flipped_at_the_start, shuffled, garbage])
@pytest.mark.parametrize("is_edited", [False, True])
def test_damaged_anywhere(project: Path, found: Result, damage: Callable[[bytes, Random], bytes], is_edited: bool) -> None:
    random = Random(damage.__name__)
    if is_edited:
        path = project / "app/models.py"
        path.write_text("# a word\n" + path.read_text())
        found = run(project, "check", "--no-cache")
    good = {path: path.read_bytes() for path in kept(project / NAME)}
    for path in [*good] * SAMPLE:
        for other in kept(project / NAME):
            other.unlink()
        for other, data in good.items():
            other.write_bytes(damage(data, random) if other == path else data)
        assert run(project, "check") == found


@pytest.mark.parametrize("length", [0, 30, -1])
@pytest.mark.parametrize("title", ["head", "stamps", "results", "titles", "parts", "asked", "edits"])
def test_damaged_sections(project: Path, found: Result, title: str, length: int) -> None:
    """Each is read at another time: none that is damaged ends a run."""
    path = context_file(project)
    data = path.read_bytes()
    start, size, _ = unsigned(path)[1][1][title]
    begin = len(data) - len(unsigned(path)[2]) + start
    damaged = data[:begin] + b"x" * size + data[begin + size :] if length < 0 else data[: begin + min(length, size - 1)]
    for edit in ({}, {"app/new.py": "x = 1\n"}, {"app/routers.py": (project / "app/routers.py").read_text() + "\nx = 1\n"}):
        files.write(project, edit)
        path.write_bytes(damaged)
        os.utime(project / "app/models.py")
        check(project)


def test_nothing_is_unpickled(project: Path, found: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError

    for module, name in ((pickle, "load"), (pickle, "loads"), (pickle, "Unpickler")):
        monkeypatch.setattr(module, name, refuse)
    assert run(project, "check") == found
    for path in kept(project / NAME):
        path.write_bytes(b"cos\nsystem\n(S'exit 1'\ntR.")
    assert run(project, "check") == found
