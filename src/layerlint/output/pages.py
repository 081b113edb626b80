"""The documentation page of a rule, and the table of all rules, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from layerlint.rules import LoadedRule


def summary(item: LoadedRule) -> str:
    """The first line of a rule's page."""
    return item.page.partition("\n")[0]


def page(item: LoadedRule) -> str:
    """A rule's page."""
    rule = item.rule
    _, _, body = item.page.partition("\n")
    facts = [f"profile `{rule.profile}`", f"since {rule.since}"]
    if rule.fixable:
        facts.append("fixable")
    if rule.command_line_only:
        facts.append("command line only")
    return f"# {rule.code} {rule.slug}\n\n{summary(item)}\n\n*{', '.join(facts)}. Help: {rule.help}.*\n{body}"


def table(items: Iterable[LoadedRule]) -> str:
    """The rules as a table, with links to their pages."""
    rows = ["| code | name | profile | says |", "|---|---|---|---|"]
    for item in items:
        rule = item.rule
        rows.append(f"| [{rule.code}](docs/rules/{rule.slug}.md) | {rule.slug} | {rule.profile} | {summary(item)} |")
    return "\n".join(rows) + "\n"
