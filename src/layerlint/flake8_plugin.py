"""The flake8 plugin: the findings of the command line, in editors and wherever flake8 runs.

flake8 drops every plugin's findings when one raises in `run`, so nothing is raised there; it applies `noqa`,
`per-file-ignores`, `select` and `ignore` itself, afterwards.
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from layerlint import config as configuration
from layerlint import syntax
from layerlint.config import ConfigError
from layerlint.engine import Analysis, Settings, project_folder, python_files
from layerlint.model import Diagnostic

_Result = tuple[int, int, str, type[Any]]
_STDIN = ("stdin", "-", "")


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let the garbage collector rest while trees and facts are made, and keep it from walking them ever after.

    They hold no garbage, and walking them at each full collection costs many times what making them does. `parse_options`
    gives them back to the collector, so that a server that calls flake8 again and again loses nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()


class Plugin:
    """One file's check. flake8 makes an instance a file and takes what `run` yields."""

    name = "layerlint"
    _config: ClassVar[Path | None] = None
    _isolated: ClassVar[bool] = False
    _overrides: ClassVar[dict[str, Any]] = {}
    _analyses: ClassVar[dict[Path, Analysis]] = {}
    _folders: ClassVar[dict[str, Path]] = {}

    def __init__(self, tree: ast.Module, filename: str, lines: list[str]) -> None:
        self._tree = tree
        self._filename = filename
        self._lines = lines

    @staticmethod
    def add_options(parser: Any) -> None:
        """Register the options; flake8's own names are taken, so all begin with `layerlint`."""
        parser.add_option("--layerlint-profile", parse_from_config=True, metavar="NAME", help="recommended or strict")
        parser.add_option(
            "--layerlint-extend-select",
            parse_from_config=True,
            comma_separated_list=True,
            default=[],
            metavar="RULES",
            help="rules to turn on besides the profile's, by full code or slug",
        )
        parser.add_option(
            "--layerlint-config", parse_from_config=True, normalize_paths=True, metavar="FILE", help="the configuration file to use"
        )
        parser.add_option(
            "--layerlint-isolated", parse_from_config=True, action="store_true", default=False, help="use no configuration file"
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take the options of a run and forget the projects of earlier ones: a server calls flake8 again and again."""
        cls._analyses = {}
        cls._folders = {}
        gc.unfreeze()
        cls._config = Path(options.layerlint_config) if options.layerlint_config else None
        cls._isolated = bool(options.layerlint_isolated)
        cls._overrides = {}
        try:
            if options.layerlint_profile:
                cls._overrides["profile"] = configuration.profile(options.layerlint_profile, "--layerlint-profile")
            listed = [*(options.layerlint_extend_select or ())]
            for group in (options.select, options.extend_select):
                listed += [code for code in group or () if len(code) == 6 and code.startswith("LAY")]
            if listed:
                cls._overrides["extend_select"] = configuration.references(listed, "--layerlint-extend-select")
            Settings(Path.cwd(), cls._config, cls._isolated, cls._overrides).of("x")
        except ConfigError as error:
            from flake8.exceptions import ExecutionError

            raise ExecutionError(f"layerlint: {error}") from error

    def run(self) -> Iterator[_Result]:
        """The findings, as flake8 takes them: 1-based line, 0-based column, text."""
        try:
            with _collector_paused():
                found = self._findings()
        except ConfigError as error:
            yield 1, 0, f"LAY900 configuration can't be used: {str(error).splitlines()[0]}", type(self)
            return
        except Exception as error:
            yield 1, 0, f"LAY900 layerlint failed on this file: `{type(error).__name__}`, please report it", type(self)
            return
        last = max(1, len(self._lines))
        for item in found:
            line = min(max(1, item.location.line), last)
            yield line, item.location.column, f"{item.code} {item.message}", type(self)

    def _findings(self) -> list[Diagnostic]:
        text = syntax.normalise("".join(self._lines))
        path = "stdin.py" if self._filename in _STDIN else self._filename
        absolute = os.path.abspath(path)
        directory = os.path.dirname(absolute)
        folder = self._folders.get(directory)
        if folder is None:
            folder = self._folders[directory] = project_folder(Path(absolute))
        key = absolute[len(str(folder)) :].lstrip(os.sep).replace(os.sep, "/")
        analysis = self._analyses.get(folder)
        if analysis is not None and not analysis.accepts(key, text):
            analysis = None
        if analysis is None:
            settings = Settings(folder, self._config, self._isolated, self._overrides)
            keys = python_files(folder, settings.excluded(settings.of("x")))
            analysis = Analysis(folder, keys, settings)
            self._analyses[folder] = analysis
        if analysis.is_excluded(key):
            return []
        analysis.provide(key, text, self._tree)
        return analysis.check(key, command_line=False)
