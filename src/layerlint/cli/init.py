"""`layerlint init`."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from layerlint import config as configuration
from layerlint.cli import options
from layerlint.config import ConfigError
from layerlint.engine.writing import write_whole
from layerlint.presets import PRESETS

_RUFF = """
ruff removes `noqa` comments with codes that it doesn't know; tell it these: [tool.ruff.lint] external = ["LAY"]
"""


_EXAMPLES = options.examples(
    ("layerlint init", "what fits, and what it would find"),
    ("layerlint init --preset services-query --write", "take this one"),
)


@click.command(epilog=_EXAMPLES)
@click.argument("folder", default=".", type=click.Path(path_type=Path), metavar="[FOLDER]")
@click.option("--preset", type=click.Choice(list(PRESETS)), help="Take this preset instead of the one that seems to fit.")
@click.option("--write", is_flag=True, help="Write the configuration, to pyproject.toml where there is one.")
def init(folder: Path, preset: str | None, write: bool) -> int:
    """Look at a project, propose a configuration, and show what would be found with it."""
    from layerlint.engine.proposal import Proposal, propose
    from layerlint.output import proposal as output
    from layerlint.rules import load

    with options.one_line_errors():
        if not folder.is_dir():
            raise ConfigError(f"{folder} is no folder")
        (selected,) = options.projects((folder,), None, isolated=True)[:1]
        root = selected.analysis.folder
        present = configuration.in_folder(root)
        if write and present is not None:
            raise ConfigError(f"{present} configures layerlint already")
        found = propose(selected)
        if preset is not None:
            found = Proposal(PRESETS[preset], "`--preset` asks for it", found.modules, found.findings)
        pyproject = root / "pyproject.toml"
        target = pyproject if pyproject.is_file() else root / "layerlint.toml"
        line = f'preset = "{found.preset.name}"\n'
        snippet = f"[tool.layerlint]\n{line}" if target == pyproject else line
        shown = Path(os.path.relpath(target)).as_posix()
        slugs = {item.rule.code: item.rule.slug for item in load()}
        click.echo(output.render(found, snippet, shown, slugs, _advice(pyproject)), nl=False)
        if write:
            _write(target, snippet)
            click.echo(f"layerlint: wrote {shown}", err=True)
    return 0


def _advice(pyproject: Path) -> str:
    """What ruff has to be told, where a project uses it and hasn't told it yet."""
    text = pyproject.read_text(encoding="utf-8", errors="replace") if pyproject.is_file() else ""
    uses_ruff = "[tool.ruff" in text or any((pyproject.parent / name).is_file() for name in ("ruff.toml", ".ruff.toml"))
    return _RUFF if uses_ruff and not re.search(r"external\s*=.*LAY", text) else ""


def _write(path: Path, snippet: str) -> None:
    """Put a table at the end of a file, or make it, with the line ends that it has. Raises `ConfigError`."""
    before = path.read_bytes() if path.is_file() else b""
    newline = "\r\n" if b"\r\n" in before else "\n"
    gap = "" if not before else newline if before.endswith(b"\n") else newline * 2
    write_whole(path, before + (gap + snippet.replace("\n", newline)).encode())
