"""`check --executor dask://HOST:PORT`: a cluster finds the same, needs none of the project's disk, and may lose workers."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from benchmarks import generated

from layerlint.config import ConfigError
from layerlint.engine import Options, cluster, open_projects, sessions, sharing
from layerlint.engine.run import Selected, Workers, check
from tests.support import dask_cluster
from tests.support.dask_cluster import Cluster
from tests.support.running import Result, run, spawn

BROKEN = {"app/broken.py": b"def f(:\n", "app/bytes.py": b"x = '\xff'\n", "app/null.py": b"x = 1\0\n"}
WITHOUT = ("--no-cache", "--profile", "strict", "--min-confidence", "possible")


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return {**{path: text.encode() for path, text in generated.project(2500).files.items()}, **BROKEN}


@pytest.fixture
def project(written: dict[str, bytes], tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for path, content in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason="Dask is not installed")
    with dask_cluster.cluster(tmp_path_factory.mktemp("elsewhere")) as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason="Dask is not installed")
    with dask_cluster.cluster(tmp_path) as made:
        yield made


@pytest.fixture
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 2)


def selected(folder: Path) -> list[Selected]:
    with chdir(folder):
        return open_projects([Path()], Options(), lambda _: None)


def assert_one_line(result: Result, text: str) -> None:
    assert (result.status, result.out) == (2, "")
    (line,) = result.err.splitlines()
    assert line.startswith("layerlint: --executor: ")
    assert text in line


def test_the_same_byte_for_byte(project: Path, shared: Cluster) -> None:
    alone = spawn(project, "layerlint", "check", *WITHOUT, "--workers", "1")
    assert alone.status == 1
    assert "can't be read" in alone.out
    assert spawn(project, "layerlint", "check", *WITHOUT, "--executor", shared.address) == alone


def test_what_is_left_for_the_next_run(project: Path, shared: Cluster) -> None:
    cold = run(project, "check", "--executor", shared.address)
    assert run(project, "check") == cold
    session = project / "app/core/session.py"
    session.write_text(session.read_text().replace("AsyncSession", "Session"))
    assert run(project, "check") == run(project, "check", "--no-cache")


class Moving(Executor):
    """Takes a project off the disk before the first task that has its texts."""

    def __init__(self, executor: Executor, folder: Path) -> None:
        self.executor = executor
        self.folder = folder

    def submit(self, function: Any, /, token: str, origin: bytes | None, *given: Any) -> Future[Any]:
        if origin is not None and self.folder.exists():
            self.folder.rename(self.folder.with_name("away"))
        return self.executor.submit(function, token, origin, *given)


def test_workers_need_none_of_the_disk(project: Path, shared: Cluster) -> None:
    alone = selected(project)[0]
    expected = {key: alone.analysis.result(key) for key in alone.keys}
    away = selected(project)[0]
    sizes = {key: (project / key).stat().st_size for key in away.keys}
    with cluster.connected(shared.address) as (executor, count, wait):
        sharing.Sharing(away.analysis, [Moving(executor, project)], False, count, wait).run(away.keys, sizes)
    assert not project.exists()
    assert away.analysis.known == expected


def test_a_worker_is_killed_on_the_way(project: Path, own: Cluster) -> None:
    told: Counter[str] = Counter()

    def progress(key: str) -> None:
        if not told:
            os.kill(own.workers[0], signal.SIGKILL)
        told[key] += 1

    alone = check(selected(project)).diagnostics
    projects = selected(project)
    assert check(projects, progress, None, Workers(cluster=own.address)).diagnostics == alone
    assert told == Counter(projects[0].keys)


@pytest.mark.usefixtures("_hurried")
def test_the_cluster_dies_on_the_way(project: Path, own: Cluster) -> None:
    killed = []

    def progress(_: str) -> None:
        if not killed:
            killed.append(time.monotonic())
            for process in (own.scheduler, *own.workers):
                os.kill(process, signal.SIGKILL)

    with pytest.raises(ConfigError, match=r"is gone|has no workers any more"):
        check(selected(project), progress, None, Workers(cluster=own.address))
    assert time.monotonic() - killed[0] < 15


@pytest.mark.usefixtures("_hurried")
def test_a_cluster_without_workers(project: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    with dask_cluster.cluster(tmp_path, 0) as made:
        assert_one_line(run(project, "check", "--executor", made.address), "has no workers")


def test_a_worker_with_another_layerlint(project: Path, shared: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "makers", lambda: ("cpython 3.9", "layerlint 0.0.1", "no plugins"))
    assert_one_line(run(project, "check", *WITHOUT, "--executor", shared.address), "here is cpython 3.9: what they find may differ")


@pytest.mark.usefixtures("_hurried")
@pytest.mark.parametrize("server", ["nobody", "mute", "no name"])
def test_a_wrong_address(project: Path, server: str) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    began = time.monotonic()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        if server == "mute":
            listening.listen()
        port = listening.getsockname()[1]
        address = f"dask://{'nobody.invalid' if server == 'no name' else '127.0.0.1'}:{port}"
        if server == "mute":
            # As users see it: at the real pace, with all that other threads print.
            assert_one_line(spawn(project, "layerlint", "check", "--no-cache", "--executor", address), "no cluster answers at")
        assert_one_line(run(project, "check", "--no-cache", "--executor", address), f"no cluster answers at {address}")
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("address", ["dask://", "tcp://127.0.0.1:1", "127.0.0.1:1", "dask://a b", "dask://h:port"])
@pytest.mark.usefixtures("_hurried")
def test_no_address(project: Path, address: str) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    assert_one_line(run(project, "check", "--no-cache", "--executor", address), address)


def test_dask_is_not_installed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run(project, "check", "--no-cache", "--executor", "dask://127.0.0.1:8786")
    assert_one_line(result, 'pip install "layerlint[dask]"')


def test_the_json_is_the_same(project: Path, shared: Cluster) -> None:
    arguments = ("check", "--output-format", "json", *WITHOUT)
    found = json.loads(run(project, *arguments, "--executor", shared.address).out)
    assert found == run(project, *arguments, "--workers", "1").json
