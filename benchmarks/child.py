"""Runs a command and writes what it took: `python -I -S child.py RESULT SECONDS COMMAND...`.

A process of its own, and a small one: the peak memory of a child begins with that of the process that it is forked from.
Memory of a command with several processes is the sum of their proportional shares, looked at ten times a second.
"""

import json
import os
import signal
import sys
import time

INTERVAL = 0.1


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        try:
            for thread in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{thread}/children") as file:
                    found += map(int, file.read().split())
        except OSError:
            continue
    return found


def share(pid: int) -> int:
    """The proportional share of memory that a process has, in kB."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            for line in file:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def main() -> None:
    """Run, watch, write."""
    result, bound, *command = sys.argv[1:]
    began = time.perf_counter()
    pid = os.fork()
    if not pid:
        os.setsid()
        try:
            os.execvp(command[0], command)
        except OSError as error:
            print(error, file=sys.stderr)
            os._exit(127)
    peak = 0
    in_time = True
    # Short runs are waited for at short intervals, so that their wall time is exact.
    pause = 0.001
    looked = began
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        now = time.perf_counter()
        if done:
            break
        if now - looked >= INTERVAL:
            looked = now
            processes = tree(pid)
            if len(processes) > 1:
                peak = max(peak, sum(map(share, processes)))
        if in_time and now - began > float(bound):
            in_time = False
            os.killpg(pid, signal.SIGKILL)
        time.sleep(pause)
        pause = min(INTERVAL / 10, pause * 1.2)
    # macOS counts bytes.
    own = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    with open(result, "w") as file:
        json.dump(
            {
                "status": os.waitstatus_to_exitcode(status),
                "in_time": in_time,
                "user": usage.ru_utime,
                "system": usage.ru_stime,
                "wall": now - began,
                "memory": max(own, peak) / 1024,
            },
            file,
        )


if __name__ == "__main__":
    main()
