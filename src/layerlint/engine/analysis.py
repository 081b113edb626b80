"""Running the rules over modules: the one way to findings, for every front end."""

from __future__ import annotations

import ast
import copy
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from layerlint import syntax
from layerlint.config import Config, ConfigError
from layerlint.edits import Applicability, CommentWord, Fix
from layerlint.engine import moves, selection
from layerlint.engine.baseline import Baseline
from layerlint.engine.comment_faults import Fault, invalid, unused
from layerlint.engine.result import Checked, FileResult
from layerlint.engine.settings import Settings
from layerlint.engine.suppression import Suppressions
from layerlint.facts import ModuleFacts
from layerlint.layers import UNKNOWN, Classifier, Purpose, Verdict, matches, purpose_of
from layerlint.model import Confidence, Diagnostic, Hop, Layer, Location, TrailStep
from layerlint.project import Index, Parts, Project
from layerlint.rule import Answers, Finding, Rule, View, fitted
from layerlint.rules import LoadedRule, load

_EVERYWHERE = ("LAY001", "LAY9")
_MAX_TRAIL = 12
_MAX_WRITTEN = 70


def _read(path: Path) -> str | None:
    try:
        return syntax.read(path)
    except syntax.UnreadableError:
        return None


class Analysis:
    """One project, ready to be checked module by module.

    `overlay` are texts that stand for what is on the disk, `given` what modules say of others and `roots` their source roots, where
    they are known already. `known` holds results that need no check.
    """

    def __init__(
        self,
        folder: Path,
        keys: Iterable[str],
        settings: Settings,
        overlay: Mapping[str, str] | None = None,
        given: Mapping[str, Parts] | None = None,
        roots: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.keys = [*keys]
        self.known: dict[str, FileResult] = {}
        self.overlay = dict(overlay or {})
        self._given = given
        self._given_roots = roots
        self._rules: dict[int, list[LoadedRule]] = {}
        self._followed: dict[Path, Baseline] = {}

    @cached_property
    def _configs(self) -> list[Config]:
        return self.settings.readable_configs([*self.keys, *self.overlay])

    @cached_property
    def project(self) -> Project:
        """All that can be asked about the code; made when first asked for. Raises `ConfigError`."""
        knowledge = self.settings.knowledge(self._configs)
        roots = self.settings.source_roots(self._configs)
        return Project(self.folder, self.keys, knowledge, self.overlay, roots, self._given, self._given_roots)

    @cached_property
    def classifier(self) -> Classifier:
        """The layers of all definitions."""
        return Classifier(self.project, self.settings.layers(self._configs))

    @cached_property
    def _answers(self) -> Answers:
        return Answers.about(self.project, self.classifier)

    def with_settings(self, settings: Settings) -> Analysis:
        """The same project, with all that is known of it already, checked by other settings of the rules."""
        assert self._answers is not None
        other = copy.copy(self)
        other.settings = settings
        other.known = {}
        other._rules, other._followed = {}, {}
        return other

    def edited(self, texts: Mapping[str, str]) -> Analysis:
        """The project with other texts for some modules, which nothing on the disk has yet."""
        overlay = {**self.overlay, **texts}
        other = Analysis(self.folder, self.keys, self.settings, overlay)
        other.project.modules.adopt(self.project.modules, texts)
        return other

    def again(self, given: Mapping[str, Parts] | None = None, roots: Mapping[str, str] | None = None) -> Analysis:
        """The same project, of which no more is known than what is given and what its files hold."""
        other = Analysis(self.folder, self.keys, self.settings, self.overlay, given, roots)
        if self.is_open:
            other.project.modules.adopt(self.project.modules, ())
        return other

    @property
    def is_open(self) -> bool:
        """Whether anything was asked about the code yet."""
        return "project" in vars(self)

    def text(self, key: str) -> str:
        """A module's text, "" when it can't be read."""
        return self.source(key) or ""

    def source(self, key: str) -> str | None:
        """A module's text, None when it can't be read."""
        if not self.is_open:
            return self.overlay.get(key) or _read(self.folder / key)
        text = self.project.modules.text(key)
        return text if key not in self.project.modules.errors or text else None

    def indexes(self) -> list[list[Index]]:
        """All that modules say of others, in the order in which it is collected."""
        assert self._answers is not None
        return self.project.contributions.stages

    def prepare(self) -> None:
        """Collect what modules say of each other, before anything is asked: in the midst of a question it would see but a part."""
        assert self._answers is not None
        self.project.contributions.collect()

    def verdict(self, key: str) -> Verdict:
        """The layer of a module; of one that can't be classified, nothing."""
        try:
            self.prepare()
            return self.classifier.module(key)
        except Exception:
            return UNKNOWN

    def result(self, key: str) -> FileResult:
        """The result for a module, a known one or that of a check now."""
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._result(key)
        return found

    def _result(self, key: str) -> FileResult:
        try:
            self.prepare()
            failure = self.project.contributions.failures.get(key)
            return self._checked(key) if failure is None else self._failed(failure, key)
        except ConfigError:
            raise
        except Exception as error:
            return self._failed(error, key)

    def _failed(self, error: Exception, key: str) -> FileResult:
        return FileResult((Checked(self._failure("layerlint", error, key)),))

    def _checked(self, key: str) -> FileResult:
        facts = self.project.modules.facts(key)
        if facts is None:
            return FileResult((Checked(self._unreadable(key), command_line_only=True),), is_unreadable=True)
        verdict = self.verdict(key)
        findings = self._findings(facts, self.settings.of(key))
        return FileResult(findings, verdict.layer, False, verdict.is_unclassified and bool(facts.top.children))

    def _findings(self, facts: ModuleFacts, config: Config) -> tuple[Checked, ...]:
        rules = self._selected(config, facts.key)
        if not config.include_tests and purpose_of(facts) is not Purpose.APPLICATION:
            rules = [item for item in rules if item.rule.code.startswith(_EVERYWHERE)]
        found = self._run(facts, rules, config)
        suppressions = Suppressions(facts)
        if not found and not suppressions.comments:
            return ()
        kept = []
        for item in found:
            if item.code == "LAY900":
                kept.append(Checked(item))
            else:
                kept += self._kept(item, suppressions, config)
        for item in self._about_comments(facts, suppressions, rules):
            kept += self._kept(item, suppressions, config)
        return tuple(sorted(dict.fromkeys(kept), key=lambda item: item.finding.sort_key))

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
        return sorted([*found, *dropped], key=lambda item: item.sort_key)

    def followed(self, baseline: Baseline) -> Baseline:
        """A baseline with the entries of files that were moved since where the files are now."""
        paths = {key: self.folder / key for key in (*self.keys, *self._overlay)}
        below = baseline.folder
        keys = {path.relative_to(below).as_posix(): key for key, path in paths.items() if path.is_relative_to(below)}
        return moves.followed(baseline, keys, lambda path: self.project.modules.text(keys[path]))

    @staticmethod
    def _kept(finding: Diagnostic, suppressions: Suppressions, config: Config) -> list[Checked]:
        is_ignored = suppressions.by_ignore(finding, finding.name)
        by_noqa = suppressions.by_noqa(finding)
        if is_ignored or finding.confidence < config.min_confidence:
            return []
        return [Checked(finding, by_noqa, finding.name == "unused-suppression")]

    def _about_comments(self, facts: ModuleFacts, suppressions: Suppressions, rules: list[LoadedRule]) -> Iterator[Diagnostic]:
        """What is wrong with the comments, once they have taken back what they can."""
        if not suppressions.comments:
            return
        on = {item.rule.slug for item in rules}
        faults: dict[str, Iterable[Fault]] = {}
        if "invalid-pragma" in on:
            faults["invalid-pragma"] = invalid(suppressions.comments)
        if "unused-suppression" in on and not suppressions.skips_file:
            ran = {item.rule.code for item in rules if item.check is not None}
            faults["unused-suppression"] = unused(suppressions.comments, suppressions.used, ran)
        for slug, group in faults.items():
            for word, message in group:
                scope = facts.scope_at(word.line)
                verdict = self.classifier.definition(scope) if scope is not facts.top else self.classifier.module(facts.key)
                location = Location(word.line, word.column, word.line, word.end)
                found = self._own(slug, fitted(message), facts.key, location, scope.qualname or None, verdict.layer)
                if slug == "unused-suppression":
                    edit = CommentWord(facts.key, word.line, word.column, word.end)
                    found = replace(found, fix=Fix(Applicability.SAFE, f"take `{word.text}` out of the comment", (edit,)))
                yield found

    def _selected(self, config: Config, key: str) -> list[LoadedRule]:
        if config.per_file_ignores:
            return selection.selected(config, self.settings.relative(key, config))
        if id(config) not in self._rules:
            self._rules[id(config)] = selection.selected(config, key)
        return self._rules[id(config)]

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

    def _run(self, facts: ModuleFacts, rules: list[LoadedRule], config: Config) -> list[Diagnostic]:
        view = View(facts, self._answers, config)
        found: list[Diagnostic] = []
        for item in rules:
            if item.check is None:
                continue
            try:
                found += [self._diagnostic(item.rule, finding, view) for finding in item.check(view)]
            except Exception as error:
                found.append(self._failure(f"rule `{item.rule.code}`", error, facts.key))
        return found

    def _diagnostic(self, rule: Rule, finding: Finding, view: View) -> Diagnostic:
        scope = finding.scope
        return Diagnostic(
            code=rule.code,
            name=rule.slug,
            message=finding.message,
            path=view.facts.key,
            location=finding.location,
            symbol=scope.qualname or None,
            layer=view.layer(scope).layer,
            confidence=finding.confidence,
            help=rule.help,
            trail=self._trail(finding.trail),
            fix=finding.fix,
        )

    def _trail(self, hops: tuple[Hop, ...]) -> tuple[TrailStep, ...]:
        return tuple(TrailStep(hop.module, hop.line, self._in_words(hop)) for hop in hops[:_MAX_TRAIL])

    def _in_words(self, hop: Hop) -> str:
        if hop.written is None:
            return hop.text
        written = syntax.segment(self.project.modules.lines(hop.module), hop.written)
        return f"`{hop.subject}` is `{written if len(written) <= _MAX_WRITTEN else written[: _MAX_WRITTEN - 3] + '...'}`"

    def _failure(self, what: str, error: Exception, key: str) -> Diagnostic:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name} line {frame.lineno}"
        message = fitted(f"{what} failed on this file: `{type(error).__name__}` at {where}")
        return self._own("internal-error", message, key, Location(1, 0, 1, 0))

    def _unreadable(self, key: str) -> Diagnostic:
        error = self.project.modules.errors[key]
        location = Location(error.line, 0, error.line, 0)
        return self._own("unreadable-file", fitted(f"can't be read: {error.reason}"), key, location)

    @staticmethod
    def _own(
        slug: str, message: str, key: str, location: Location, symbol: str | None = None, layer: Layer = Layer.OTHER
    ) -> Diagnostic:
        """A finding of a rule that the engine itself checks."""
        rule = next(item.rule for item in load() if item.rule.slug == slug)
        return Diagnostic(rule.code, rule.slug, message, key, location, symbol, layer, Confidence.CERTAIN, rule.help)
