"""Which formats findings are written in, and where each goes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

from layerlint.engine import Report
from layerlint.engine.writing import write_whole
from layerlint.output.look import Look

FOR_PEOPLE = ("text", "concise", "grouped")
FORMATS = (*FOR_PEOPLE, "json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson", "markdown")
_Function = TypeVar("_Function", bound=Callable[..., Any])
_FORMAT, _FILE = "output_format", "output_file"


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file that it is written to, None for standard output."""

    format: str
    file: Path | None = None

    @property
    def is_for_people(self) -> bool:
        """Whether it is read as it is, not by a program."""
        return self.format in FOR_PEOPLE


class OutputCommand(click.Command):
    """A command with `output_options`; it is called with `outputs`, a tuple of `Output`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as always, and find out which file was named after which format, which values alone don't tell."""
        written = [*args]
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            values, _, order = self.make_parser(ctx).parse_args(args=written)
            named = [(param.name, values[param.name].pop(0)) for param in order if param.name in (_FORMAT, _FILE)]
            ctx.params["outputs"] = _paired(named)
        return rest


def output_options(function: _Function) -> _Function:
    """`--output-format` and `--output-file`."""
    for option in (
        click.option(
            "--output-file",
            multiple=True,
            type=click.Path(path_type=Path),
            expose_value=False,
            metavar="FILE",
            help="Write the format named before it there, `-` for standard output.",
        ),
        click.option(
            "--output-format",
            multiple=True,
            type=click.Choice(FORMATS),
            expose_value=False,
            help="How to print findings; may be given again, with an --output-file each.  [default: text]",
        ),
    ):
        function = option(function)
    return function


def _paired(named: list[tuple[str, str]]) -> tuple[Output, ...]:
    """Outputs from options in their order: a file is for the format before it."""
    given = [name for name, _ in named]
    if given == [_FILE]:
        named = [(_FORMAT, "text"), *named]
    elif given == [_FILE, _FORMAT]:
        # With one of each there is nothing to mistake.
        named = named[::-1]
    outputs: list[Output] = []
    is_open = False
    for name, value in named:
        if name == _FORMAT:
            outputs.append(Output(value))
            is_open = True
        elif not is_open:
            raise click.UsageError(f"--output-file {value} has no --output-format before it")
        else:
            outputs[-1] = Output(outputs[-1].format, None if value == "-" else Path(value))
            is_open = False
    printed = [output.format for output in outputs if output.file is None]
    if len(printed) > 1:
        raise click.UsageError(f"{' and '.join(printed)} would both go to standard output: give one an --output-file")
    files = [output.file for output in outputs if output.file is not None]
    for file in files:
        if files.count(file) > 1:
            raise click.UsageError(f"--output-file {file} is named twice")
        # Told before anything is checked or fixed, not after minutes.
        if file.is_dir() or not file.parent.is_dir():
            reason = "is a folder" if file.is_dir() else f"there is no folder {file.parent}"
            raise click.UsageError(f"--output-file {file} can't be written: {reason}")
    return tuple(outputs) or (Output("text"),)


def only_files(outputs: tuple[Output, ...]) -> tuple[Output, ...]:
    """The outputs that leave standard output to something else, which goes where text for people went."""
    for output in outputs:
        if output.file is None and not output.is_for_people:
            raise click.UsageError(f"--statistics is text: give {output.format} an --output-file")
    return tuple(output for output in outputs if output.file is not None)


def rendered(output: Output, report: Report, look: Look) -> str:
    """A report in a format."""
    module = import_module(f"layerlint.output.{output.format.replace('-', '_')}")
    render: Callable[..., str] = module.render
    return render(report, look) if output.is_for_people else render(report)


def write(output: Output, text: str) -> None:
    """Put a rendered report where it goes: in UTF-8 for programs, in the terminal's encoding for people. Raises `ConfigError`."""
    if output.file is not None:
        write_whole(output.file, _encoded(text))
        return
    stream = getattr(sys.stdout, "buffer", None)
    if output.is_for_people or stream is None:
        encoding = sys.stdout.encoding or "utf-8"
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False, color=True)
    else:
        sys.stdout.flush()
        stream.write(_encoded(text))
        stream.flush()


def _encoded(text: str) -> bytes:
    # A file's name need not be text: its stray bytes become what JSON escapes them to.
    return text.encode(errors="backslashreplace")
