"""The command line: options in, findings out."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from importlib import import_module

import click

from layerlint.cli import options
from layerlint.config import nearest

_COMMANDS = {
    "baseline": "baseline",
    "check": "check",
    "clean": "clean",
    "completion": "completion",
    "facts": "facts",
    "fix": "fix",
    "init": "init",
    "layers": "layers",
    "rule": "rule",
    "why": "layers",
}
"""The module of each command, which is loaded when the command is run or its help is asked for."""


class _Group(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _COMMANDS.get(cmd_name)
        found = getattr(import_module(f"{__name__}.{module}"), cmd_name) if module is not None else None
        return found if isinstance(found, click.Command) else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not ctx.resilient_parsing and not args[0].startswith("-") and args[0] not in _COMMANDS:
            raise click.UsageError(f"no such command `{args[0]}`{nearest(args[0], _COMMANDS)}")
        return super().resolve_command(ctx, args)


_EXAMPLES = options.examples(
    ("layerlint check", "what breaks the layering, from here on"),
    ("layerlint why app/services/users.py", "how a module came to its layer"),
    ("layerlint rule LAY101", "what a rule wants, and why"),
    ("layerlint init", "a configuration that fits"),
    ("layerlint check --help", "more, for each command"),
)


@click.group(cls=_Group, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="layerlint")
def cli() -> None:
    """Tell what breaks the layering of a backend: routers, dependencies, services, repositories, schemas."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit status is 0, 1 with findings, 2 for wrong usage or an internal error, 130 on Ctrl-C."""
    gc.disable()
    warnings.simplefilter("ignore", SyntaxWarning)
    try:
        result = cli.main(args=arguments, prog_name="layerlint", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        click.echo("layerlint: " + " ".join(error.format_message().split()), err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("layerlint: interrupted", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 2
    except Exception as error:
        click.echo(f"layerlint: internal error, please report it: {type(error).__name__}: {error}", err=True)
        return 2


def entry() -> None:
    """The console script. It leaves without taking the trees of a whole project apart, which costs as much as parsing them."""
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
