"""`check --workers`: whoever checks, and whatever becomes of them, the findings are the same."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path

import pytest
from benchmarks import generated

from layerlint.engine import Options, copies, open_projects, sharing
from layerlint.engine.analysis import Analysis
from layerlint.engine.copies import Queue
from layerlint.engine.result import FileResult
from layerlint.engine.run import Workers, check
from layerlint.project import Contributions
from tests.support.running import Result, run

EXAMPLES = Path(__file__).parents[1] / "examples"
METHODS = [method for method in ("fork", "spawn") if method in multiprocessing.get_all_start_methods()]
BROKEN = {"app/broken.py": b"def f(:\n", "app/bytes.py": b"x = '\xff'\n", "app/null.py": b"x = 1\0\n"}
WITHOUT = ("--no-cache", "--profile", "strict", "--min-confidence", "possible")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    generated.project(2500).write(folder)
    for path, content in BROKEN.items():
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def project(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "project"))


@pytest.fixture(params=METHODS)
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sharing, "start_method", lambda: request.param)
    return str(request.param)


def checked(folder: Path, workers: int, *arguments: str) -> Result:
    return run(folder, "check", "--output-format", "json", "--workers", str(workers), *arguments)


def assert_one_line(result: Result, text: str) -> None:
    assert result.status == 2
    assert result.out == ""
    (line,) = result.err.splitlines()
    assert line.startswith("layerlint: ")
    assert text in line


@pytest.mark.parametrize("name", ["tangled_fastapi", "tangled_django", "layered_flask"])
def test_examples(name: str, method: str) -> None:
    folder = EXAMPLES / name
    alone = checked(folder, 1, *WITHOUT)
    assert alone.status in (0, 1)
    assert checked(folder, 2, *WITHOUT) == alone


@pytest.mark.parametrize("workers", [2, 8])
def test_a_project_with_files_that_cant_be_read(project: Path, method: str, workers: int) -> None:
    alone = checked(project, 1, *WITHOUT)
    assert {item["path"] for item in alone.json["diagnostics"]} >= BROKEN.keys()
    assert len(alone.json["diagnostics"]) > len(BROKEN)
    assert checked(project, workers, *WITHOUT) == alone


def test_from_above(project: Path, method: str) -> None:
    alone = run(project.parent, "check", "project", "--workers", "1", *WITHOUT)
    assert run(project.parent, "check", "project", "--workers", "3", *WITHOUT) == alone


@pytest.mark.parametrize("part", [".", "app/broken.py", "app/core"])
def test_what_is_left_for_the_next_run(project: Path, part: str) -> None:
    results = {}
    for workers in (1, 3):
        cache = ("--cache-dir", str(project.parent / f"cache{workers}"), "--profile", "strict")
        copy = Path(shutil.copytree(project, project.parent / str(workers) / "project"))
        cold = checked(copy, workers, *cache, part)
        warm = checked(copy, 1, *cache)
        core = next((copy / "app/core").glob("[a-z]*.py"))
        core.write_text("# moved by a line\n" + core.read_text())
        moved = checked(copy, 1, *cache)
        session = copy / "app/core/session.py"
        session.write_text(session.read_text().replace("AsyncSession", "Session"))
        (copy / "app/broken.py").write_text("def f(): pass\n")
        edited = checked(copy, 1, *cache)
        assert edited == checked(copy, 1, "--no-cache", "--profile", "strict")
        results[workers] = (cold, warm, moved, edited)
    assert results[1] == results[3]


@pytest.mark.parametrize(
    ("start", "cores", "size", "count"),
    [("fork", 2, 10**7, 2), ("fork", 64, 10**7, 4), ("fork", 64, 1_000_000, 2), ("fork", 2, 1000, 1), ("spawn", 64, 10**7, 1)],
)
def test_as_many_as_pay(monkeypatch: pytest.MonkeyPatch, start: str, cores: int, size: int, count: int) -> None:
    monkeypatch.setattr(sharing, "start_method", lambda: start)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(cores), raising=False)
    assert sharing.worker_count(None, size) == count
    assert sharing.worker_count(8, size) == 8


def test_none_are_refused(project: Path) -> None:
    assert_one_line(checked(project, 0), "--workers")


REDEFINED = """\
from typing import overload
from fastapi import Depends

@overload
def guarded(name: str) -> str: ...


@overload
def guarded(name: int) -> int: ...


def guarded(name, session=Depends(get_session)):
    return name
"""


USING = """\
from app.dependencies import guarded
from pydantic import BaseModel

class Name(BaseModel):
    name: str
