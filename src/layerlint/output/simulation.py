"""What other settings would give, beside what is found now: `check --simulate`."""

from __future__ import annotations

import json

from layerlint.engine.simulation import Comparison
from layerlint.model import Diagnostic
from layerlint.output.characters import one_line
from layerlint.output.json import finding
from layerlint.output.look import Look


def render(found: Comparison, look: Look) -> str:
    """A table of the rules whose findings differ, the findings that go and come, and the settings that would do it."""
    names = {item.code: item.name for item in (*found.gone, *found.come)}
    lines = [f"{len(found.now.diagnostics)} findings now, {len(found.then.diagnostics)} with {' and '.join(found.changes)}"]
    if names:
        lines += ["", "   now  then"]
    for code, slug in sorted(names.items()):
        lines.append(f"{found.now.by_rule[code]:6}{found.then.by_rule[code]:6}  {look.code(code, slug)}  {slug}")
    for title, group in (("goes", found.gone), ("comes", found.come)):
        if group:
            lines += ["", f"what {title}:", *(_line(item, look) for item in group)]
    if found.settings:
        lines += ["", "to make it so, in [tool.layerlint]:", *(f"  {line}" for line in found.settings)]
    return "\n".join(lines) + "\n"


def _line(item: Diagnostic, look: Look) -> str:
    place = look.place(item.path, item.location.line, item.location.column + 1)
    return f"  {place} {look.code(item.code, item.name)} {one_line(item.message)}"


def render_json(found: Comparison) -> str:
    """The same as JSON; findings are as in `check --output-format json`."""
    codes = sorted({*found.now.by_rule, *found.then.by_rule})
    document = {
        "version": 1,
        "changes": [*found.changes],
        "settings": found.settings,
        "now": len(found.now.diagnostics),
        "then": len(found.then.diagnostics),
        "by_rule": {code: {"now": found.now.by_rule[code], "then": found.then.by_rule[code]} for code in codes},
        "gone": [finding(item) for item in found.gone],
        "come": [finding(item) for item in found.come],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
