"""The check of one module: its rules, what comments take back, and what is to be said of the comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from layerlint import syntax
from layerlint.config import Config, ConfigError
from layerlint.edits import Applicability, CommentWord, Fix
from layerlint.engine import needless, selection
from layerlint.engine.cache.hashing import digest
from layerlint.engine.comment_faults import Fault, invalid, unused
from layerlint.engine.result import Checked, FileResult
from layerlint.engine.settings import Settings
from layerlint.engine.suppression import Suppressions, may_suppress
from layerlint.facts import ModuleFacts
from layerlint.layers import UNKNOWN, Classifier, Purpose, Verdict, purpose_of
from layerlint.model import Confidence, Diagnostic, Hop, Layer, Location, TrailStep
from layerlint.project import Failure, Project
from layerlint.rule import Answers, Finding, Rule, View, fitted
from layerlint.rules import LoadedRule, load

_EVERYWHERE = ("LAY001", "LAY9")
_OF_DIRECTIONS = ("LAY601", "LAY602")
_MAX_TRAIL = 12
_MAX_WRITTEN = 70


class Checks:
    """A project's modules, checked by the rules that the settings of each turn on."""

    def __init__(self, project: Project, classifier: Classifier, settings: Settings) -> None:
        self.project = project
        self.classifier = classifier
        self.settings = settings
        self._answers = Answers.about(project, classifier)
        self._rules: dict[int, list[LoadedRule]] = {}

    def with_settings(self, settings: Settings) -> Checks:
        """The same project, with all that is known of it, checked by other settings."""
        other = Checks.__new__(Checks)
        other.project, other.classifier, other._answers = self.project, self.classifier, self._answers
        other.settings = settings
        other._rules = {}
        return other

    def prepare(self) -> None:
        """Collect what modules say of each other, before anything is asked: in the midst of a question it would see but a part."""
        self.project.contributions.collect()

    def verdict(self, key: str) -> Verdict:
        """The layer of a module; of one that can't be classified, nothing."""
        try:
            self.prepare()
            return self.classifier.module(key)
        except Exception:
            return UNKNOWN

    def result(self, key: str) -> FileResult:
        """The result for a module. Raises `ConfigError`."""
        try:
            self.prepare()
            failure = self.project.contributions.failures.get(key)
            return self._checked(key) if failure is None else self._failed(failure, key)
        except ConfigError:
            raise
        except Exception as error:
            return self._failed(Failure.of(error), key)

    def _failed(self, failure: Failure, key: str) -> FileResult:
        return FileResult((Checked(self._failure("layerlint", failure, key)),))

    def beside(self, key: str) -> FileResult | None:
        """The result for a test or migration that needs nothing but its text, None for any other module."""
        try:
            return self._beside(key)
        except Exception:
            return None

    def _beside(self, key: str) -> FileResult | None:
        if key not in self.project.contributions.beside or self._needs_facts(key):
            return None
        verdict = self.classifier.by_path(key)
        used = tuple(sorted({*needless.used_by(self.project.modules.text(key), self._configs)}))
        return FileResult((), verdict.layer, verdict=_digest(verdict), used=used)

    def _checked(self, key: str) -> FileResult:
        beside = self._beside(key)
        if beside is not None:
            return beside
        facts = self.project.modules.facts(key)
        if facts is None:
            return FileResult((Checked(self._unreadable(key), command_line_only=True),), is_unreadable=True)
        verdict = self.verdict(key)
        config = self.settings.of(key)
        findings = self._findings(facts, config)
        used = tuple(sorted({*self._used(facts, config), *needless.used_by(facts.text, self._configs)}))
        is_unclassified = verdict.is_unclassified and bool(facts.top.children)
        is_certain = verdict.confidence is Confidence.CERTAIN
        return FileResult(findings, verdict.layer, False, is_unclassified, _digest(verdict), is_certain, used)

    def verdict_digest(self, key: str) -> str:
        """A digest of a module's layer and its evidence, "" for one that can't be read."""
        return _digest(self.verdict(key)) if self.project.modules.facts(key) is not None else ""

    def _needs_facts(self, key: str) -> bool:
        """Whether a test or migration may get a finding, or another layer than such have."""
        text = self.project.modules.text(key)
        config = self.settings.of(key)
        if config.include_tests or key in self.project.modules.errors or may_suppress(text) or self.classifier.is_overridden(key):
            return True
        left_out = [item for item, _ in selection.entries(config, self.settings.relative(key, config))]
        rules = _everywhere([*self._selected(config, key), *left_out])
        if any(item.check is not None and (item.concerns is None or item.concerns(text)) for item in rules):
            return True
        return not syntax.is_valid(text)

    @cached_property
    def _configs(self) -> list[Config]:
        return self.settings.readable_configs(self.project.modules.keys)

    def _used(self, facts: ModuleFacts, config: Config) -> Iterator[needless.Entry]:
        """The entries of the configuration that leave findings out of a file."""
        if not (config.ignore or config.per_file_ignores or config.allow):
            return
        is_checked = config.include_tests or purpose_of(facts) is Purpose.APPLICATION
        for item, entries in selection.entries(config, self.settings.relative(facts.key, config)):
            if (is_checked or _everywhere([item])) and self._finds(facts, [item], config):
                yield from entries
        rules = [item for item in self._selected(config, facts.key) if item.rule.code in _OF_DIRECTIONS]
        if is_checked and config.allow and rules:
            found = self._finds(facts, rules, config)
            for layer, others in config.allow.items():
                for other in others:
                    less = {**config.allow, layer: tuple(item for item in others if item is not other)}
                    if self._finds(facts, rules, replace(config, allow=less)) > found:
                        yield (f"allow.{layer}", other)

    def _finds(self, facts: ModuleFacts, rules: list[LoadedRule], config: Config) -> int:
        """How many findings rules have, before comments take any back."""
        return sum(item.code == "LAY900" or item.confidence >= config.min_confidence for item in self._run(facts, rules, config))

    def _findings(self, facts: ModuleFacts, config: Config) -> tuple[Checked, ...]:
        rules = self._selected(config, facts.key)
        if not config.include_tests and purpose_of(facts) is not Purpose.APPLICATION:
            rules = _everywhere(rules)
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

    def _run(self, facts: ModuleFacts, rules: list[LoadedRule], config: Config) -> list[Diagnostic]:
        view = View(facts, self._answers, config)
        found: list[Diagnostic] = []
        for item in rules:
            if item.check is None:
                continue
            try:
                found += [self._diagnostic(item.rule, finding, view) for finding in item.check(view)]
            except Exception as error:
                found.append(self._failure(f"rule `{item.rule.code}`", Failure.of(error), facts.key))
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

    def _failure(self, what: str, failure: Failure, key: str) -> Diagnostic:
        message = fitted(f"{what} failed on this file: `{failure.kind}` at {failure.where}")
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


def _digest(verdict: Verdict) -> str:
    """A digest of a verdict, without the lines of its evidence."""
    evidence = [(item.kind, item.layer, item.weight, item.message) for item in verdict.evidence]
    return digest(repr((verdict.layer, verdict.layers, verdict.confidence, evidence)).encode())


def _everywhere(rules: list[LoadedRule]) -> list[LoadedRule]:
    """The rules that concern tests and migrations too."""
    return [item for item in rules if item.rule.code.startswith(_EVERYWHERE)]
