"""Where what is found is kept, and what happens where it can't be."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from tests.support import files
from tests.support.caching import NAME, check, checked, kept
from tests.support.running import run, spawn

from layerlint.engine.cache import folder as cache_folder
from layerlint.engine.cache.folder import CacheFolder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_folder_says_what_it_is(project: Path) -> None:
    check(project)
    assert "*" in (project / NAME / ".gitignore").read_text().splitlines()
    assert (project / NAME / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert kept(project / NAME)


def test_git_does_not_see_it(tmp_path: Path) -> None:
    files.write(tmp_path, {"app/main.py": "x = 1\n"})
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    check(tmp_path)
    status = subprocess.run(["git", "status", "--porcelain", "-uall"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert (tmp_path / NAME).is_dir()
    assert NAME not in status.stdout


def test_it_lies_in_the_project_wherever_a_run_begins(project: Path) -> None:
    check(project / "app", "routers.py")
    assert (project / NAME).is_dir()
    assert not (project / "app" / NAME).exists()


def test_the_second_run_checks_nothing(project: Path) -> None:
    assert "app/routers.py" in checked(project)
    assert checked(project) == []
    check(project)


def test_no_cache_neither_reads_nor_writes(project: Path) -> None:
    run(project, "check", "--no-cache")
    assert not (project / NAME).exists()
    run(project, "check")
    before = {path: path.read_bytes() for path in kept(project / NAME)}
    assert "app/routers.py" in checked(project, "--no-cache")
    files.write(project, {"app/other.py": "y = 2\n"})
    run(project, "check", "--no-cache")
    assert {path: path.read_bytes() for path in kept(project / NAME)} == before


def test_cache_dir(project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "a" / "cache"
    run(project, "check", "--cache-dir", str(elsewhere))
    assert kept(elsewhere)
    assert not (project / NAME).exists()
    assert checked(project, "--cache-dir", str(elsewhere)) == []


def test_two_projects_in_one_folder(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(project, other)
    text = (project / "app/routers.py").read_text().replace("names: list = []", "names: list = ()")
    (other / "app/routers.py").write_text(text)
    for folder in (project, other):
        for path in folder.rglob("*.py"):
            os.utime(path, ns=(0, 0))
    for _ in range(2):
        for folder in (project, other):
            check(folder, "--cache-dir", str(tmp_path / "cache"))


def test_the_key_of_the_configuration(project: Path) -> None:
    (project / "layerlint.toml").write_text('cache-dir = "var/found"\n')
    check(project)
    assert kept(project / "var/found")
    assert not (project / NAME).exists()


@pytest.mark.parametrize("value", ["/tmp/found", "../found", "a/../../found", ".", "./"])
def test_a_configuration_names_a_folder_below_its_own(project: Path, value: str) -> None:
    (project / "layerlint.toml").write_text(f'cache-dir = "{value}"\n')
    for command in ("check", "clean"):
        result = run(project, command)
        assert result.status == 2
        assert "layerlint.toml:1: `cache-dir` must be a folder" in result.err


def test_a_configuration_does_not_lead_out_by_a_link(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / "link").symlink_to(tmp_path / "elsewhere")
    (project / "layerlint.toml").write_text('cache-dir = "link/found"\n')
    result = run(project, "check")
    assert result.status == 2
    assert "leads out of the configuration's folder by a link" in result.err
    assert names(tmp_path / "elsewhere") == []


@pytest.mark.parametrize("option", [True, False])
def test_a_folder_of_code_never_becomes_a_cache(project: Path, option: bool) -> None:
    if not option:
        (project / "layerlint.toml").write_text('cache-dir = "app"\n')
    arguments = ("--cache-dir", "app") if option else ()
    before = names(project / "app")
    check(project, *arguments)
    assert names(project / "app") == before
    assert run(project, "clean", *arguments).status == 2
    assert names(project / "app") == before


def test_a_link_is_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / NAME).symlink_to(tmp_path / "elsewhere")
    check(project)
    assert names(tmp_path / "elsewhere") == []
    assert run(project, "clean").status == 2
    run(project, "check", "--cache-dir", str(tmp_path / "elsewhere"))
    assert "app/routers.py" in checked(project)


@pytest.mark.parametrize("name", [".gitignore", "CACHEDIR.TAG", "lock"])
def test_links_in_the_folder_are_not_written_through(project: Path, tmp_path: Path, name: str) -> None:
    (project / NAME).mkdir()
    (project / NAME / name).symlink_to(tmp_path / "elsewhere")
    with CacheFolder(project / NAME).lock():
        check(project)
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_where_the_folder_should_be(project: Path) -> None:
    (project / NAME).write_text("mine")
    check(project)
    assert (project / NAME).read_text() == "mine"


def test_a_folder_that_nobody_can_make(project: Path) -> None:
    (project / "file").write_text("mine")
    check(project, "--cache-dir", "file/below/cache")
    assert (project / "file").read_text() == "mine"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
@pytest.mark.parametrize("is_warm", [True, False])
def test_what_cannot_be_written(project: Path, monkeypatch: pytest.MonkeyPatch, code: int, is_warm: bool) -> None:
    if is_warm:
        check(project)
        files.write(project, {"app/other.py": "y = 2\n"})

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    check(project)
    check(project)


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from layerlint.cli import main
sys.exit(main(["check"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
@pytest.mark.parametrize("size", [0, 100, 3000])
def test_a_disk_that_is_full_in_the_midst_of_writing(project: Path, size: int) -> None:
    expected = run(project, "check", "--no-cache")
    done = subprocess.run([sys.executable, "-c", LIMITED, str(size)], cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (expected.status, expected.out, expected.err)
    assert [name for name in names(project / NAME) if name.endswith(".tmp")] == []
    check(project)
    assert checked(project) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(project: Path) -> None:
    check(project)
    (project / NAME).chmod(0o555)
    files.write(project, {"app/other.py": "y = 2\n"})
    check(project)
    (project / NAME).chmod(0o755)


def test_many_contexts_and_many_edits_stay_bounded(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_folder, "_MOST_FILES", 6)
    for number in range(12):
        run(project, "check", "--ignore", f"LAY{101 + number % 6}" if number < 6 else "LAY101,LAY105")
        assert len(kept(project / NAME)) <= 6
    assert checked(project, "--ignore", "LAY101,LAY105") == []


def test_a_folder_of_large_files_stays_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_folder, "_MOST_BYTES", 1000)
    folder = CacheFolder(tmp_path / "cache")
    for number in range(9):
        assert folder.write(f"n{number}", [b"x" * 300])
        os.utime(tmp_path / f"cache/n{number}.cache", ns=(number, number))
    folder.write("last", [b"x" * 300])
    assert [path.name for path in kept(tmp_path / "cache")] == ["last.cache", "n7.cache", "n8.cache"]
    folder.write("large", [b"x" * 3000])
    assert [path.name for path in kept(tmp_path / "cache")] == ["large.cache"]


def test_what_killed_processes_left_behind_is_swept_up(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path / "cache")
    folder.write("a", [b"x"])
    old, new = tmp_path / "cache/old.tmp", tmp_path / "cache/new.tmp"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    folder.write("b", [b"x"])
    assert (old.exists(), new.exists()) == (False, True)


def test_clean(project: Path) -> None:
    check(project)
    with CacheFolder(project / NAME).lock():
        pass
    result = run(project / "app", "clean")
    assert (result.status, result.out) == (0, "")
    assert f"{NAME} removed" in result.err
    assert not (project / NAME).exists()
    again = run(project, "clean")
    assert (again.status, again.err) == (0, f"layerlint: there is no cache in {NAME}\n")


def test_clean_takes_the_folder_that_check_takes(project: Path, tmp_path: Path) -> None:
    for arguments in (("--cache-dir", str(tmp_path / "other")), ("--cache-dir", "here")):
        run(project, "check", *arguments)
        assert (project / arguments[1]).is_dir()
        assert run(project, "clean", *arguments).status == 0
        assert not (project / arguments[1]).exists()
    (project / "layerlint.toml").write_text('cache-dir = "found"\n')
    run(project, "check")
    assert run(project, "clean").err == "layerlint: found removed\n"


@pytest.mark.parametrize("tag", [None, "", "Signature: 8a477f597d28d172789f06886806bc55\n# This is a cache of another tool.\n"])
def test_clean_refuses_what_is_no_cache_of_ours(project: Path, tag: str | None) -> None:
    content = {"data/notes.txt": "mine", **({"data/CACHEDIR.TAG": tag} if tag is not None else {})}
    files.write(project, content)
    result = run(project, "clean", "--cache-dir", "data")
    assert result.status == 2
    assert len(result.err.splitlines()) == 1
    assert (project / "data/notes.txt").read_text() == "mine"


def test_clean_never_removes_what_is_not_ours(project: Path) -> None:
    check(project)
    files.write(project / NAME, {"notes.txt": "mine", "code/a.py": "x = 1\n"})
    result = run(project, "clean")
    assert result.status == 2
    assert "code" in result.err
    assert names(project / NAME) == ["code", "code/a.py", "notes.txt"]


def test_clean_after_a_process_was_stopped_as_it_made_the_folder(project: Path) -> None:
    files.write(project, {f"{NAME}/CACHEDIR.TAG": "Signature: 8a47", f"{NAME}/x.tmp": "half"})
    check(project)
    assert checked(project) == []
    assert run(project, "clean").status == 0


def test_no_home(project: Path) -> None:
    """Where the key can't lie outside the project, nothing is kept."""
    expected = run(project, "check", "--no-cache")
    for home in ("", "relative", "/dev/null/none"):
        assert spawn(project, "layerlint", "check", HOME=home, LOCALAPPDATA=home) == expected
        assert sorted(path.name for path in project.iterdir()) == [".git", "app", "layerlint.toml"]


HOMELESS = """
import os, pwd, sys
del os.environ["HOME"]
pwd.getpwuid = {}.__getitem__
from layerlint.cli import main
sys.exit(main(["check"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no pwd there")
def test_a_home_that_nobody_knows(project: Path) -> None:
    expected = run(project, "check", "--no-cache")
    done = subprocess.run([sys.executable, "-c", HOMELESS], cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (expected.status, expected.out, expected.err)