"""


def test_the_order_of_checks_changes_nothing(project: Path) -> None:
    (project / "app/dependencies.py").write_text(REDEFINED)
    (project / "app/schemas.py").write_text(USING)
    one, other = selected(project)[0], selected(project)[0]
    found = {key: one.analysis.result(key) for key in one.keys}
    assert {key: other.analysis.result(key) for key in reversed(other.keys)} == found
    assert found["app/schemas.py"].findings[0].finding.trail[-1].line == 12


@pytest.mark.skipif("fork" not in METHODS, reason="copies of this process are needed")
def test_tests_and_migrations_are_seen_to_meanwhile(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "start_method", lambda: "fork")
    beside = {f"tests/test_{number}.py": "import app\n" + "x = 1  # a line\n" * 4000 for number in range(8)}
    beside["tests/test_broken.py"] = "def f(:\n"
    beside["tests/test_noqa.py"] = "import app  # layerlint: ignore[LAY999]\n"
    (project / "tests").mkdir(exist_ok=True)
    for path, text in beside.items():
        (project / path).write_text(text)
    alone = checked(project, 1, *WITHOUT)
    assert {"tests/test_broken.py", "tests/test_noqa.py"} <= {item["path"] for item in alone.json["diagnostics"]}
    for workers in (2, 3):
        assert checked(project, workers, *WITHOUT) == alone


@pytest.mark.skipif("fork" not in METHODS, reason="copies of this process take from it")
def test_a_queue_gives_each_number_once() -> None:
    queue = Queue([range(3), range(3, 5), ()])
    taking = [queue.take(line) for line in (1, 0, 2)]
    assert [next(one) for one in taking] == [3, 0, 1]
    assert [*taking[0]] == [4, 2]
    assert [*taking[1]] == []
    queue.close()


def selected(folder: Path) -> list:
    with chdir(folder):
        return open_projects([Path()], Options(), lambda _: None)


def children() -> list[int]:
    return [process.pid for process in multiprocessing.active_children() if process.pid is not None]


def test_progress_tells_each_file_once(project: Path, method: str) -> None:
    told: Counter[str] = Counter()
    projects = selected(project)
    check(projects, lambda key: told.update([key]), None, Workers(3))
    assert told == Counter(projects[0].keys)
    assert children() == []


def test_a_killed_process_is_stood_in_for(project: Path, method: str) -> None:
    told: Counter[str] = Counter()

    def progress(key: str) -> None:
        if not told:
            os.kill(children()[-1], signal.SIGKILL)
        told[key] += 1

    alone = check(selected(project)).diagnostics
    projects = selected(project)
    assert check(projects, progress, None, Workers(3)).diagnostics == alone
    assert told == Counter(projects[0].keys)
    assert children() == []


def test_where_no_process_can_be_started(project: Path, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no semaphores here")

    alone = checked(project, 1, *WITHOUT)
    monkeypatch.setattr(sharing, "PinnedExecutor", refuse)
    monkeypatch.setattr(copies, "Copy", refuse)
    assert checked(project, 2, *WITHOUT) == alone


@pytest.mark.skipif("fork" not in METHODS, reason="a fault is put into processes that are copies of this one")
def test_what_a_process_raises_is_one_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = Analysis.result

    def fail(self: Analysis, key: str) -> FileResult:
        if multiprocessing.parent_process() is not None:
            raise RuntimeError("out of order")
        return result(self, key)

    monkeypatch.setattr(sharing, "start_method", lambda: "fork")
    monkeypatch.setattr(Analysis, "result", fail)
    assert_one_line(checked(project, 2, *WITHOUT), "internal error, please report it: RuntimeError: out of order")
    assert children() == []


@pytest.fixture
def _faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours in collecting what one module says."""
    whole = Contributions.part

    def part(self: Contributions, index: object, keys: list[str]) -> dict:
        class Faulty:
            name = index.name

            def concerns(self, text: str) -> bool:
                return "AsyncSession(" in text or "async_sessionmaker" in text or index.concerns(text)

            def collect(self, facts: object) -> object:
                if facts.key.endswith("core/session.py"):
                    raise KeyError(index.name)
                return index.collect(facts)

        return whole(self, Faulty(), keys)

    monkeypatch.setattr(sharing, "start_method", lambda: "fork")
    monkeypatch.setattr(Contributions, "part", part)


@pytest.mark.skipif("fork" not in METHODS, reason="a fault is put into processes that are copies of this one")
@pytest.mark.usefixtures("_faulty")
def test_a_fault_of_ours_is_told_by_all(project: Path) -> None:
    alone = checked(project, 1, *WITHOUT)
    assert [item["path"] for item in alone.json["diagnostics"] if item["code"] == "LAY900"] == ["app/core/session.py"]
    assert checked(project, 3, *WITHOUT) == alone


@pytest.fixture(params=["threads", "processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[ThreadPoolExecutor | ProcessPoolExecutor]:
    spawn = multiprocessing.get_context("spawn")
    with ThreadPoolExecutor(3) if request.param == "threads" else ProcessPoolExecutor(2, mp_context=spawn) as made:
        yield made


def test_any_executor_will_do(project: Path, executor: ThreadPoolExecutor | ProcessPoolExecutor) -> None:
    alone, shared = selected(project)[0], selected(project)[0]
    sizes = {key: (project / key).stat().st_size for key in shared.keys}
    sharing.Sharing(shared.analysis, [executor], False, 4).run(shared.keys, sizes)
    assert shared.analysis.known == {key: alone.analysis.result(key) for key in alone.keys}


@pytest.mark.usefixtures("_faulty")
def test_a_fault_of_ours_is_told_by_whoever_checks(project: Path) -> None:
    alone, shared = selected(project)[0], selected(project)[0]
    with ThreadPoolExecutor(3) as executor:
        sharing.Sharing(shared.analysis, [executor], False, 5).run(shared.keys, {})
    assert shared.analysis.known == {key: alone.analysis.result(key) for key in alone.keys}
    assert alone.analysis.result("app/core/session.py").has_failed


def processes_of(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_ctrl_c_and_the_end_of_the_first_process(project: Path, how: signal.Signals) -> None:
    for number in range(6):
        shutil.copytree(project / "app", project / f"app{number}")
    process = subprocess.Popen(
        [sys.executable, "-m", "layerlint", "check", "--workers", "2", *WITHOUT],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    until = time.monotonic() + 30
    while not (workers := processes_of(process.pid)) and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.2)
    if how == signal.SIGINT:
        os.killpg(process.pid, how)
    else:
        process.kill()
    out, err = process.communicate(timeout=30)
    assert out == b""
    assert (process.returncode, err.strip()) == ((130, b"layerlint: interrupted") if how == signal.SIGINT else (-how, b""))
    while any(map(is_alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert workers
    assert not any(map(is_alive, workers))
