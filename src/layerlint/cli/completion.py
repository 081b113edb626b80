"""`layerlint completion`, and what it completes that click doesn't know of itself."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem, get_completion_class

from layerlint.cli import options

_VARIABLE = "_LAYERLINT_COMPLETE"


_EXAMPLES = options.examples(
    ('eval "$(layerlint completion bash)"', "in ~/.bashrc"),
    ('eval "$(layerlint completion zsh)"', "in ~/.zshrc, after compinit"),
    ("layerlint completion fish | source", "in ~/.config/fish/config.fish"),
)


@click.command(epilog=_EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print a script that lets a shell complete commands, options, rules and paths."""
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(ctx.find_root().command, {}, "layerlint", _VARIABLE).source(), nl=False)
    return 0


def rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Rules by code and slug, for the last of a comma separated list."""
    from layerlint.output import pages
    from layerlint.rules import load

    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{name}", help=pages.summary(item))
        for item in load()
        for name in (item.rule.code, item.rule.slug)
        if name.startswith(last) and (last or name == item.rule.code)
    ]
