"""What strings name: classes by their name alone, and the entities that settings name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from layerlint.facts import ModuleFacts
from layerlint.project.contributions import Contributions, Record
from layerlint.project.modules import Modules

_SETTING = re.compile(r"\n[A-Z][A-Z0-9_]* *(?::[^=\n]*)?= *[\"']\w+\.\w")
_NAMED = re.compile(r"\w+(?:\.\w+)+")


class ClassNames:
    """The modules that define a class of a name at their top."""

    name = "class names"
    lines: tuple[int, ...] = ()
    has_targets = False

    def __init__(self, modules: Modules, contributions: Contributions) -> None:
        self._modules = modules
        self._contributions = contributions
        self._keys: dict[str, list[str]] | None = None

    def defining(self, name: str, asker: str) -> list[str]:
        """The keys of the modules, sorted; `asker` is the definition on whose behalf is asked, by its symbol."""
        found = self._defining(name)
        self._modules.tree.note(asker.partition("::")[0], f"{self.name}: {name}", " ".join(found))
        for key in found:
            self._modules.tree.lean(asker, f"{key}::{name}")
        return found

    def answer(self, word: str) -> str:
        """As `defining`, in one string, nobody asking."""
        return " ".join(self._defining(word))

    def _defining(self, name: str) -> list[str]:
        if self._keys is None:
            keys: dict[str, list[str]] = {}
            for key, part in self._contributions.of(self):
                for (defined,) in part:
                    keys.setdefault(defined, []).append(key)
            self._keys = keys
        return self._keys.get(name, [])

    def concerns(self, text: str) -> bool:
        """Whether a text may define a class."""
        return "class " in text

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """The names of a module's classes."""
        return ((name,) for name in dict.fromkeys(child.name for child in facts.top.children if child.is_class))


class NamedBySettings:
    """Module-level settings that name something by a string: `AUTH_USER_MODEL = "users.User"`."""

    name = "settings"
    lines: tuple[int, ...] = ()
    has_targets = False

    def __init__(self, modules: Modules, contributions: Contributions) -> None:
        self._modules = modules
        self._contributions = contributions
        self._values: dict[str, list[tuple[str, str]]] | None = None

    def values(self, setting: str) -> list[tuple[str, str]]:
        """What modules set a setting to: module keys, sorted, with the strings."""
        found = self._of(setting)
        self._modules.tree.note("*", f"{self.name}: {setting}", repr(found))
        for key, _ in found:
            self._modules.tree.lean("*", f"{key}::{setting}")
        return found

    def answer(self, word: str) -> str:
        """As `values`, in one string, nobody asking."""
        return repr(self._of(word))

    def _of(self, setting: str) -> list[tuple[str, str]]:
        if self._values is None:
            values: dict[str, list[tuple[str, str]]] = {}
            for key, part in self._contributions.of(self):
                for name, value in part:
                    values.setdefault(name, []).append((key, value))
            self._values = values
        return self._values.get(setting, [])

    def concerns(self, text: str) -> bool:
        """Whether a text may have such a setting."""
        return _SETTING.search("\n" + text) is not None

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """The settings of a module, with the dotted names that they are set to."""
        for name, bindings in facts.top.bindings.items():
            for binding in bindings if name.isupper() else ():
                node = binding.value
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAMED.fullmatch(node.value):
                    yield name, node.value
