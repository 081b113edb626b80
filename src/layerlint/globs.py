"""Path globs: `*` within a folder, `**` across folders, a name without `/` anywhere, a folder for all below it."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def _pattern(glob: str) -> re.Pattern[str]:
    text = glob.strip("/")
    anchored = "/" in text
    parts = re.split(r"(/\*\*/|\*\*/|/\*\*|\*\*|\*|\?|\[[^]]*\])", text)
    translated = {"/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    body = "".join(
        translated.get(part) or (part if part.startswith("[") and part.endswith("]") else re.escape(part)) for part in parts
    )
    return re.compile(("" if anchored else "(?:.*/)?") + body + "(?:/.*)?")


def matches(path: str, glob: str) -> bool:
    """Whether a relative path with `/` matches a glob."""
    return _pattern(glob.removeprefix("./")).fullmatch(path) is not None
