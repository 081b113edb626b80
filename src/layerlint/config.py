"""One frozen configuration, read from the nearest of `layerlint.toml`, pyproject.toml and setup.cfg."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from layerlint.model import Confidence, Kind, Layer, Profile
from layerlint.presets import LAYERED, PRESETS, Preset

FILES = ("layerlint.toml", "pyproject.toml", "setup.cfg")
_LISTS = ("select", "ignore", "extend-select", "exclude", "source-roots", "stores")
_PLAIN_TABLES = ("knowledge", "thresholds")
_DESCRIPTION = ("kind", "layer", "bases", "methods", "attributes", "call")
KEYS = (
    "profile",
    "preset",
    *_LISTS,
    "per-file-ignores",
    "layers",
    "allow",
    "forbid",
    "knowledge",
    "thresholds",
    "min-confidence",
    "include-tests",
    "type-checking-imports",
    "cache-dir",
)


class ConfigError(Exception):
    """A configuration that can't be used; the message is one line with file and line where known."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A rule's code, slug or prefix, or a store, that a user wrote, and where, for the error if there is none such."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Described:
    """What a user says of a class or function of a library, and where; calls are in the language of the knowledge tables."""

    where: str
    kind: Kind | None = None
    layer: Layer | None = None
    bases: tuple[str, ...] = ()
    methods: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    call: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one run. `folder` is what globs are relative to; `source` the file they come from, if any."""

    folder: Path
    source: Path | None = None
    profile: Profile = Profile.RECOMMENDED
    preset: Preset = LAYERED
    select: tuple[Reference, ...] = ()
    ignore: tuple[Reference, ...] = ()
    extend_select: tuple[Reference, ...] = ()
    per_file_ignores: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    source_roots: tuple[str, ...] = ()
    stores: tuple[Reference, ...] = ()
    layers: Mapping[Layer, tuple[str, ...]] = field(default_factory=dict)
    allow: Mapping[Layer, tuple[Layer, ...]] = field(default_factory=dict)
    forbid: Mapping[Layer, tuple[Layer, ...]] = field(default_factory=dict)
    knowledge: Mapping[str, Described] = field(default_factory=dict)
    thresholds: Mapping[str, int] = field(default_factory=dict)
    min_confidence: Confidence = Confidence.LIKELY
    include_tests: bool = False
    type_checking_imports: bool = False
    cache_dir: str = ""

    def allowed(self, layer: Layer) -> frozenset[Layer]:
        """The layers that a layer may import besides those that it always may."""
        given = frozenset((*self.allow.get(layer, ()), *self.preset.allow.get(layer, ())))
        return given.difference(self.forbid.get(layer, ()))

    def with_options(self, **changes: Any) -> Config:
        """The same settings with some replaced; None changes nothing."""
        return replace(self, **{name: value for name, value in changes.items() if value is not None})


def nearest(word: str, known: Iterable[str]) -> str:
    """`, did you mean ...?` with the nearest known word, or "" when none is near."""
    import difflib

    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f", did you mean `{found[0]}`?" if found else ""


def references(names: Iterable[str], where: str) -> tuple[Reference, ...]:
    """Names of rules or stores as a user wrote them."""
    return tuple(Reference(name.strip(), where) for name in names if name.strip())


def confidence(word: str, where: str) -> Confidence:
    """A confidence by its name. Raises `ConfigError`."""
    known = {str(item): item for item in Confidence}
    if word not in known:
        raise ConfigError(f"{where}: unknown confidence `{word}`{nearest(word, known)}")
    return known[word]


def profile(word: str, where: str) -> Profile:
    """A profile by its name. Raises `ConfigError`."""
    if word not in set(Profile):
        raise ConfigError(f"{where}: unknown profile `{word}`{nearest(word, Profile)}")
    return Profile(word)


def preset(word: str, where: str) -> Preset:
    """A preset by its name. Raises `ConfigError`."""
    if word not in PRESETS:
        raise ConfigError(f"{where}: unknown preset `{word}`{nearest(word, PRESETS)}")
    return PRESETS[word]


def in_folder(folder: Path) -> Path | None:
    """The file of a folder that configures layerlint, None without one. Raises `ConfigError` when two files do."""
    found = [folder / name for name in FILES if os.path.isfile(os.path.join(folder, name)) and _configures(folder / name)]
    if len(found) > 1:
        raise ConfigError(f"{found[0]} and {found[1].name} both configure layerlint: keep one")
    return found[0] if found else None


def _configures(path: Path) -> bool:
    if path.name == "layerlint.toml":
        return True
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    if path.name == "setup.cfg":
        return re.search(r"^\[layerlint(?::\s*[\w-]+\s*)?\]", text, re.M) is not None
    return re.search(r"^\s*\[tool\.layerlint[].]", text, re.M) is not None


def load(path: Path) -> Config:
    """The settings in a configuration file. Raises `ConfigError` for one that can't be read, a wrong key or value."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: can't be read: {error}") from error
    if path.suffix == ".cfg":
        table = _read_cfg(path, text)
    else:
        import tomllib

        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}: {error}") from error
        table = document if path.name != "pyproject.toml" else document.get("tool", {}).get("layerlint", {})
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: `tool.layerlint` is no table")
    return _Reader(path, text, table).config()


