"""Text for people: the finding, its source line, the trail and the help; colours only where they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layerlint.engine import Report, Selected
from layerlint.model import Diagnostic, Layer
from layerlint.output.characters import cells, one_line, same_width
from layerlint.output.look import Look, Style, plain
from layerlint.output.source_lines import SourceLines

if TYPE_CHECKING:
    from layerlint.layers import Verdict


def render(report: Report, look: Look) -> str:
    """All findings."""
    sources = SourceLines()
    blocks = [_block(item, sources, look) for item in report.diagnostics]
    return "\n".join(blocks) + ("\n" if blocks else "")


def _block(item: Diagnostic, sources: SourceLines, look: Look) -> str:
    where, style = item.location, look.style
    place = look.place(item.path, where.line, where.column + 1)
    lines = [f"{place} {look.code(item.code, item.name)} {one_line(item.message)}"]
    source = sources.line(item.path, where.line)
    if source.strip():
        number = str(where.line)
        end = where.end_column if where.end_line == where.line else len(source)
        shown = same_width(source)
        marks = " " * cells(shown[: where.column]) + "^" * max(1, cells(shown[where.column : end]))
        lines.append(style(f"  {number} | ", "dim") + shown)
        lines.append(style("  " + " " * len(number) + " | ", "dim") + style(marks, "code"))
    if look.trail:
        lines += [style(f"    {one_line(step.message)}  ({one_line(step.path)}:{step.line})", "dim") for step in item.trail]
    lines.append(style(f"    help: {item.help}", "help"))
    return "\n".join(lines) + "\n"


def render_summary(report: Report) -> str:
    """One line of numbers."""
    count = len(report.diagnostics)
    findings = "no findings" if not count else f"{count} finding{'s' if count != 1 else ''}"
    parts = [f"{findings} in {report.files} file{'s' if report.files != 1 else ''}"]
    if report.known:
        parts.append(f"{report.known} more in the baseline")
    if report.unreadable:
        parts.append(f"{report.unreadable} unreadable")
    if report.unclassified:
        parts.append(f"{report.unclassified} without a layer")
    for option, fixable in (("--fix", report.fixable), ("--unsafe-fixes", report.fixable_unsafely)):
        if fixable:
            parts.append(f"{fixable} fixable with {option}")
    return ", ".join(parts)


def render_statistics(report: Report, slugs: dict[str, str]) -> str:
    """One line a rule, the most frequent first."""
    rows = sorted(report.by_rule.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:6}  {code}  {slugs[code]}\n" for code, count in rows)


def render_layers(projects: list[Selected], style: Style = plain) -> str:
    """The layer of every module, class and function."""
    lines = []
    for selected in projects:
        analysis = selected.analysis
        for key in selected.keys:
            verdict = analysis.verdict(key)
            layers = "+".join(verdict.layers)
            lines.append(f"{style(selected.shown(key), 'path')}: {style(layers, 'code')} ({verdict.confidence})")
            facts = analysis.project.modules.facts(key)
            for scope in facts.definitions if facts is not None else ():
                own = analysis.classifier.definition(scope)
                depth = "  " * (scope.qualname.count(".") + 1)
                keyword = "class" if scope.is_class else "def"
                lines.append(
                    f"{depth}{keyword} {scope.name}: {own.layer}" + ("" if own.confidence == 3 else f" ({own.confidence})")
                )
    return "\n".join(lines) + "\n"


def render_why(place: str, verdict: Verdict, glob: str, is_definition: bool) -> str:
    """The evidence for a layer, the runner-up, and the line that would change it.

    `glob` names the file from its configuration's folder; `is_definition` says that the verdict is of a class or function.
    """
    lines = [f"{place}: {'+'.join(verdict.layers)} ({verdict.confidence})"]
    if not verdict.evidence:
        lines.append("  nothing speaks for any layer: no route, no injection, no base class, no telling name, no telling calls")
    for item in verdict.evidence:
        mark = " " if item.layer is verdict.layer else "!"
        lines.append(f" {mark} {item.kind:9} {item.layer:10} line {item.line}: {item.message}")
    runner_up = verdict.runner_up
    if runner_up is not None:
        lines.append(f"  runner-up: {runner_up}")
    if any(item.kind == "override" for item in verdict.evidence):
        return "\n".join(lines) + "\n"
    other = runner_up or (Layer.SERVICE if verdict.layer is not Layer.SERVICE else Layer.REPOSITORY)
    comment = f"`# layerlint: layer={other}`"
    if is_definition:
        lines.append(f"  to change it: {comment} at the end of its `def` or `class` line")
    else:
        lines.append(
            f'  to change it: {comment} on a line of its own, or `layers = {{ {other} = ["{glob}"] }}` in [tool.layerlint]'
        )
    return "\n".join(lines) + "\n"
