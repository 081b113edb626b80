"""The addresses of the rules' pages, and of lines on the server that a CI job runs for: the one place that knows them."""

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


def source_line(path: str, line: int) -> str | None:
    """The address of a line at the commit that a job of GitHub or GitLab checks, None elsewhere."""
    of = os.environ.get
    if of("GITHUB_REPOSITORY") and of("GITHUB_SHA"):
        top, base = of("GITHUB_WORKSPACE"), f"{of('GITHUB_SERVER_URL')}/{of('GITHUB_REPOSITORY')}/blob/{of('GITHUB_SHA')}"
    elif of("CI_PROJECT_URL") and of("CI_COMMIT_SHA"):
        top, base = of("CI_PROJECT_DIR"), f"{of('CI_PROJECT_URL')}/-/blob/{of('CI_COMMIT_SHA')}"
    else:
        return None
    from urllib.parse import quote

    below = Path(os.path.relpath(path, top or None)).as_posix()
    return None if below.startswith("../") else f"{base}/{quote(os.fsencode(below))}#L{line}"


@cache
def _published() -> str:
    from importlib import metadata

    try:
        addresses = metadata.metadata("layerlint").get_all("Project-URL") or ()
    except metadata.PackageNotFoundError:
        return ""
    named: dict[str, str] = dict(address.split(", ", 1) for address in addresses)
    return named.get("Documentation", "")