def _read_cfg(path: Path, text: str) -> dict[str, Any]:
    import configparser

    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ConfigError(f"{path}: {str(error).splitlines()[0]}") from error
    found: dict[str, Any] = {}
    for section in parser.sections():
        if section == "layerlint":
            for key, value in parser[section].items():
                items = [item.strip() for item in re.split(r"[,\n]", value) if item.strip()]
                found[key] = items if key in _LISTS else value.lower() == "true" if value.lower() in ("true", "false") else value
        elif section.startswith("layerlint:"):
            name = section.partition(":")[2].strip()
            found[name] = {
                key: value if name in _PLAIN_TABLES else [item.strip() for item in re.split(r"[,\n]", value) if item.strip()]
                for key, value in parser[section].items()
            }
    return found


class _Reader:
    def __init__(self, path: Path, text: str, table: dict[str, Any]) -> None:
        self.path = path
        self.text = text
        self.table = table

    def where(self, key: str) -> str:
        for number, line in enumerate(self.text.split("\n"), 1):
            if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=:]""", line) or re.match(rf"\s*\[.*[.:]\s*{re.escape(key)}\]", line):
                return f"{self.path}:{number}"
        word = re.compile(rf"""(?<![\w.-]){re.escape(key)}(?![\w-])""")
        for number, line in enumerate(self.text.split("\n"), 1):
            if word.search(line.partition("#")[0]):
                return f"{self.path}:{number}"
        return str(self.path)

    def config(self) -> Config:
        for key in self.table:
            if key not in KEYS:
                raise ConfigError(f"{self.where(key)}: unknown key `{key}`{nearest(key, KEYS)}")
        folder = self.path.resolve().parent
        config = Config(
            folder=folder,
            source=self.path,
            select=self.rules("select"),
            ignore=self.rules("ignore"),
            extend_select=self.rules("extend-select"),
            exclude=self.strings("exclude"),
            source_roots=self.strings("source-roots"),
            stores=self.rules("stores"),
            per_file_ignores={
                glob: references(self.list_of(names, "per-file-ignores"), self.where(glob))
                for glob, names in self.mapping("per-file-ignores").items()
            },
            layers={
                self.layer(name, "layers"): tuple(self.list_of(globs, "layers")) for name, globs in self.mapping("layers").items()
            },
            allow=self.directions("allow"),
            forbid=self.directions("forbid"),
            knowledge={name: self.described(told, name) for name, told in self.mapping("knowledge").items()},
            thresholds={name: self.weight(value, name) for name, value in self.mapping("thresholds").items()},
            include_tests=self.boolean("include-tests"),
            type_checking_imports=self.boolean("type-checking-imports"),
            cache_dir=self.folder_below("cache-dir"),
        )
        for root in config.source_roots:
            if not (folder / root).is_dir():
                raise ConfigError(f"{self.where('source-roots')}: `source-roots` names `{root}`, which is no folder")
        if "profile" in self.table:
            config = replace(config, profile=profile(self.string("profile"), self.where("profile")))
        if "preset" in self.table:
            config = replace(config, preset=preset(self.string("preset"), self.where("preset")))
        if "min-confidence" in self.table:
            config = replace(config, min_confidence=confidence(self.string("min-confidence"), self.where("min-confidence")))
        return config

    def string(self, key: str) -> str:
        value = self.table[key]
        if not isinstance(value, str):
            raise ConfigError(f"{self.where(key)}: `{key}` must be a string")
        return value

    def boolean(self, key: str) -> bool:
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise ConfigError(f"{self.where(key)}: `{key}` must be true or false")
        return value

    def folder_below(self, key: str) -> str:
        """A folder below the configuration's own: a configuration may not have files written elsewhere."""
        value = self.table.get(key, "")
        if not isinstance(value, str):
            raise ConfigError(f"{self.where(key)}: `{key}` must be a string")
        if os.path.isabs(value) or ".." in Path(value).parts:
            raise ConfigError(f"{self.where(key)}: `{key}` must be a folder below the one of the configuration, not `{value}`")
        if value and Path(value) == Path():
            raise ConfigError(f"{self.where(key)}: `{key}` must be a folder of its own, not the one of the configuration")
        return value

    def list_of(self, value: object, key: str) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f"{self.where(key)}: `{key}` must be a list of strings")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        return tuple(self.list_of(self.table.get(key, []), key))

    def rules(self, key: str) -> tuple[Reference, ...]:
        return references(self.strings(key), self.where(key))

    def mapping(self, key: str) -> dict[str, Any]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise ConfigError(f"{self.where(key)}: `{key}` must be a table")
        return value

    def layer(self, name: str, key: str) -> Layer:
        if name not in set(Layer):
            raise ConfigError(f"{self.where(name)}: unknown layer `{name}`{nearest(name, Layer)}")
        return Layer(name)

    def directions(self, key: str) -> dict[Layer, tuple[Layer, ...]]:
        return {
            self.layer(name, key): tuple(self.layer(item, name) for item in self.list_of(items, key))
            for name, items in self.mapping(key).items()
        }

    def weight(self, value: object, key: str) -> int:
        if isinstance(value, str) and value.strip().isdigit():
            value = int(value)
        if type(value) is not int or value < 1:
            raise ConfigError(f"{self.where(key)}: the threshold of `{key}` must be a whole number above 0")
        return value

    def described(self, told: object, name: str) -> Described:
        where = self.where(name)
        if not isinstance(told, dict):
            return Described(where, kind=self.kind(told, name))
        for key in told:
            if key not in _DESCRIPTION:
                raise ConfigError(f"{self.where(key)}: unknown key `{key}` for `{name}`{nearest(key, _DESCRIPTION)}")
        call = told.get("call", "")
        if not isinstance(call, str):
            raise ConfigError(f"{where}: `call` of `{name}` must be a string")
        return Described(
            where,
            kind=self.kind(told["kind"], name) if "kind" in told else None,
            layer=self.layer(str(told["layer"]), name) if "layer" in told else None,
            bases=tuple(self.list_of(told.get("bases", []), "bases")),
            methods=self.texts(told.get("methods", {}), "methods"),
            attributes=self.texts(told.get("attributes", {}), "attributes"),
            call=call,
        )

    def texts(self, value: object, key: str) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise ConfigError(f"{self.where(key)}: `{key}` must be a table of strings")
        return value

    def kind(self, name: object, key: str) -> Kind:
        if not isinstance(name, str) or name not in set(Kind):
            raise ConfigError(f"{self.where(str(name))}: unknown kind `{name}`{nearest(str(name), Kind)}")
        return Kind(name)
