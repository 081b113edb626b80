"""`check --watch` reports again what a change touches, whatever the files go through."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support import files
from tests.support.caching import NAME
from tests.support.corpus import ROOT
from tests.support.running import run

SECONDS = 60
READY = "Ctrl-C stops"


def _listening() -> None:
    """Be stopped by Ctrl-C, even where the tests run in the background of a shell."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Watch:
    """A process that watches a folder, and what it has printed so far."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self._arguments = arguments
        self._out, self._err = folder.parent / "out", folder.parent / "err"
        with self._out.open("wb") as out, self._err.open("wb") as err:
            command = [sys.executable, "-m", "layerlint", "check", "--watch", *arguments]
            self.process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=err, preexec_fn=_listening)  # noqa: PLW1509
        self._runs = 0
        self._seen = 0

    def report(self) -> tuple[str, str]:
        """What is printed for the next run that has anything new to say."""
        self._runs += 1
        self._wait(lambda: self.err.count(READY) >= self._runs)
        text = self._out.read_text()
        found, self._seen = text[self._seen :], len(text)
        return found, self.err.split(READY)[self._runs - 1]

    @property
    def err(self) -> str:
        return self._err.read_text()

    def expected(self) -> str:
        """What a run of its own prints."""
        arguments = [item for item in self._arguments if item != "--no-cache"]
        return run(self.folder, "check", "--no-cache", *arguments).out

    def _wait(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + SECONDS
        while not condition():
            assert self.process.poll() is None, self.err
            assert time.monotonic() < until, self.err
            time.sleep(0.05)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


@pytest.fixture
def application(tmp_path: Path) -> Path:
    folder = tmp_path / "application"
    shutil.copytree(ROOT / "examples/tangled_fastapi", folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    (folder / ".git").mkdir()
    return folder


@pytest.fixture(params=[(), ("--no-cache",)], ids=["cache", "no cache"])
def watch(application: Path, request: pytest.FixtureRequest) -> Iterator[Watch]:
    found = Watch(application, "--output-format", "concise", *request.param)
    yield found
    found.process.kill()
    found.process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_watch(watch: Watch) -> None:
    out, err = watch.report()
    assert out == watch.expected()
    assert "LAY" in out
    assert "watching" in err
    assert (watch.folder / NAME).exists() == ("--no-cache" not in watch._arguments)

    # A file that others depend on: their findings change, though they don't.
    path = watch.folder / "app/models/user.py"
    text = path.read_text()
    path.write_text(text.replace("class User(", "class Person("))
    without, err = watch.report()
    assert "app/models/user.py changed" in err
    assert without == watch.expected()
    assert {line for line in out.splitlines() if "app/models/user.py" not in line} - {*without.splitlines()}

    # Half written, as editors do.
    path.write_text(text + "\ndef (")
    broken, err = watch.report()
    assert "LAY903" in broken
    assert broken == watch.expected()

    # A configuration that is wrong for a while.
    files.write(watch.folder, {"layerlint.toml": "selct = []\n"})
    nothing, err = watch.report()
    assert nothing == ""
    assert "layerlint.toml is new" in err
    assert "configur" in err or "unknown" in err
    (watch.folder / "layerlint.toml").unlink()
    assert "layerlint.toml is gone" in watch.report()[1]

    path.write_text(text)
    mended, err = watch.report()
    assert mended == out

    # Files that come, go, and move.
    files.write(watch.folder, {"app/fresh.py": "def fresh(names=[]):\n    return names\n"})
    added, err = watch.report()
    assert "app/fresh.py is new" in err
    assert added == watch.expected()
    (watch.folder / "app/fresh.py").unlink()
    assert watch.report()[0] == out

    assert watch.stop() == 130
    assert "Traceback" not in watch.err


def test_watch_only_reports(application: Path) -> None:
    for option in ("--fix", "--unsafe-fixes", "--diff"):
        result = run(application, "check", "--watch", option)
        assert (result.status, len(result.err.splitlines())) == (2, 1)


def test_watch_wants_something_to_watch(application: Path) -> None:
    assert run(application, "check", "--watch", "none").status == 2
    assert run(application, "check", "--watch", "--min-confidence", "none").status == 2
