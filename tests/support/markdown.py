"""Markdown suites: a heading is a case, a fence a module, `# error: LAY101` beside a line what must be found there.

A fence is named by a line of its own just above it, such as `app/models.py`: in backticks and with a colon; without one it is
`app/module.py`. `<!-- profile: strict -->` below a heading chooses the profile, `<!-- select: LAY102 -->` the rules,
`<!-- stores: redis -->` the optional tables, `<!-- python: 3.12 -->` the Python that the case needs, and `<!-- with: usual -->`
adds the usual files of a project. A fence that begins with `python fixed` is what safe fixes make of the module of that name, with
`<!-- fix: unsafe -->` all fixes; modules without one stay as they are where a case has any.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.support import files, usual
from tests.support.running import Found

_HEADING = re.compile(r"^## +(.+?)\s*$")
_NAME = re.compile(r"^`([\w./-]+\.pyi?)`:$")
_OPTION = re.compile(r"^<!-- (\w+): (.+?) -->$")


@dataclass(slots=True)
class Case:
    """A small project and what must be found in it."""

    suite: str
    name: str
    profile: str = "recommended"
    select: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    python: tuple[int, ...] = (3, 11)
    uses_usual_files: bool = False
    modules: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    is_unsafe: bool = False

    @property
    def id(self) -> str:
        """The name that a test run shows."""
        return f"{self.suite}: {self.name}"

    @property
    def folder(self) -> str:
        """The path, below some folder, where the case's files stand."""
        return f"{self.suite}/{re.sub(r'[^a-z0-9]+', '-', self.name.lower()).strip('-')}"

    @property
    def runs_here(self) -> bool:
        """Whether this Python can parse the case."""
        return sys.version_info >= self.python

    @property
    def expected(self) -> list[Found]:
        """The findings that the comments ask for, sorted."""
        return sorted(found for path, text in self.modules.items() for found in files.marks(path, text))

    def write(self, folder: Path) -> Path:
        """Write the files, every folder a package and the whole a project of its own, and give its folder back."""
        modules = {**(usual.FILES if self.uses_usual_files else {}), **self.modules}
        packages = {str(parent) for path in modules for parent in PurePosixPath(path).parents if str(parent) != "."}
        inits = {f"{package}/__init__.py": "" for package in sorted(packages)}
        settings = f'profile = "{self.profile}"\n'
        for key, names in (("select", self.select), ("stores", self.stores)):
            settings += f"{key} = {list(names)}\n" if names else ""
        return files.write(folder, {**inits, "layerlint.toml": settings, **modules})


def parse(suite: str, text: str, profile: str = "recommended") -> list[Case]:
    """The cases of a suite; headings without a fence are prose. Raises `ValueError` for what no case can mean."""
    cases: list[Case] = []
    fence: list[str] | None = None
    name, above, is_fixed = "", "", False
    for number, line in enumerate(text.split("\n"), 1):
        if fence is not None:
            if line == "```":
                into = (cases[-1].fixed if is_fixed else cases[-1].modules) if cases else None
                if into is None or name in into:
                    raise ValueError(f"{suite}:{number}: the fence belongs to no case, or its module is there already")
                into[name] = "\n".join(fence) + "\n"
                fence, above = None, ""
            else:
                fence.append(line)
            continue
        heading, option = _HEADING.match(line), _OPTION.match(line)
        if heading:
            cases.append(Case(suite, heading.group(1), profile))
        elif option:
            _set_option(cases[-1], option.group(1), option.group(2), f"{suite}:{number}")
        elif line.startswith("```"):
            if line not in ("```python", "```python fixed"):
                raise ValueError(f"{suite}:{number}: only `python` and `python fixed` fences are known")
            is_fixed = line.endswith("fixed")
            named = _NAME.match(above)
            fence, name = [], named.group(1) if named else "app/module.py"
        above = line if line.strip() else above
    return [case for case in cases if case.modules]


def _set_option(case: Case, name: str, value: str, where: str) -> None:
    if name == "profile":
        case.profile = value
    elif name == "select":
        case.select = tuple(item.strip() for item in value.split(","))
    elif name == "stores":
        case.stores = tuple(item.strip() for item in value.split(","))
    elif name == "python":
        case.python = tuple(int(part) for part in value.split("."))
    elif name == "fix" and value == "unsafe":
        case.is_unsafe = True
    elif name == "with" and value == "usual":
        case.uses_usual_files = True
    else:
        raise ValueError(f"{where}: unknown option {name}: {value}")
