"""Facts files: what others need to know of some modules, so that they can be checked without their sources.

A file holds the modules' texts, by their paths below the folder that all actions of a build run in, and where project files lie,
which have a say in how modules are named. All else follows from that, together with whatever the modules are put beside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layerlint.config import ConfigError
from layerlint.engine.analysis import Analysis
from layerlint.engine.cache.hashing import digest

_KIND = "layerlint facts"
_VERSION = 1


@dataclass(slots=True)
class Facts:
    """Modules by key: texts, and of those that have none the reason and its line; `projects` are the folders of project files."""

    texts: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, tuple[str, int]] = field(default_factory=dict)
    projects: dict[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> set[str]:
        """All modules."""
        return self.texts.keys() | self.unreadable.keys()

    def moved(self, start: Path, end: Path) -> Facts:
        """The same with paths below another folder. Raises `ConfigError` for those that don't lie there."""

        def new(key: str) -> str:
            path = start / key
            if not path.is_relative_to(end):
                raise ConfigError(f"facts of {path}, which doesn't lie below {end}")
            return path.relative_to(end).as_posix()

        texts = {new(key): text for key, text in self.texts.items()}
        unreadable = {new(key): reason for key, reason in self.unreadable.items()}
        return Facts(texts, unreadable, {new(folder): new(above) for folder, above in self.projects.items()})


def of_modules(analysis: Analysis, keys: Iterable[str], is_configured: bool) -> Facts:
    """The facts of some modules, by their paths below the project's folder.

    Raises `ConfigError` where more would have to be told: a configuration of their own, unless one for all `is_configured`.
    """
    here = Path.cwd()
    modules = analysis.project.modules
    found = Facts()
    for key in keys:
        config = analysis.settings.of(key)
        is_own = config.source is not None and config.folder != here and config.folder.is_relative_to(here)
        if is_own and not is_configured:
            raise ConfigError(f"facts of {key} would lack what {config.source} says: keep one configuration, here or above")
        text = modules.text(key)
        if not text and (error := modules.errors.get(key)) is not None:
            found.unreadable[key] = (error.reason, error.line)
        else:
            found.texts[key] = text
    folders = {"/".join(parts[:count]) for key in found.keys for parts in [key.split("/")] for count in range(1, len(parts))}
    found.projects = {folder: modules.tree.project_of(folder) for folder in folders}
    return found


def as_bytes(facts: Facts) -> bytes:
    """A file: the same for the same modules, wherever and whenever it is made."""
    modules: dict[str, Any] = {key: {"text": text, "digest": _digest(text)} for key, text in facts.texts.items()}
    modules |= {key: {"unreadable": reason, "line": line} for key, (reason, line) in facts.unreadable.items()}
    document = {"kind": _KIND, "version": _VERSION, "modules": modules, "projects": facts.projects}
    return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()


def read(paths: Iterable[Path]) -> Facts:
    """What some files hold together. Raises `ConfigError` for one that is none, and for two that contradict each other."""
    found = Facts()
    sources: dict[str, Path] = {}
    for path in paths:
        facts = _read(path)
        for key in facts.keys:
            if key in found.keys and (found.texts.get(key), found.unreadable.get(key)) != (
                facts.texts.get(key),
                facts.unreadable.get(key),
            ):
                raise ConfigError(f"{path} and {sources[key]} have different facts of {key}")
            sources[key] = path
        found.texts |= facts.texts
        found.unreadable |= facts.unreadable
        found.projects |= facts.projects
    return found


def _read(path: Path) -> Facts:
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}: can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: no facts file: it is no JSON") from error
    if not isinstance(document, dict) or document.get("kind") != _KIND:
        raise ConfigError(f"{path}: no facts file: it doesn't say that it is one")
    if document.get("version") != _VERSION:
        raise ConfigError(f"{path}: is of version {document.get('version')!r}, read is version {_VERSION}: make it anew")
    try:
        return _facts(document)
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(f"{path}: damaged: {error}") from error


def _facts(document: Mapping[str, Any]) -> Facts:
    found = Facts()
    for key, row in _mapping(document.get("modules"), "modules").items():
        if not _is_path(key) or not key.endswith((".py", ".pyi")):
            raise ValueError(f"`{key}` is no module's path")
        given = _mapping(row, key)
        if "unreadable" in given:
            found.unreadable[key] = (_of_type(given["unreadable"], str, key), _of_type(given.get("line"), int, key))
        else:
            found.texts[key] = text = _of_type(given.get("text"), str, key)
            if given.get("digest") != _digest(text):
                raise ValueError(f"the text of {key} is another than the one that was written")
    for folder, above in _mapping(document.get("projects"), "projects").items():
        if not _is_path(folder) or not _is_path(_of_type(above, str, folder)):
            raise ValueError(f"`{folder}` is no folder's path")
        found.projects[folder] = above
    return found


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{where} is no object")
    return value


def _of_type(value: object, kind: type[Any], where: str) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{where} has a {type(value).__name__} where a {kind.__name__} belongs")
    return value


def _is_path(written: str) -> bool:
    """Whether something is a path below a folder."""
    parts = written.split("/")
    return written == "." or not ({"", ".", ".."} & {*parts} or "\\" in written or ":" in parts[0] or "\0" in written)


def _digest(text: str) -> str:
    return digest(text.encode("utf-8", "surrogatepass"))
