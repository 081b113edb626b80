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
from layerlint.engine.analysis import Analysis
from layerlint.engine.cache.folder import CacheFolder
from layerlint.engine.cache.stamps import of_text
from layerlint.engine.discovery import project_folder, python_files
from layerlint.engine.remembered import Remembered
from layerlint.engine.settings import Settings
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
    _no_cache: ClassVar[bool] = False
    _is_single: ClassVar[bool] = False
    _projects: ClassVar[dict[Path, _Project]] = {}
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
        parser.add_option(
            "--layerlint-no-cache", parse_from_config=True, action="store_true", default=False, help="neither read nor keep results"
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take the options of a run and forget the projects of earlier ones: a server calls flake8 again and again."""
        cls._projects = {}
        cls._folders = {}
        gc.unfreeze()
        cls._config = Path(options.layerlint_config) if options.layerlint_config else None
        cls._isolated = bool(options.layerlint_isolated)
        cls._no_cache = bool(getattr(options, "layerlint_no_cache", False))
        cls._is_single = _names_one_file(getattr(options, "filenames", None) or [])
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
        project = self._projects.get(folder)
        if project is None:
            settings = Settings(folder, self._config, self._isolated, self._overrides)
            cache = None if self._no_cache else CacheFolder(settings.cache_folder())
            project = self._projects[folder] = _Project(folder, settings, cache)
        if project.analysis.is_excluded(key):
            return []
        return project.check(key, text, self._tree, self._is_single)


class _Project:
    """One project in a run of flake8: its files as they are on the disk, and the buffers that are not saved yet."""

    def __init__(self, folder: Path, settings: Settings, cache: CacheFolder | None) -> None:
        keys = python_files(folder, settings.excluded(settings.of("x")))
        self.analysis = Analysis(folder, keys, settings)
        self._cache = cache
        self._remembered: Remembered | None = None

    def check(self, key: str, text: str, tree: ast.Module, is_single: bool) -> list[Diagnostic]:
        """The findings in a file, as it is in flake8's hands; `is_single` says that it is the only one that is asked for."""
        if self._cache is None:
            return self._without_cache(key, text, tree)
        if self._remembered is None:
            self._remembered = Remembered(self.analysis, self._cache)
            if not self._remembered.is_usable:
                self._cache = None
                return self._without_cache(key, text, tree)
            self.analysis = self._remembered.begin() if is_single else self._remembered.whole()
        if not self._remembered.has(key, of_text(text)):
            return self._buffered(key, text, tree)
        if key in self.analysis.known:
            return self.analysis.check(key, command_line=False)
        self.analysis.provide(key, text, tree)
        found = self.analysis.check(key, command_line=False)
        self._remembered.end()
        return found

    def _without_cache(self, key: str, text: str, tree: ast.Module) -> list[Diagnostic]:
        if not self.analysis.accepts(key, text):
            self.analysis = Analysis(self.analysis.folder, self.analysis.keys, self.analysis.settings)
        self.analysis.provide(key, text, tree)
        return self.analysis.check(key, command_line=False)

    def _buffered(self, key: str, text: str, tree: ast.Module) -> list[Diagnostic]:
        """The findings in a text that is not the file's: all else is as on the disk."""
        assert self._cache is not None
        keys = sorted({*self.analysis.keys, key})
        analysis = Remembered(Analysis(self.analysis.folder, keys, self.analysis.settings, {key: text}), self._cache).begin()
        analysis.provide(key, text, tree)
        return analysis.check(key, command_line=False)


def _names_one_file(paths: list[str]) -> bool:
    """Whether a run is about one file alone, as an editor's is."""
    return len(paths) == 1 and (paths[0] == "-" or os.path.isfile(paths[0]))
