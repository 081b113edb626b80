"""`python -m benchmarks PATH`: CPU seconds of fresh processes, interleaved, the median of several rounds."""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PARSE = """
import ast, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.py"):
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        pass
"""
# flake8 with its own checks and the plugins of a configuration file: other installed plugins are not found.
FLAKE8 = """
import importlib.metadata, sys
own = [importlib.metadata.distribution(name) for name in ("flake8", "pycodestyle", "pyflakes", "mccabe")]
importlib.metadata.distributions = lambda **_: own
from flake8.main.cli import main
sys.exit(main())
"""
NULL = "NUL = benchmarks.null_plugin:Plugin"
LAYERLINT = "LAY = layerlint.flake8_plugin:Plugin"

CHECK_BOUND = 3.0
PLUGIN_BOUND = 3.5


def flake8(folder: Path, name: str, *plugins: str) -> list[str]:
    """The command that runs flake8 with its own checks and some plugins."""
    config = folder / f"{name}.cfg"
    extensions = "".join(f"    {plugin}\n" for plugin in plugins)
    config.write_text(f"[flake8:local-plugins]\nextension =\n{extensions}", encoding="utf-8")
    return [sys.executable, "-c", FLAKE8, "--config", str(config), "--jobs", "1", "--exit-zero"]


def cpu_seconds(command: list[str]) -> float:
    """User and system time of one run, its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stderr.decode(errors="replace"))
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure(path: Path, rounds: int) -> dict[str, float]:
    """The median of each command."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = {
            "ast.parse": [sys.executable, "-c", PARSE],
            "layerlint check": [sys.executable, "-m", "layerlint", "check", "--exit-zero", "--no-cache"],
            "flake8, a plugin that does nothing": flake8(folder, "null", NULL),
            "flake8, layerlint besides": flake8(folder, "layerlint", NULL, LAYERLINT),
        }
        taken: dict[str, list[float]] = {what: [] for what in commands}
        for _ in range(rounds):
            for what, command in commands.items():
                taken[what].append(cpu_seconds([*command, str(path)]))
    return {what: statistics.median(seconds) for what, seconds in taken.items()}


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not options.path.is_dir():
        parser.error(f"no such folder: {options.path}")
    path = options.path.resolve()
    seconds = measure(path, options.rounds)
    parse, check, null, both = seconds.values()
    print(f"{sum(1 for _ in path.rglob('*.py'))} files, median of {options.rounds} rounds, CPU seconds\n")
    for what, value in seconds.items():
        print(f"{what:36}{value:7.2f} s{value / parse:7.2f} x")
    print(f"\n{'check, bound ' + str(CHECK_BOUND):36}{check:7.2f} s{check / parse:7.2f} x")
    print(f"{'plugin adds, bound ' + str(PLUGIN_BOUND):36}{both - null:7.2f} s{(both - null) / parse:7.2f} x")


if __name__ == "__main__":
    main()
