"""A summary in Markdown, for the page of a CI job: how often each rule was broken, then the findings by file.

Such pages have a limit (GitHub's is 1 MiB a step), and nobody reads thousands of lines: what goes beyond is counted.
"""

from __future__ import annotations

import re
from itertools import groupby

from layerlint.engine import Report
from layerlint.model import Diagnostic
from layerlint.output import links
from layerlint.output.characters import one_line
from layerlint.output.text import render_summary

LISTED = 200
_CODE = re.compile("(`[^`]+`)")
_ACTIVE = re.compile(r"([\\`*_\[\]<>~|&!#])")


def render(report: Report) -> str:
    """The page."""
    title = f"## layerlint: {render_summary(report)}\n"
    if not report.diagnostics:
        return title
    slugs = {item.code: item.name for item in report.diagnostics}
    rows = sorted(report.by_rule.items(), key=lambda row: (-row[1], row[0]))
    table = "| rule | name | findings |\n|---|---|--:|\n"
    table += "".join(f"| {_linked(code, links.rule_page(slugs[code]))} | {slugs[code]} | {count} |\n" for code, count in rows)
    listed = report.diagnostics[:LISTED]
    files = "".join(_file(path, [*found]) for path, found in groupby(listed, lambda item: item.path))
    more = len(report.diagnostics) - len(listed)
    end = f"\nand {more} more: `layerlint check` prints them all\n" if more else ""
    return f"{title}\n{table}{files}{end}"


def _file(path: str, found: list[Diagnostic]) -> str:
    return f"\n### {_code(one_line(path))}\n\n" + "".join(map(_row, found))


def _row(item: Diagnostic) -> str:
    line = item.location.line
    place = _linked(f"line {line}", links.source_line(item.path, line))
    return f"- {place}: {_linked(item.code, links.rule_page(item.name))} {_prose(item.message)}\n"


def _linked(text: str, address: str | None) -> str:
    return f"[{text}](<{address}>)" if address else text


def _prose(text: str) -> str:
    """A message: what stands between backticks as code, the rest as it is, whatever Markdown would make of it."""
    parts = _CODE.split(one_line(text))
    return "".join(_code(part[1:-1]) if index % 2 else _ACTIVE.sub(r"\\\1", part) for index, part in enumerate(parts))


def _code(text: str) -> str:
    """A span of code, fenced by more backticks than it has in a row."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") or (text.startswith(" ") and text.endswith(" ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}"
