"""One code base, and everything that is run over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import contracts, imports
from benchmarks.applications import Application
from benchmarks.environment import ROOT, Environment
from benchmarks.measuring import Step, run

HERE = Path(__file__).parent
CHECK = ("-m", "layerlint", "check", "--isolated", "--exit-zero", "--output-format", "concise")
CACHE = ".layerlint_cache"
NULL = "NUL = benchmarks.null_plugin:Plugin"
LAYERLINT = "LAY = layerlint.flake8_plugin:Plugin"
BUGBEAR = "B = bugbear:BugBearChecker"
SINGLE = 300
CLEAN_ARCHITECTURE = (
    "W9001,W9003,W9004,W9005,W9006,W9007,W9009,W9010,W9011,W9012,W9013,W9014,W9101,W9102,W9201,W9202,W9301,W9401,W9501"
)
GROUPS = ("layerlint", "flake8", "whole-flake8", "import-linter", "tach", "deply", "bugbear", "pylint", "ruff")
PEERS = GROUPS[3:]

PARSE = "`ast.parse` alone, one thread"
COLD, COLD_ONE = "layerlint, cold", "layerlint, cold, `--workers 1`"
WARM = "layerlint, nothing changed"
LEAF = "layerlint, a leaf edited"
COMMENT = "layerlint, a comment above what most import"
BODY = "layerlint, a function of what most import"
BARE, BARE_COLD, BARE_WARM = "flake8, no checks", "flake8, layerlint alone, cold", "flake8, layerlint alone, warm"
SINGLE_BARE, SINGLE_WARM = "flake8, no checks, one file", "flake8, layerlint alone, one file, warm"
BARE_BUGBEAR = "flake8, flake8-bugbear alone"
FLAKE8, FLAKE8_LAYERLINT = "flake8 as it comes", "flake8 as it comes and layerlint, warm"
LINTER_COLD, LINTER_WARM = "import-linter, cold", "import-linter, warm"
TACH, DEPLY, PYLINT, RUFF = "tach", "deply", "pylint, clean-architecture plugin alone", "ruff, FAST and B006"


class Subject:
    """The steps of one code base, in the order in which each round takes them."""

    def __init__(
        self, application: Application, environments: dict[str, Environment], groups: list[str], work: Path, workers: bool
    ) -> None:
        self.application = application
        self.files = application.files
        self.lines = application.lines
        self.edits: imports.Edits | None = None
        self.single = min(self.files, key=lambda path: (abs(path.read_bytes().count(b"\n") - SINGLE), str(path)))
        self._environments = environments
        self._work = work / application.folder.name
        self._work.mkdir(parents=True, exist_ok=True)
        self._workers = workers
        self.steps = list(self._steps(groups))

    def step(self, name: str) -> Step | None:
        """A step by its name."""
        return next((step for step in self.steps if step.name == name), None)

    @property
    def uncached(self) -> bool:
        """Whether layerlint ran and kept nothing."""
        return any(step.runs for step in self.steps if "layerlint" in step.name) and not (self.application.folder / CACHE).is_dir()

    def _steps(self, groups: list[str]) -> Iterator[Step]:
        listed = self._work / "files.txt"
        listed.write_text("".join(f"{path}\n" for path in self.files), encoding="utf-8")
        yield self._step(PARSE, "plain", str(HERE / "parse.py"), str(listed))
        importers = imports.imported_by(self.application.folder, self.files)
        if "layerlint" in groups:
            self.edits = imports.edits(self.application.folder, self.files, importers)
            yield from self._layerlint()
        if "flake8" in groups:
            yield from self._flake8()
        if "whole-flake8" in groups:
            yield self._whole("plain", FLAKE8)
            yield self._whole("layerlint", FLAKE8_LAYERLINT, self._warm(self._flake8_command(LAYERLINT)))
        if "bugbear" in groups:
            yield self._peer(BARE_BUGBEAR, "flake8-bugbear", self._flake8_command(NULL, BUGBEAR, of="peers"), (0,))
        if set(groups) & set(PEERS) - {"bugbear"}:
            order = contracts.layers(self.application, importers)
            contracts.write(self.application, order, self._work)
            yield from (step for group, step in self._configured() if group in groups)

    def _step(self, name: str, environment: str, *command: str, before: Callable[[], None] | None = None) -> Step:
        made = Step(name, [str(self._environments[environment].python), *command], self.application.folder)
        if before is not None:
            made.before = before
        return made

    def _forget(self) -> None:
        shutil.rmtree(self.application.folder / CACHE, ignore_errors=True)

    def _warm(self, command: list[str]) -> Callable[[], None]:
        """Runs a command once where there is no cache yet."""

        def prepared() -> None:
            if not (self.application.folder / CACHE).is_dir():
                warmer = Step("", command, self.application.folder)
                run(warmer, 3600)

        return prepared

    def _layerlint(self) -> Iterator[Step]:
        warm = self._warm([str(self._environments["layerlint"].python), *CHECK])
        if self._workers:
            yield self._step(COLD_ONE, "layerlint", *CHECK, "--workers", "1", before=self._forget)
        yield self._step(COLD, "layerlint", *CHECK, before=self._forget)
        yield self._step(WARM, "layerlint", *CHECK, before=warm)
        if self.edits is None:
            return
        for name, edit in ((LEAF, self.edits.leaf), (COMMENT, self.edits.comment), (BODY, self.edits.body)):
            step = self._step(name, "layerlint", *CHECK)

            def before(edit: imports.Edit = edit) -> None:
                warm()
                edit.do()

            step.before, step.after = before, edit.undo
            yield step

    def _flake8(self) -> Iterator[Step]:
        bare, layerlint = self._flake8_command(NULL), self._flake8_command(NULL, LAYERLINT)
        warm = self._warm(layerlint)
        yield Step(BARE, bare, self.application.folder)
        yield Step(BARE_COLD, layerlint, self.application.folder, before=self._forget)
        yield Step(BARE_WARM, layerlint, self.application.folder, before=warm)
        path = str(self.single.relative_to(self.application.folder))
        yield Step(SINGLE_BARE, [*bare[:-1], path], self.application.folder, times=3)
        yield Step(SINGLE_WARM, [*layerlint[:-1], path], self.application.folder, before=warm, times=3)

    def _flake8_command(self, *plugins: str, of: str = "layerlint") -> list[str]:
        config = self._work / f"flake8-{'-'.join(plugin.split()[0] for plugin in plugins)}.cfg"
        listed = "".join(f"    {plugin}\n" for plugin in plugins)
        config.write_text(f"[flake8:local-plugins]\npaths = {ROOT}\nextension =\n{listed}", encoding="utf-8")
        python = str(self._environments[of].python)
        isolated = ["--layerlint-isolated"] if LAYERLINT in plugins else []
        return [python, str(HERE / "bare_flake8.py"), "--config", str(config), "--jobs", "1", "--exit-zero", *isolated, "."]

    def _whole(self, environment: str, name: str, before: Callable[[], None] | None = None) -> Step:
        return self._step(name, environment, "-m", "flake8", "--isolated", "--exit-zero", ".", before=before)

    def _peer(self, name: str, package: str, command: list[str], statuses: tuple[int, ...]) -> Step:
        step = Step(name, command, self.application.folder, statuses)
        step.failure = self._environments["peers"].failures.get(package, "")
        return step

    def _configured(self) -> Iterator[tuple[str, Step]]:
        peers = self._environments["peers"]
        lint = [peers.program("lint-imports"), "--config", str(self._work / "importlinter.ini")]
        yield "import-linter", self._peer(LINTER_COLD, "import-linter", [*lint, "--no-cache"], (0, 1))
        # The run before it fills its cache: `--no-cache` neither reads nor writes one.
        cached = [*lint, "--cache-dir", str(self._work / "import_linter_cache")]
        warm = self._peer(LINTER_WARM, "import-linter", cached, (0, 1))
        warm.before = self._once(cached)
        yield "import-linter", warm
        yield "tach", self._peer(TACH, "tach", [peers.program("tach"), "check"], (0, 1))
        ruff = [
            peers.program("ruff"),
            "check",
            "--isolated",
            "--no-cache",
            "--select",
            "FAST,B006",
            "--exit-zero",
            "--quiet",
            "--output-format",
            "concise",
            ".",
        ]
        yield "ruff", self._peer(RUFF, "ruff", ruff, (0,))
        deply = [peers.program("deply"), "analyze", "--config", str(self._work / "deply.yaml")]
        yield "deply", self._peer(DEPLY, "deply", deply, (0, 1))
        pylint = [peers.program("pylint"), "--load-plugins", "clean_architecture_linter", "--disable", "all"]
        pylint += ["--enable", CLEAN_ARCHITECTURE, *self.application.packages]
        # Its status is a sum of what it found; 32 is wrong usage.
        yield "pylint", self._peer(PYLINT, "pylint-clean-architecture", pylint, tuple(range(32)))

    def _once(self, command: list[str]) -> Callable[[], None]:
        done: list[bool] = []

        def prepared() -> None:
            if not done:
                done.append(True)
                run(Step("", command, self.application.folder, (0, 1)), 3600)

        return prepared
