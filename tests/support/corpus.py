"""Real snippets, the modules of all suites and of the examples, and findings of modules that stand on no disk."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from layerlint.engine import Analysis, Settings
from layerlint.model import Confidence, Diagnostic, Profile
from tests.support import markdown, usual

ROOT = Path(__file__).parents[2]
NOWHERE = ROOT / "nowhere"
EVERYTHING = {"profile": Profile.STRICT, "min_confidence": Confidence.POSSIBLE}

Modules = Mapping[str, str]


@cache
def projects() -> tuple[tuple[str, Modules], ...]:
    """All small projects, with their names; those that this Python can't parse are left out."""
    found: list[tuple[str, Modules]] = []
    for path in sorted((ROOT / "tests/rules").glob("*.md")):
        for case in markdown.parse(path.stem, path.read_text(encoding="utf-8")):
            if case.runs_here:
                found.append((case.id, complete(case)))
    for folder in sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir()):
        modules = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))}
        found.append((folder.name, modules))
    return tuple(found)


def complete(case: markdown.Case) -> Modules:
    """A case's modules, with the usual ones where it wants them."""
    return {**(usual.FILES if case.uses_usual_files else {"app/__init__.py": ""}), **case.modules}


def findings(modules: Modules, order: Sequence[str] | None = None) -> list[Diagnostic]:
    """What every rule finds in modules, asked for in an order, sorted."""
    settings = Settings(NOWHERE, isolated=True, options=EVERYTHING)
    analysis = Analysis(NOWHERE, modules, settings, modules)
    found = [item for key in order or sorted(modules) for item in analysis.check(key)]
    return sorted(found, key=lambda item: item.sort_key)


@cache
def expressions() -> tuple[str, ...]:
    """The sources of all expressions of the small projects, without repetition."""
    return _segments(ast.expr)


@cache
def statements() -> tuple[str, ...]:
    """The sources of all one-line statements of the small projects, without repetition."""
    return tuple(item for item in _segments(ast.stmt) if "\n" not in item)


def _segments(kind: type[ast.AST]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for _, modules in projects():
        for text in modules.values():
            lines = text.encode().split(b"\n")
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, kind) and node.lineno == node.end_lineno:
                    found[lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode()] = None
    return tuple(found)
