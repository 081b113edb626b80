"""What standard output can show: colours, and links that a click follows."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

import click

from layerlint.output import links
from layerlint.output.look import Look, unlinked

_COLOURS: dict[str, dict[str, Any]] = {"path": {"bold": True}, "code": {"fg": "red"}, "dim": {"dim": True}, "help": {"fg": "cyan"}}
# Variables that terminals set which follow links, with the values that tell, all values where there are none.
_LINKING: Mapping[str, tuple[str, ...]] = {
    "ALACRITTY_WINDOW_ID": (),
    "DOMTERM": (),
    "GHOSTTY_RESOURCES_DIR": (),
    "KITTY_WINDOW_ID": (),
    "KONSOLE_VERSION": (),
    "TERMINAL_EMULATOR": ("JetBrains-JediTerm",),
    "TERM_PROGRAM": ("ghostty", "Hyper", "iTerm.app", "rio", "tabby", "vscode", "WezTerm"),
    "WT_SESSION": (),
}
_FIRST_VTE = 5000


def look(to_file: bool, trail: bool = True) -> Look:
    """How to dress text that goes to standard output, or to a file."""
    if to_file or not _is_coloured():
        return Look(trail)
    return Look(trail, _styled, _linked if _follows_links() else unlinked)


def _is_coloured() -> bool:
    """Colours on a terminal, unless NO_COLOR is set; FORCE_COLOR wants them in a pipe, too."""
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _follows_links() -> bool:
    """Links on terminals known to follow them; FORCE_HYPERLINK wants them on any, with 0 on none, and so does NO_HYPERLINK."""
    forced = os.environ.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if os.environ.get("NO_HYPERLINK"):
        return False
    vte = os.environ.get("VTE_VERSION", "")
    if vte.isdecimal() and int(vte) >= _FIRST_VTE:
        return True
    return any(os.environ.get(name) and (not values or os.environ[name] in values) for name, values in _LINKING.items())


def _styled(text: str, style: str) -> str:
    return click.style(text, **_COLOURS[style])


def _linked(text: str, slug: str) -> str:
    return f"\x1b]8;;{links.rule_page(slug) or links.rule_file(slug)}\x1b\\{text}\x1b]8;;\x1b\\"
