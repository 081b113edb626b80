"""The flake8 plugin in this process, as flake8 would call it."""

from __future__ import annotations

import ast
from argparse import Namespace
from pathlib import Path

from layerlint import syntax
from layerlint.flake8_plugin import Plugin

_DEFAULTS = {
    "layerlint_profile": None,
    "layerlint_extend_select": [],
    "layerlint_config": None,
    "layerlint_isolated": False,
    "layerlint_no_cache": False,
    "filenames": [],
    "select": None,
    "extend_select": None,
}


def start(**options: object) -> None:
    """Begin a run, as flake8 does by handing over its options."""
    Plugin.parse_options(Namespace(**{**_DEFAULTS, **options}))


def rows(path: Path, text: str | None = None) -> list[tuple[int, int, str]]:
    """Line, column and message of the findings in a file, or in a buffer that stands for it."""
    text = syntax.read(path) if text is None else text
    return [row[:3] for row in Plugin(ast.parse(text), str(path), text.splitlines(keepends=True)).run()]


def codes(path: Path) -> list[str]:
    """The codes that a run of its own finds in a file."""
    start()
    return [message[:6] for _, _, message in rows(path)]
