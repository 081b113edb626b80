"""One project, ready to be checked module by module: the one way to findings, for every front end."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from layerlint.config import Config
from layerlint.engine import moves
from layerlint.engine.baseline import Baseline
from layerlint.engine.result import FileResult
from layerlint.engine.settings import Settings
from layerlint.globs import matches
from layerlint.model import Diagnostic, Layer

if TYPE_CHECKING:
    import ast

    from layerlint.engine.checks import Checks
    from layerlint.layers import Classifier, Verdict
    from layerlint.project import Index, Parts, Project
    from layerlint.project.source_tree import Layout


class Analysis:
    """One project, ready to be checked module by module.

    `overlay` are texts that stand for what is on the disk, `given` what modules say of others and `layout` which folders are
    source roots, where they are known already. `unreadable` are modules that aren't on the disk and have no text, with the reason
    and its line. `known` holds results that need no check, `certain` the layers of modules (None for those that are not certain)
    that need no classification, `left_out` how many findings of a module the baseline left out when it was last checked.
    """

    def __init__(
        self,
        folder: Path,
        keys: Iterable[str],
        settings: Settings,
        overlay: Mapping[str, str] | None = None,
        given: Mapping[str, Parts] | None = None,
        layout: Layout | None = None,
        unreadable: Mapping[str, tuple[str, int]] | None = None,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.keys = [*keys]
        self.known: dict[str, FileResult] = {}
        self.certain: dict[str, Layer | None] = {}
        self.left_out: dict[str, int] = {}
        self.overlay = dict(overlay or {})
        self.unreadable = dict(unreadable or {})
        self._given = given
        self._layout = layout
        self._followed: dict[Path, Baseline] = {}

    @cached_property
    def _configs(self) -> list[Config]:
        return self.settings.readable_configs([*self.keys, *self.overlay])

    @cached_property
    def checks(self) -> Checks:
        """The checks, with all that can be asked about the code; loaded and made when first asked for. Raises `ConfigError`."""
        from layerlint import syntax
        from layerlint.engine.checks import Checks
        from layerlint.layers import Classifier, is_beside
        from layerlint.project import Project

        knowledge = self.settings.knowledge(self._configs)
        roots = self.settings.source_roots(self._configs)
        beside = {key for key in (*self.keys, *self.overlay) if is_beside(key) and not self.settings.of(key).include_tests}
        project = Project(self.folder, self.keys, knowledge, self.overlay, roots, self._given, self._layout, beside)
        for key, (reason, line) in self.unreadable.items():
            project.modules.refuse(key, syntax.UnreadableError(reason, line))
        return Checks(project, Classifier(project, self.settings.layers(self._configs), self.certain), self.settings)

    @property
    def project(self) -> Project:
        """All that can be asked about the code. Raises `ConfigError`."""
        return self.checks.project

    @property
    def classifier(self) -> Classifier:
        """The layers of all definitions. Raises `ConfigError`."""
        return self.checks.classifier

    def with_settings(self, settings: Settings) -> Analysis:
        """The same project, with all that is known of it already, checked by other settings of the rules."""
        checks = self.checks
        other = copy.copy(self)
        other.settings = settings
        other.known, other.left_out = {}, {}
        other._followed = {}
        vars(other)["checks"] = checks.with_settings(settings)
        return other

    def edited(self, texts: Mapping[str, str]) -> Analysis:
        """The project with other texts for some modules, which nothing on the disk has yet."""
        overlay = {**self.overlay, **texts}
        other = Analysis(self.folder, self.keys, self.settings, overlay, layout=self._layout, unreadable=self.unreadable)
        other.project.modules.adopt(self.project.modules, texts)
        return other

    def again(self, given: Mapping[str, Parts] | None = None, layout: Layout | None = None) -> Analysis:
        """The same project, of which no more is known than what is given and what its files hold."""
        other = Analysis(self.folder, self.keys, self.settings, self.overlay, given, layout or self._layout, self.unreadable)
        if self.is_open:
            other.project.modules.adopt(self.project.modules, ())
        return other

    @property
    def is_open(self) -> bool:
        """Whether anything was asked about the code yet."""
        return "checks" in vars(self)

    def text(self, key: str) -> str:
        """A module's text, "" when it can't be read."""
        return self.source(key) or ""

    def source(self, key: str) -> str | None:
        """A module's text, None when it can't be read."""
        if key in self.overlay:
            return self.overlay[key]
        if key in self.unreadable:
            return None
        if self.is_open:
            text = self.project.modules.text(key)
            return text if text or key not in self.project.modules.errors else None
        from layerlint import syntax

        try:
            return syntax.read(self.folder / key)
        except syntax.UnreadableError:
            return None

    def indexes(self) -> list[list[Index]]:
        """All that modules say of others, in the order in which it is collected."""
        return self.project.contributions.stages

    def prepare(self) -> None:
        """Collect what modules say of each other."""
        self.checks.prepare()

    def verdict(self, key: str) -> Verdict:
        """The layer of a module; of one that can't be classified, nothing."""
        return self.checks.verdict(key)

    def verdict_digest(self, key: str) -> str:
        """A digest of a module's layer and its evidence."""
        return self.checks.verdict_digest(key)

    def result(self, key: str) -> FileResult:
        """The result for a module, a known one or that of a check now. Raises `ConfigError`."""
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self.checks.result(key)
        return found

    def check(self, key: str, command_line: bool = True) -> list[Diagnostic]:
        """The findings in a module that are reported, sorted: `noqa` and the baseline applied.

        flake8 applies `noqa` itself; those that it will drop take no entry of the baseline.
        """
        shown = [item for item in self.result(key).findings if command_line or not item.command_line_only]
        dropped = [item.finding for item in shown if item.by_noqa and not command_line]
        found = [item.finding for item in shown if not item.by_noqa]
        config = self.settings.of(key)
        baseline = self.settings.baseline(config)
        if baseline.known:
            path = self.settings.relative(key, config)
            taking, found = found, baseline.new(found, path)
            if found and not baseline.knows(path):
                if baseline.folder not in self._followed:
                    self._followed[baseline.folder] = self.followed(baseline)
                found = self._followed[baseline.folder].new(taking, path)
            self.left_out[key] = len(taking) - len(found)
        return sorted([*found, *dropped], key=lambda item: item.sort_key)

    def followed(self, baseline: Baseline) -> Baseline:
        """A baseline with the entries of files that were moved since where the files are now."""
        paths = {key: self.folder / key for key in (*self.keys, *self.overlay)}
        below = baseline.folder
        keys = {path.relative_to(below).as_posix(): key for key, path in paths.items() if path.is_relative_to(below)}
        return moves.followed(baseline, keys, lambda path: self.text(keys[path]))

    def accepts(self, key: str, text: str) -> bool:
        """Whether the answers that were given so far hold for a module with this text."""
        return not self.project.modules.is_loaded(key) or self.project.modules.text(key) == text

    def provide(self, key: str, text: str, tree: ast.Module) -> None:
        """Use a text and its tree, parsed elsewhere (an editor's buffer perhaps), for a module not yet looked at."""
        if not self.project.modules.is_loaded(key):
            self.project.modules.provide(key, text, tree)

    def is_excluded(self, key: str) -> bool:
        """Whether the configuration's `exclude` names a file."""
        config = self.settings.of(key)
        if not config.exclude:
            return False
        relative = self.settings.relative(key, config)
        return any(matches(relative, glob) for glob in config.exclude)
