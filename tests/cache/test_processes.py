"""Several processes at once, and processes that are killed in the midst of writing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.support import files
from tests.support.caching import NAME, check, checked, kept
from tests.support.running import run

SLOW = """
import os, sys, time
from layerlint.engine.cache import folder

class Slow:
    def __init__(self, parts):
        self.parts = parts
    def __iter__(self):
        for part in self.parts:
            for start in range(0, len(part), 512):
                yield part[start : start + 512]
                count = int(os.environ["COUNT"]) - 1
                os.environ["COUNT"] = str(count)
                if count == 0:
                    print("writing", flush=True)
                    time.sleep(60)

usual = folder.CacheFolder.write
folder.CacheFolder.write = lambda self, name, parts: usual(self, name, Slow(parts))
from layerlint.cli import main
sys.exit(main(["check"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
@pytest.mark.parametrize("count", [1, 4, 20])
@pytest.mark.parametrize("is_warm", [False, True])
def test_a_process_that_is_killed_as_it_writes(project: Path, count: int, is_warm: bool) -> None:
    if is_warm:
        check(project)
        files.write(project, {"app/new.py": "def f(x=[]):\n    return x\n"})
    expected = run(project, "check", "--no-cache")
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], cwd=project, stdout=subprocess.PIPE, env={**os.environ, "COUNT": str(count)}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)
    assert list((project / NAME).glob("*.tmp"))
    assert run(project, "check") == expected
    assert checked(project) == []


def test_processes_at_once(project: Path) -> None:
    expected = run(project, "check", "--no-cache")
    for _ in range(2):
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "layerlint", "check"], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            for _ in range(8)
        ]
        for process in processes:
            out, err = process.communicate(timeout=120)
            assert (process.returncode, out, err) == (expected.status, expected.out, expected.err)
    assert checked(project) == []
    assert len(kept(project / NAME)) <= 16
    assert not list((project / NAME).glob("*.tmp"))


def test_processes_at_once_between_edits(project: Path) -> None:
    """Each sees a whole state, of before or after the others'."""
    check(project)
    command = [sys.executable, "-m", "layerlint", "check", "--ignore"]
    for number in range(2):
        files.write(project, {"app/new.py": f"def f{number}(x=[]):\n    return x\n"})
        rules = ["LAY101", "LAY106", "LAY112"]
        processes = [
            subprocess.Popen([*command, rule], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            for rule in rules * 2
        ]
        found = [process.communicate(timeout=120)[0] for process in processes]
        assert found == [run(project, "check", "--no-cache", "--ignore", rule).out for rule in rules * 2]


def test_a_folder_that_is_removed_as_it_is_used(project: Path) -> None:
    expected = run(project, "check", "--no-cache")
    process = subprocess.Popen([sys.executable, "-m", "layerlint", "check"], cwd=project, stdout=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        run(project, "clean")
    assert process.communicate(timeout=60)[0] == expected.out
    check(project)
