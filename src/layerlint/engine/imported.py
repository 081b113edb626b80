"""What an edit does to a module's imports: whether the source roots stay, and whether it imports the same of the project."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

from layerlint.engine.outline import Outline

if TYPE_CHECKING:
    from layerlint.project.source_tree import SourceTree

_IMPORTS = re.compile(r"^[ \t]*(?:from|import)\b[^\n(]*(?:\([^)]*\)|[^\n]*)|(?:from|import) \w+", re.M)
"""All that may say where source roots are: statements, and words that stand anywhere."""
_WORD = re.compile(r"\w+")
_SETUP = "setup.py"


def say_the_same(key: str, before: str, after: str, keys: Collection[str]) -> bool:
    """Whether two texts of a module say the same of source roots: what differs names no folder or module of the project."""
    if key.rpartition("/")[2] == _SETUP:
        return before == after
    old, new = Counter(_IMPORTS.findall(before)), Counter(_IMPORTS.findall(after))
    differing = [*(old - new), *(new - old)]
    if not differing:
        return True
    words = {word for item in differing for word in _WORD.findall(item)}
    starts = {word[:end] for word in words for end in range(1, len(word) + 1)}
    return starts.isdisjoint({part for item in keys for part in item.removesuffix(".py").split("/")})


def are_of_same(tree: SourceTree, key: str, before: str, after: str) -> bool:
    """Whether two texts of a module import the same of the project, in the same order and places."""
    if Counter(_IMPORTS.findall(before)) == Counter(_IMPORTS.findall(after)):
        return True
    return _imports_of(tree, key, before) == _imports_of(tree, key, after)


def _imports_of(tree: SourceTree, key: str, text: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    found = []
    for item in Outline(text).imports:
        dotted, whole = item.dotted(tree, key)
        target = tree.find(whole, key) or tree.find(dotted, key)
        if target is not None or tree.has_package(whole, key) or tree.has_package(dotted, key):
            found.append((target or dotted, item.name, item.place))
    return found
