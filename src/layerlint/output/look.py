"""How text for people is dressed: colours, links to the rules' pages, trails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from layerlint.output.characters import one_line

Style = Callable[[str, str], str]
Link = Callable[[str, str], str]


def plain(text: str, style: str) -> str:
    """No style at all."""
    return text


def unlinked(text: str, slug: str) -> str:
    """No link at all."""
    return text


@dataclass(frozen=True, slots=True)
class Look:
    """`style(text, name)` colours a part: path, code, dim or help; `link(text, slug)` leads to a rule's page."""

    trail: bool = True
    style: Style = plain
    link: Link = unlinked

    def place(self, path: str, *numbers: int) -> str:
        """`path:line:column:` in one piece, so that terminals and editors take it for a place to go to."""
        return self.style(":".join((one_line(path), *map(str, numbers), "")), "path")

    def code(self, code: str, slug: str) -> str:
        """A rule's code."""
        return self.link(self.style(code, "code"), slug)
