"""The modules of a project, read and parsed when they are first asked for."""

from __future__ import annotations

import ast
import os
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from layerlint import syntax
from layerlint.facts import ModuleFacts, extract
from layerlint.project.source_tree import Layout, SourceTree


class Modules:
    """Texts, trees and facts by module key.

    `overlay` holds texts that stand for what is on the disk (editor buffers). A module that can't be parsed is *unknown*:
    it has no facts, its error is kept.
    """

    def __init__(
        self,
        folder: Path,
        files: Iterable[str],
        overlay: Mapping[str, str] | None = None,
        configured_roots: Iterable[str] = (),
        layout: Layout | None = None,
    ) -> None:
        self.folder = folder
        self._overlay = dict(overlay or {})
        self._texts: dict[str, str] = {}
        self._lines: dict[str, list[str]] = {}
        self._trees: dict[str, ast.Module] = {}
        self._facts: dict[str, ModuleFacts | None] = {}
        self.errors: dict[str, syntax.UnreadableError] = {}
        self.tree = SourceTree(folder, {*files, *self._overlay}, self.text, configured_roots, layout)

    def adopt(self, other: Modules, changed: Container[str]) -> None:
        """Take what was read and parsed for the same files, but for those that have changed."""
        self._texts.update({key: text for key, text in other._texts.items() if key not in changed})
        self._facts.update({key: facts for key, facts in other._facts.items() if key not in changed})
        self.errors.update({key: error for key, error in other.errors.items() if key not in changed})

    @property
    def keys(self) -> list[str]:
        """All modules, sorted."""
        return sorted(self.tree.files)

    def text(self, key: str) -> str:
        """A module's decoded text, "" when it can't be read (`errors` says why)."""
        found = self._texts.get(key)
        if found is None:
            try:
                found = self._overlay.get(key)
                if found is None:
                    found = syntax.read(os.path.join(self.folder, key))
            except syntax.UnreadableError as error:
                self.errors[key] = error
                found = ""
            self._texts[key] = found
        return found

    def lines(self, key: str) -> list[str]:
        """A module's lines, without their ends."""
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = self.text(key).split("\n")
        return found

    def facts(self, key: str) -> ModuleFacts | None:
        """A module's facts, None when it can't be read or parsed."""
        if key not in self._facts:
            self._facts[key] = None
            text = self.text(key)
            if key not in self.errors:
                try:
                    tree = self._trees.get(key)
                    self._facts[key] = extract(key, text, syntax.parse(text) if tree is None else tree)
                except syntax.UnreadableError as error:
                    self.errors[key] = error
        return self._facts[key]

    def refuse(self, key: str, error: syntax.UnreadableError) -> None:
        """Take a module for one that can't be read, as somebody else has found."""
        self._texts[key] = ""
        self.errors[key] = error

    def is_loaded(self, key: str) -> bool:
        """Whether a module's facts were asked for."""
        return key in self._facts

    def provide(self, key: str, text: str, tree: ast.Module) -> None:
        """Use a text and its tree, which somebody else has read and parsed, for a module."""
        self._texts[key] = text
        self._lines.pop(key, None)
        self._trees[key] = tree
        self.errors.pop(key, None)
        self.tree.add(key)
