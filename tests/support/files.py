"""Small projects on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from tests.support.running import Found

_MARK = re.compile(r"# error: (LAY\d{3}(?:, ?LAY\d{3})*)")


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write dedented texts, or bytes, to files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(dedent(content), encoding="utf-8", newline="")
    return folder


def marks(path: str, text: str) -> list[Found]:
    """The findings that `# error: LAY101` comments expect; a repeated code is as many findings."""
    return [
        Found(path, number, code.strip())
        for number, line in enumerate(text.split("\n"), 1)
        for match in _MARK.finditer(line)
        for code in match.group(1).split(",")
    ]


def marked(folder: Path) -> list[Found]:
    """The findings that the comments of all files below a folder expect, sorted."""
    return sorted(
        found
        for path in folder.rglob("*.py")
        for found in marks(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8"))
    )
