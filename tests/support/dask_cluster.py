"""A Dask cluster of so many worker processes, in a process of its own: run as a script, it prints where, and who, and waits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Cluster(NamedTuple):
    """Where it is, the processes of its workers, and the one of its scheduler."""

    address: str
    workers: list[int]
    scheduler: int


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster that runs in a folder."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(workers)],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        told = json.loads(process.stdout.readline())
        yield Cluster(told["address"], told["workers"], process.pid)
    finally:
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def main() -> None:
    import distributed

    count = int(sys.argv[1])
    with (
        distributed.LocalCluster(n_workers=count, processes=True, threads_per_worker=1, dashboard_address=None) as made,
        distributed.Client(made) as client,
    ):
        pids = [*client.run(os.getpid).values()] if count else []
        print(json.dumps({"address": made.scheduler_address.replace("tcp", "dask"), "workers": pids}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
