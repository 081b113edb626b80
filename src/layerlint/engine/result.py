"""What the check of one file gives, for every front end, in a form that caches and other processes can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from layerlint.edits import Fix
from layerlint.model import Confidence, Diagnostic, Layer, Location, TrailStep

Titles = Mapping[str, tuple[str, str]]
"""The slug and the help of each rule, by code."""


class Checked(NamedTuple):
    """A finding, whether `noqa` takes it back (flake8 does that itself), and whether the command line alone tells it."""

    finding: Diagnostic
    by_noqa: bool = False
    command_line_only: bool = False


@dataclass(frozen=True, slots=True)
class FileResult:
    """The findings of one file, sorted, suppressions of our own applied, and what the summary counts.

    `verdict` is a digest of the module's layer and its evidence, `is_certain` says how sure the layer is.
    """

    findings: tuple[Checked, ...] = ()
    layer: Layer = Layer.OTHER
    is_unreadable: bool = False
    is_unclassified: bool = False
    verdict: str = ""
    is_certain: bool = False
    used: tuple[tuple[str, str], ...] = ()
    """The entries of the configuration without which something else would be found, by key and name."""

    @property
    def has_failed(self) -> bool:
        """Whether a fault of ours is among the findings: nothing to keep."""
        return any(item.finding.code == "LAY900" for item in self.findings)

    def as_data(self) -> list[Any]:
        """What JSON can hold."""
        findings = [[*_data(item.finding), item.by_noqa, item.command_line_only] for item in self.findings]
        used = [[*entry] for entry in self.used]
        return [self.layer, self.is_unreadable, self.is_unclassified, findings, self.verdict, self.is_certain, used]

    @classmethod
    def from_data(cls, data: list[Any], path: str, titles: Titles) -> FileResult:
        """The result that `as_data` was made of, for a file. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
        layer, is_unreadable, is_unclassified, rows, verdict, is_certain, used = data
        findings = tuple(Checked(_finding(row[:-2], path, titles), row[-2], row[-1]) for row in rows)
        entries = tuple((str(key), str(name)) for key, name in used)
        return cls(findings, Layer(layer), is_unreadable, is_unclassified, verdict, is_certain, entries)


def _data(item: Diagnostic) -> list[Any]:
    where = item.location
    trail = [[step.path, step.line, step.message] for step in item.trail]
    fix = item.fix.as_data() if item.fix is not None else None
    place = [where.line, where.column, where.end_line, where.end_column]
    return [item.code, item.message, place, item.symbol, item.layer, int(item.confidence), trail, fix]


def _finding(row: list[Any], path: str, titles: Titles) -> Diagnostic:
    code, message, place, symbol, layer, confidence, trail, fix = row
    name, advice = titles[code]
    return Diagnostic(
        code=code,
        name=name,
        message=message,
        path=path,
        location=Location(*place),
        symbol=symbol,
        layer=Layer(layer),
        confidence=Confidence(confidence),
        help=advice,
        trail=tuple(TrailStep(*step) for step in trail),
        fix=Fix.from_data(fix) if fix is not None else None,
    )


def other_paths(data: list[Any], path: str) -> set[str]:
    """The other modules that the trails and fixes of a file's result, as data, point into."""
    found: set[str] = set()
    for row in data[3]:
        found.update(step[0] for step in row[6])
        if row[7] is not None:
            found.update(edit["path"] for edit in row[7]["edits"])
    found.discard(path)
    return found


def with_lines(data: list[Any], lines: Mapping[str, Mapping[int, int]]) -> list[Any]:
    """A result, as data, whose trails point to where lines of some modules are now."""
    rows = []
    for row in data[3]:
        trail = [[path, lines[path].get(line, line) if path in lines else line, text] for path, line, text in row[6]]
        rows.append([*row[:6], trail, *row[7:]])
    return [*data[:3], rows, *data[4:]]
