"""Layered FastAPI projects of any size: the same lines from the same seed, with faults at places that are known.

    python -m benchmarks.generated FOLDER LINES [SEED]

A project is an `app` of domains, each with models, schemas, repositories, services, dependencies and a router. All of them
import what stands in `app/core`, the session above all, and a domain uses services of earlier ones, of the first ones most: few
modules are imported by very many, many by few. A line with a fault ends in `# planted: CODE`.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import NamedTuple

from benchmarks import templates

SEED = 7
FAULT_EVERY = 4
SMALLEST = 300
OPERATIONS = (30, 70)
_PLANTED = re.compile(r"# planted: (LAY\d{3})$")


class Fault(NamedTuple):
    """A fault that was put in."""

    path: str
    line: int
    code: str


class Project(NamedTuple):
    """The text of each file, by its path."""

    files: dict[str, str]

    @property
    def modules(self) -> list[str]:
        """The paths of its Python files."""
        return [path for path in self.files if path.endswith(".py")]

    @property
    def lines(self) -> int:
        """How many lines all files have."""
        return sum(text.count("\n") for text in self.files.values())

    @property
    def faults(self) -> list[Fault]:
        """The planted faults, by path and line."""
        return sorted(
            Fault(path, number, found[1])
            for path, text in self.files.items()
            for number, line in enumerate(text.split("\n"), 1)
            if (found := _PLANTED.search(line))
        )

    def write(self, folder: Path) -> None:
        """Write all files."""
        for path, text in self.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


class _Domain:
    """One domain: a class of entities, and the modules that care for it."""

    def __init__(self, number: int, dice: random.Random, used: list[_Domain]) -> None:
        self.names = dict(_names(number))
        self._dice = dice
        fields = dice.sample(templates.FIELDS, dice.randint(5, 9))
        self._modules: dict[str, list[str]] = {name: [head] for name, head in templates.HEADS.items()}
        self._names_used = sorted((item.names for item in used), key=lambda names: names["domain"])
        columns = [f"    {field.name}: Mapped[{field.type}] = mapped_column({field.column})" for field in fields]
        self.names["columns"] = "\n".join(columns)
        self.names["read_fields"] = "\n".join(f"    {field.name}: {field.type}" for field in fields)
        self.names["create_fields"] = "\n".join(f"    {field.name}: {field.type} = {field.check}" for field in fields)
        self.names["update_fields"] = "\n".join(f"    {field.name}: {field.type} | None = None" for field in fields)
        self._operations = 0

    def operate(self) -> None:
        """One more operation, through router, service and repository."""
        names = self.names
        operation = templates.OPERATIONS[self._operations % len(templates.OPERATIONS)]
        turn = self._operations // len(templates.OPERATIONS)
        suffix = f"_{templates.TOPICS[(turn - 1) % len(templates.TOPICS)]}" if turn else ""
        values = {**names, "suffix": suffix, "path": suffix.replace("_", "-"), "limit": str(self._dice.choice((20, 50, 100, 200)))}
        for module, text in operation.items():
            self._modules[module].append(Template(text).substitute(values))
        self._operations += 1

    def plant(self, code: str) -> None:
        """Put a fault in."""
        module, text = templates.FAULTS[code]
        self._modules[module].append(text)

    def files(self) -> Iterator[tuple[str, str]]:
        """Path and text of each module."""
        folder = f"app/{self.names['domain']}"
        uses = {
            what: "".join(Template(text).substitute(names) for names in self._names_used) for what, text in templates.USES.items()
        }
        yield f"{folder}/__init__.py", Template('"""Everything about $words."""\n').substitute(self.names)
        for module, parts in self._modules.items():
            yield f"{folder}/{module}.py", Template("".join(parts)).substitute({**self.names, **uses})


def _names(number: int) -> dict[str, str]:
    noun = templates.NOUNS[number % len(templates.NOUNS)]
    turn = number // len(templates.NOUNS)
    words = [noun] if not turn else [templates.KINDS[(turn - 1) % len(templates.KINDS)], noun]
    if turn > len(templates.KINDS):
        words.append(f"v{(turn - 1) // len(templates.KINDS) + 1}")
    thing = "_".join(words)
    return {
        "domain": f"{thing}s",
        "thing": thing,
        "things": f"{thing}s",
        "Thing": "".join(word.capitalize() for word in words),
        "words": " ".join(words) + "s",
        "path": f"{'-'.join(words)}s",
    }


def _whole(domains: list[_Domain]) -> Project:
    files = {"pyproject.toml": '[project]\nname = "app"\nversion = "1"\n', "app/__init__.py": '"""The application."""\n'}
    files |= {f"app/core/{name}.py": text for name, text in templates.CORE.items()}
    for domain in domains:
        files.update(domain.files())
    names = sorted(domain.names["domain"] for domain in domains)
    imports = "".join(f"from app.{name}.router import router as {name}_router\n" for name in names)
    included = "".join(f"app.include_router({name}_router)\n" for name in names)
    files["app/main.py"] = Template(templates.MAIN).substitute(imports=imports, included=included)
    return Project(files)


def project(lines: int, seed: int = SEED) -> Project:
    """A project of about that many lines."""
    dice = random.Random(seed)
    domains: list[_Domain] = []
    whole = _whole(domains)
    count = whole.lines
    codes = list(templates.FAULTS)
    while lines - count > SMALLEST // 2:
        number = len(domains)
        # The cube makes early domains many times as popular as late ones.
        used = sorted({int(number * dice.random() ** 3) for _ in range(dice.randint(0, 3))}) if number else []
        domain = _Domain(number, dice, [domains[index] for index in used])
        if number % FAULT_EVERY == 0:
            domain.plant(codes[number // FAULT_EVERY % len(codes)])
        domains.append(domain)
        for _ in range(dice.randint(*OPERATIONS)):
            if count + _size(domain) >= lines:
                break
            domain.operate()
        count += _size(domain) + 2
    return _whole(domains)


def _size(domain: _Domain) -> int:
    return sum(text.count("\n") for _, text in domain.files())


def main() -> None:
    """Write a project."""
    folder, lines, *seed = sys.argv[1:]
    made = project(int(lines), *map(int, seed))
    made.write(Path(folder))
    print(f"{len(made.files)} files, {made.lines} lines, {len(made.faults)} faults")


if __name__ == "__main__":
    main()
