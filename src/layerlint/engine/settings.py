"""The configuration of every file of a project: the nearest one above it."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layerlint import config as configuration
from layerlint.config import Config, ConfigError
from layerlint.engine.baseline import Baseline
from layerlint.engine.cache.folder import NAME
from layerlint.engine.discovery import project_files
from layerlint.model import Layer

if TYPE_CHECKING:
    from layerlint.knowledge import Knowledge


class Settings:
    """All configurations of a project's folders, and the options that go over them.

    `only` is the one configuration file to use (`--config`), `isolated` uses none, nor a baseline; `baseline` says whether one
    is used at all. Raises `ConfigError` as files are read.
    """

    def __init__(
        self,
        folder: Path,
        only: Path | None = None,
        isolated: bool = False,
        options: Mapping[str, Any] | None = None,
        baseline: bool = True,
    ) -> None:
        self.folder = folder
        self._uses_baseline = baseline and not isolated
        self._baselines: dict[Path, Baseline] = {}
        self._isolated = isolated
        self.options = dict(options or {})
        self._change: Callable[[Config], Config] | None = None
        self._by_source: dict[Path | None, Config] = {}
        self._only = self._load(only) if only is not None else None
        self._by_directory: dict[str, Config] = {}

    def elsewhere(self, folder: Path) -> Settings:
        """The same choices for a copy of the project in another folder, where no baseline is used."""
        other = Settings(folder, None, self._isolated, self.options, baseline=False)
        if self._only is not None:
            below = self._only.folder.is_relative_to(self.folder)
            moved = folder / self._only.folder.relative_to(self.folder) if below else self._only.folder
            other._only = replace(self._only, folder=moved)
        return other

    def changed(self, change: Callable[[Config], Config]) -> Settings:
        """The same choices for the same files, each configuration changed. Raises `ConfigError`."""
        other = copy.copy(self)
        other._change = change
        other._by_source, other._by_directory = {}, {}
        if self._only is not None:
            other._only = change(self._only)
            self._check_names(other._only)
        return other

    def _load(self, source: Path | None) -> Config:
        if source not in self._by_source:
            found = configuration.load(source) if source is not None else Config(folder=self.folder)
            found = found.with_options(**self.options)
            found = self._change(found) if self._change is not None else found
            self._check_names(found)
            self._by_source[source] = found
        return self._by_source[source]

    @staticmethod
    def _check_names(config: Config) -> None:
        if any((config.select, config.ignore, config.extend_select, config.per_file_ignores, config.thresholds)):
            from layerlint.engine.selection import check_names

            check_names(config)

    def of(self, key: str) -> Config:
        """The configuration of a file."""
        if self._only is not None:
            return self._only
        return self._of_directory(key.rpartition("/")[0])

    def _of_directory(self, directory: str) -> Config:
        found = self._by_directory.get(directory)
        if found is None:
            source = None if self._isolated else configuration.in_folder(self.folder / directory)
            above = directory.rpartition("/")[0]
            found = self._of_directory(above) if source is None and directory else self._load(source)
            self._by_directory[directory] = found
        return found

    def baseline(self, config: Config) -> Baseline:
        """The known findings beside a configuration, none where no baseline is used. Raises `ConfigError`."""
        if not self._uses_baseline:
            return Baseline(config.folder)
        if config.folder not in self._baselines:
            self._baselines[config.folder] = Baseline.load(config.folder)
        return self._baselines[config.folder]

    def is_readable(self, key: str) -> bool:
        """Whether the configuration of a file can be used."""
        try:
            self.of(key)
        except ConfigError:
            return False
        return True

    def readable_configs(self, keys: Iterable[str]) -> list[Config]:
        """As `configs`, without those that can't be used."""
        found: list[Config] = []
        for key in {key.rpartition("/")[0] + "/x": None for key in keys}:
            try:
                found += [config for config in self.configs([key]) if not any(config is other for other in found)]
            except ConfigError:
                continue
        return found

    def configs(self, keys: Iterable[str]) -> list[Config]:
        """The configurations of some files, without repetition."""
        return list({id(config): config for key in keys for config in (self.of(key),)}.values())

    def cache_folder(self) -> Path:
        """Where what is found is kept: as the project's own configuration says, else in its folder. Raises `ConfigError`."""
        config = self.of("x")
        if not config.cache_dir:
            return self.folder / NAME
        found = config.folder / config.cache_dir
        if not found.parent.resolve().is_relative_to(config.folder.resolve()):
            raise ConfigError(f"{config.source}: `cache-dir` leads out of the configuration's folder by a link: {config.cache_dir}")
        return found

    def fingerprint(self, keys: Iterable[str]) -> list[str]:
        """All that the configurations of some files say, but for the baseline, and what makes projects of folders.

        It is the same wherever the project lies.
        """
        keys = {*keys}
        here = str(self.folder)
        numbers: dict[int, int] = {}
        found = project_files(self.folder, keys)
        for folder in sorted({key.rpartition("/")[0] for key in keys}):
            if self.is_readable(f"{folder}/x"):
                config = self.of(f"{folder}/x")
                if id(config) not in numbers:
                    numbers[id(config)] = len(numbers)
                    found.append(os.path.relpath(config.folder, here))
                    found.append(repr(replace(config, folder=Path(), source=None)).replace(here, "."))
                found.append(f"{folder}: {numbers[id(config)]}")
        return found

    def relative(self, key: str, config: Config) -> str:
        """A file's path below its configuration's folder, for globs; the key itself when it lies elsewhere."""
        if config.folder == self.folder:
            return key
        path = self.folder / key
        return path.relative_to(config.folder).as_posix() if path.is_relative_to(config.folder) else key

    def _prefix(self, config: Config) -> str:
        if not config.folder.is_relative_to(self.folder):
            return ""
        found = config.folder.relative_to(self.folder).as_posix()
        return "" if found == "." else found + "/"

    def source_roots(self, configs: Iterable[Config]) -> list[str]:
        """The configured source roots, below the project's folder."""
        return [self._prefix(config) + root for config in configs for root in config.source_roots]

    def layers(self, configs: Iterable[Config]) -> dict[Layer, list[str]]:
        """The configured globs of each layer, below the project's folder."""
        found: dict[Layer, list[str]] = {}
        for config in configs:
            prefix = self._prefix(config)
            for layer, globs in config.layers.items():
                found.setdefault(layer, []).extend(prefix + (glob if "/" in glob or not prefix else "**/" + glob) for glob in globs)
        return found

    def knowledge(self, configs: Sequence[Config]) -> Knowledge:
        """The shipped tables with those of installed plugins and of the configurations. Raises `ConfigError`."""
        from layerlint.engine.user_knowledge import bare_kinds, of_configuration, of_plugins
        from layerlint.knowledge import builtin_knowledge, builtin_libraries

        tables = [*of_plugins(), *(table for config in configs if (table := of_configuration(config)) is not None)]
        stores = [reference for config in configs for reference in config.stores]
        known = [library.name for library in builtin_libraries() if library.optional]
        for reference in stores:
            if reference.name not in known:
                raise ConfigError(f"{reference.where}: unknown store `{reference.name}`: known are {', '.join(known)}")
        return builtin_knowledge(tables, bare_kinds(tables), [reference.name for reference in stores])

    def excluded(self, config: Config) -> list[str]:
        """A configuration's excluded globs, below the project's folder."""
        prefix = self._prefix(config)
        return [prefix + (glob if "/" in glob or not prefix else "**/" + glob) for glob in config.exclude]
