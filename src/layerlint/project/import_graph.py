"""Which module imports which, when it is imported itself, and by which statements a name comes from where it is defined."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from layerlint.facts import BindingForm, Import, ImportTarget, ModuleFacts, Scope
from layerlint.model import Hop
from layerlint.project.modules import Modules

_CHAIN = 8


class Edge(NamedTuple):
    """One module's import of another, by its key, and the statement."""

    target: str
    node: ast.Import | ast.ImportFrom


class ImportGraph:
    """The imports between the project's modules, read from their facts; a module that can't be read imports nothing."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._edges: dict[str, tuple[Edge, ...]] = {}

    def edges(self, key: str) -> tuple[Edge, ...]:
        """What runs when a module is imported: the imports outside functions, type checking and scripts; each target once."""
        found = self._edges.get(key)
        if found is None:
            facts = self._modules.facts(key)
            found = self._edges[key] = tuple(self._find(facts)) if facts is not None else ()
        return found

    def _find(self, facts: ModuleFacts) -> Iterator[Edge]:
        seen = {facts.key}
        for item in facts.imports:
            if item.type_checking or item.script or _is_deferred(item):
                continue
            target = self._target(item.target, facts.key)
            if target is not None and target not in seen:
                seen.add(target)
                yield Edge(target, item.node)

    def _target(self, target: ImportTarget, importer: str) -> str | None:
        """The module that an import runs: the submodule that is named, else the module that the name is taken from."""
        tree = self._modules.tree
        dotted = tree.relative(target.level, target.module, importer) if target.level else target.module
        if target.name is not None and target.name != "*":
            submodule = tree.find(f"{dotted}.{target.name}" if dotted else target.name, importer)
            if submodule is not None:
                return submodule
        return tree.find(dotted, importer)

    def taken_from(self, key: str) -> frozenset[str]:
        """The names that other modules take from one, some of which it may only import itself."""
        tree = self._modules.tree
        last = tree.name(key).rpartition(".")[2] or key
        found: set[str] = set()
        for other in self._modules.keys:
            facts = self._modules.facts(other) if other != key and last in self._modules.text(other) else None
            for item in facts.imports if facts is not None else ():
                target = item.target
                dotted = tree.relative(target.level, target.module, other) if target.level else target.module
                if target.name is not None and tree.find(dotted, other) == key:
                    found.add(target.name)
        return frozenset(found)

    def chain(self, target: ImportTarget, importer: str) -> list[Hop]:
        """The re-exports between an import and the definition that it names, each with its line; empty when there are none."""
        tree = self._modules.tree
        hops: list[Hop] = []
        name = target.name
        while name is not None and len(hops) < _CHAIN:
            dotted = tree.relative(target.level, target.module, importer) if target.level else target.module
            key = tree.find(dotted, importer)
            facts = self._modules.facts(key) if key is not None else None
            found = self._re_export(facts, name) if facts is not None else None
            if facts is None or found is None or any((hop.module, hop.subject) == (facts.key, name) for hop in hops):
                break
            target, line = found
            written = ("." * target.level) + target.module
            text = f"`{tree.name(facts.key) or facts.key}` imports `{name}` from `{written}`"
            hops.append(Hop(facts.key, name, text=text, line=line))
            importer, name = facts.key, target.name
        return hops

    def _re_export(self, facts: ModuleFacts, name: str) -> tuple[ImportTarget, int] | None:
        for binding in reversed(facts.top.bindings.get(name, ())):
            if binding.form is BindingForm.IMPORT and binding.target is not None and binding.target.name is not None:
                return binding.target, binding.position[0]
            return None
        for item in facts.imports:
            if item.target.name == "*" and self._defines(item.target, name, facts.key):
                return ImportTarget(item.target.module, name, item.target.level), item.node.lineno
        return None

    def _defines(self, star: ImportTarget, name: str, importer: str) -> bool:
        tree = self._modules.tree
        dotted = tree.relative(star.level, star.module, importer) if star.level else star.module
        key = tree.find(dotted, importer)
        facts = self._modules.facts(key) if key is not None and key != importer else None
        return facts is not None and name in facts.top.bindings


def _is_deferred(item: Import) -> bool:
    """Whether an import runs only when a function is called."""
    scope: Scope | None = item.scope
    while scope is not None and not scope.is_function:
        scope = scope.parent
    return scope is not None
