"""The applications that are read: wheels of the package index, pinned by version and checksum, unpacked and never installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

PINNED = Path(__file__).with_name("applications.txt")


class Application(NamedTuple):
    """A code base, unpacked."""

    title: str
    framework: str
    folder: Path

    @property
    def files(self) -> list[Path]:
        """Its Python files."""
        return sorted(self.folder.rglob("*.py"))

    @property
    def packages(self) -> list[str]:
        """Its packages at the top."""
        return sorted(path.parent.name for path in self.folder.glob("*/__init__.py"))

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return sum(path.read_bytes().count(b"\n") for path in self.files)


class Pin(NamedTuple):
    """A line of the list."""

    name: str
    version: str
    requirement: str
    framework: str


def pins() -> list[Pin]:
    """What the list names."""
    found = re.findall(r"^(([\w-]+)==(\S+) --hash=\S+) +# (.+)$", PINNED.read_text(encoding="utf-8"), re.M)
    return [Pin(name, version, requirement, framework) for requirement, name, version, framework in found]


def unpacked(pin: Pin, folder: Path) -> Application:
    """Its Python files, as they came: whatever an earlier run left there is gone."""
    wheel = _downloaded(pin, folder / "wheels")
    code = folder / "applications" / pin.name
    shutil.rmtree(code, ignore_errors=True)
    code.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for item in archive.infolist():
            if item.filename.endswith(".py"):
                archive.extract(item, code)
    # A project begins here, whatever lies above.
    code.joinpath("pyproject.toml").write_text(f'[project]\nname = "{pin.name}"\nversion = "{pin.version}"\n', encoding="utf-8")
    return Application(f"{pin.name} {pin.version}", pin.framework, code)


def _downloaded(pin: Pin, folder: Path) -> Path:
    with tempfile.TemporaryDirectory() as name:
        wanted = Path(name, "wanted.txt")
        wanted.write_text(pin.requirement + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        command += ["--ignore-requires-python", "--require-hashes", "--requirement", str(wanted), "--dest", str(folder)]
        subprocess.run(command, check=True)
    return next(folder.glob(f"{pin.name.replace('-', '_')}-{pin.version}-*.whl"))
