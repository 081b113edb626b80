"""The addresses of the rules' pages: the one place that knows them."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

VARIABLE = "LAYERLINT_DOCS"


def rule_page(slug: str) -> str | None:
    """The address of a rule's page, None where no documentation is published."""
    base = documentation()
    return f"{base}/rules/{slug}.md" if base else None


def documentation() -> str | None:
    """The address of the folder `docs`: what the environment says, or the package's own metadata."""
    base = os.environ.get(VARIABLE, _published())
    return base.rstrip("/") or None


def rule_file(slug: str) -> str:
    """The address of a rule's own file on this machine, which begins with the page."""
    from layerlint import rules

    return Path(rules.__path__[0], slug.replace("-", "_") + ".py").as_uri()


@cache
def _published() -> str:
    from importlib import metadata

    try:
        addresses = metadata.metadata("layerlint").get_all("Project-URL") or ()
    except metadata.PackageNotFoundError:
        return ""
    named: dict[str, str] = dict(address.split(", ", 1) for address in addresses)
    return named.get("Documentation", "")
