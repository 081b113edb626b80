"""`layerlint rule`."""

from __future__ import annotations

import click

from layerlint.cli import options
from layerlint.cli.completion import rules
from layerlint.config import nearest

_EXAMPLES = options.examples(
    ("layerlint rule", "all rules, a line each"),
    ("layerlint rule LAY101", "why, bad code, good code"),
    ("layerlint rule router-database-access", "the same"),
)


@click.command(epilog=_EXAMPLES)
@click.argument("name", required=False, metavar="[CODE|SLUG]", shell_complete=rules)
@click.option("--all", "every", is_flag=True, help="Print the pages of all rules.")
def rule(name: str | None, every: bool) -> int:
    """Print a rule's page, or the list of rules."""
    from layerlint.output import pages
    from layerlint.rules import load

    if every:
        click.echo("\n".join(pages.page(item) for item in load()), nl=False)
        return 0
    if name is None:
        for item in load():
            click.echo(f"{item.rule.code}  {item.rule.slug:32}{item.rule.profile:12}  {pages.summary(item)}")
        return 0
    for item in load():
        if name in (item.rule.code, item.rule.slug):
            click.echo(pages.page(item), nl=False)
            return 0
    known = [word for item in load() for word in (item.rule.code, item.rule.slug)]
    raise click.UsageError(f"no such rule `{name}`{nearest(name, known)}")
