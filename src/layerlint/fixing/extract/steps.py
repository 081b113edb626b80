"""Operations moved one after the other, each kept only if what is found afterwards shows that it did what it promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from layerlint import syntax
from layerlint.engine import Analysis
from layerlint.facts import Scope
from layerlint.fixing.extract.plan import Plan, Planner
from layerlint.fixing.refusal import RefusedError
from layerlint.fixing.source import Source
from layerlint.model import Diagnostic
from layerlint.project import Operation

RULES = ("LAY101", "LAY301")
# What a handler with a repository brings: the strict profile asks for a service between them.
_ACCEPTED = frozenset({"LAY602"})
_MANY = 200
Kind = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Moved:
    """An operation that was moved: module key, line, the function's name, the method's name."""

    key: str
    line: int
    symbol: str
    method: str


@dataclass(frozen=True, slots=True)
class Stayed:
    """An operation that was not moved, and why."""

    key: str
    line: int
    symbol: str
    reason: str


@dataclass(slots=True)
class Extraction:
    """What was moved and what stayed, and the texts of the files that change, by module key; None for the text of a new one."""

    moved: list[Moved] = field(default_factory=list)
    stayed: list[Stayed] = field(default_factory=list)
    before: dict[str, Source | None] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)


class Steps:
    """Extraction from the functions of one project. Nothing is written."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._start = analysis
        self._sources: dict[str, Source | None] = {}
        self.result = Extraction()
        self._refused: set[tuple[str, str, str, int]] = set()

    def run(self, wanted: Iterable[tuple[str, str | None]]) -> Extraction:
        """Move what can be moved out of functions, given by module key and qualified name, None for all of a module."""
        for key, symbol in wanted:
            for _ in range(_MANY):
                found = next(self._left(key, symbol), None)
                if found is None:
                    break
                self._step(key, found)
        changed = {key: self._analysis.project.modules.text(key) for key in self._sources}
        for key, text in changed.items():
            source = self._sources[key]
            if source is None or syntax.normalise(source.text) != text:
                self.result.before[key] = source
                self.result.after[key] = _with_ends(text, source)
        return self.result

    def _left(self, key: str, symbol: str | None) -> Iterator[Diagnostic]:
        """The findings that are still to be dealt with."""
        counted: Counter[tuple[str, str]] = Counter()
        for item in self._analysis.check(key):
            if item.code not in RULES or not _is_within(item.symbol or "", symbol):
                continue
            place = (item.symbol or "", item.message)
            counted[place] += 1
            if (key, *place, counted[place]) not in self._refused:
                yield item

    def _step(self, key: str, finding: Diagnostic) -> None:
        symbol = finding.symbol or ""
        try:
            plan = self._planned(key, finding)
            self._analysis = self._tried(key, finding, plan)
        except RefusedError as error:
            reason = error.reason
        except RecursionError:
            reason = "it is too deeply nested"
        else:
            self.result.moved.append(Moved(key, self._line(key, finding), symbol, plan.method))
            return
        number = 1
        while (key, symbol, finding.message, number) in self._refused:
            number += 1
        self._refused.add((key, symbol, finding.message, number))
        self.result.stayed.append(Stayed(key, finding.location.line, symbol, reason))

    @staticmethod
    def _line(key: str, finding: Diagnostic) -> int:
        return finding.location.line

    def _planned(self, key: str, finding: Diagnostic) -> Plan:
        project = self._analysis.project
        facts = project.modules.facts(key)
        function = facts.scopes.get(finding.symbol or "") if facts is not None else None
        if facts is None or function is None or not function.is_function:
            raise RefusedError("it stands in no function")
        if sum(scope.qualname == function.qualname for scope in facts.definitions) > 1:
            raise RefusedError(f"`{function.qualname}` is defined twice")
        operation = self._operation(function, finding)
        return Planner(project, self._analysis.classifier).move(function, operation)

    def _operation(self, function: Scope, finding: Diagnostic) -> Operation:
        lines = self._analysis.project.modules.lines(function.module.key)
        for item in self._analysis.project.operations.of(function):
            column = syntax.column_of(lines[item.node.lineno - 1], item.node.col_offset)
            if (item.node.lineno, column) == (finding.location.line, finding.location.column):
                return item
        raise RefusedError("the code isn't where it was found")

    def _tried(self, key: str, finding: Diagnostic, plan: Plan) -> Analysis:
        """The project with a plan carried out. Raises `RefusedError` where that isn't what it should be."""
        modules = self._analysis.project.modules
        for name, text in plan.texts.items():
            self._check_source(name)
            try:
                syntax.parse(text)
            except syntax.UnreadableError as error:
                raise RefusedError(f"{name} wouldn't parse: {error.reason}") from error
            source = self._sources[name]
            if source is not None:
                source.encoded(_with_ends(text, source))
        analysis = self._analysis.edited(plan.texts)
        before = Counter(self._kinds(self._analysis, plan.texts))
        after = Counter(self._kinds(analysis, plan.texts))
        for item in after - before:
            if item[1] not in _ACCEPTED:
                raise RefusedError(f"it would bring {item[1]} in {item[0]}")
        own = [(key, code, finding.symbol or "") for code in RULES]
        if sum(after[item] for item in own) >= sum(before[item] for item in own):
            raise RefusedError("the finding would still be there")
        for name in plan.texts:
            known = {edge.target for edge in self._analysis.project.import_graph.edges(name)} if name in modules.keys else set()
            for edge in analysis.project.import_graph.edges(name):
                if edge.target not in known and _reaches(analysis, edge.target, name):
                    raise RefusedError(f"{name} and {edge.target} would import each other")
        return analysis

    def _check_source(self, key: str) -> None:
        if key in self._sources:
            return
        path = self._analysis.folder / key
        if key not in self._start.project.modules.tree.files:
            if path.exists():
                raise RefusedError(f"{key} is there, and not looked at")
            self._sources[key] = None
            return
        source = Source.read(path)
        if syntax.normalise(source.text) != self._analysis.project.modules.text(key):
            raise RefusedError(f"{key} has changed meanwhile")
        ends = source.text.count("\r\n")
        if source.text.count("\r") != ends or ends not in (0, source.text.count("\n")):
            raise RefusedError(f"{key} has several kinds of line ends")
        self._sources[key] = source

    @staticmethod
    def _kinds(analysis: Analysis, keys: Iterable[str]) -> Iterator[Kind]:
        for key in keys:
            if key in analysis.project.modules.tree.files:
                for item in analysis.check(key):
                    yield (key, item.code, item.symbol or "")


def _reaches(analysis: Analysis, start: str, target: str) -> bool:
    """Whether a module imports another when it is imported itself, perhaps through others."""
    seen, waiting = {start}, [start]
    while waiting:
        for edge in analysis.project.import_graph.edges(waiting.pop()):
            if edge.target == target:
                return True
            if edge.target not in seen:
                seen.add(edge.target)
                waiting.append(edge.target)
    return False


def _is_within(symbol: str, wanted: str | None) -> bool:
    return wanted is None or symbol == wanted or symbol.startswith(wanted + ".")


def _with_ends(text: str, source: Source | None) -> str:
    """A text with the line ends of its file."""
    return text.replace("\n", "\r\n") if source is not None and "\r\n" in source.text else text
