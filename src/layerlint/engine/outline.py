"""The statements of a module, by the names that they bind, use and take from others: how far an edit can be felt by name."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from layerlint import syntax

if TYPE_CHECKING:
    from layerlint.project.source_tree import SourceTree

_WORD = re.compile(r"[^\W\d]\w*")
_LISTED = "__all__"
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Statement:
    """A statement at a module's top.

    `has_star` says that it imports all names that another module has, `lists` that it names what stars bring: that is the same
    list, whatever becomes of the names on it. `declared` are names whose annotation at the top tells what they are, whatever
    functions make of them.
    """

    def __init__(self, node: ast.stmt, lines: list[str], declared: set[str]) -> None:
        first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", ()))])
        self.written = "\n".join(lines[first - 1 : node.end_lineno])
        made = set(_made_global(node)) if "global" in self.written else set()
        self.names = frozenset(_bound(node)) | (made - declared)
        self.has_star = isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        self.lists = self.names == {_LISTED}
        self._node = node

    @cached_property
    def words(self) -> frozenset[str]:
        """All words that it holds."""
        return frozenset(_WORD.findall(self.written))

    @cached_property
    def used(self) -> _Used:
        """What it names, by where the names come from."""
        return _used(self._node)


class _Used(NamedTuple):
    """The names in a statement: `plain` are looked up where they stand, `reached` behind a dot or in another module.

    `taken` are the names that an import takes from another module, with what they are called at this module's top.
    """

    plain: frozenset[str]
    reached: frozenset[str]
    taken: dict[str, set[str]]


class Import(NamedTuple):
    """An import, wherever it stands: a name of a module, None for the module itself; `place` is what it stands below."""

    module: str
    name: str | None
    level: int
    place: tuple[str, ...]

    def dotted(self, tree: SourceTree, importer: str) -> tuple[str, str]:
        """The absolute dotted names of the module, and of what is taken of it, in the module `importer`."""
        module = tree.relative(self.level, self.module, importer) if self.level else self.module
        return module, f"{module}.{self.name}" if self.name and module else self.name or module


class Outline:
    """The statements of a text."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        try:
            self._tree = syntax.parse(text)
        except syntax.UnreadableError:
            self._tree = ast.Module([], [])
        annotated = (node.target for node in self._tree.body if isinstance(node, ast.AnnAssign))
        declared = {target.id for target in annotated if isinstance(target, ast.Name)}
        self.statements = [Statement(node, lines, declared) for node in self._tree.body]

    @cached_property
    def imports(self) -> list[Import]:
        """The imports, in the order of the source."""
        return [*_imports(self._tree, ())]

    @cached_property
    def paths(self) -> frozenset[str]:
        """The words of strings that may name a module: those without blanks."""
        strings = (node.value for node in ast.walk(self._tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
        return frozenset(word for value in strings if not re.search(r"\s", value) for word in _WORD.findall(value))

    @cached_property
    def has_star(self) -> bool:
        """Whether names may come from another module unnamed."""
        return any(item.name == "*" for item in self.imports)

    def felt(self, names: frozenset[str] | set[str]) -> set[str]:
        """The names at the top that change their meaning when some of them do; these not among them, unless they are bound."""
        return self._spread(set(names), set(), self.statements)

    def felt_from(self, names: frozenset[str] | set[str], by_words: bool) -> set[str] | None:
        """The names at the top that change their meaning when some of another module do, None when no statement uses any.

        `by_words` takes any mention for a use: where the other module isn't imported, but named by a string perhaps.
        """
        found: set[str] = set()
        waiting: list[Statement] = []
        is_felt = False
        coarse = by_words or self.has_star
        for item in self.statements:
            if item.has_star:
                is_felt = True
                found |= names
            elif names.isdisjoint(item.words) or item.lists:
                waiting.append(item)
            elif not names.isdisjoint(item.used.reached) or (coarse and not names.isdisjoint(item.used.plain | item.names)):
                is_felt = True
                found |= item.names
            else:
                taken = names & item.used.taken.keys()
                is_felt = is_felt or bool(taken)
                found.update(bound for name in taken for bound in item.used.taken[name])
                waiting.append(item)
        return self._spread(set(found), found, waiting) if is_felt else None

    @staticmethod
    def _spread(changed: set[str], found: set[str], waiting: list[Statement]) -> set[str]:
        while True:
            hit: list[Statement] = []
            missed: list[Statement] = []
            for item in waiting:
                is_hit = not item.lists and not changed.isdisjoint(item.words) and not changed.isdisjoint(item.used.plain)
                (hit if is_hit else missed).append(item)
            if not hit:
                return found
            for item in hit:
                found |= item.names
            changed |= found
            waiting = missed


def changed_names(before: str, after: str) -> set[str] | None:
    """The names that an edit gives another meaning; None when that can't be told by names."""
    earlier, later = Outline(before), Outline(after)
    old, new = earlier.statements, later.statements
    was, now = Counter(item.written for item in old), Counter(item.written for item in new)
    common = was & now
    if _in_order(old, common) != _in_order(new, common) or not new:
        return None
    changed = [item for item in old if was[item.written] > now[item.written]]
    changed += [item for item in new if now[item.written] > was[item.written]]
    if any(item.has_star for item in changed):
        return None
    names = {name for item in changed for name in item.names}
    # What is listed there is what a star import brings.
    names |= {word for item in changed if _LISTED in item.names for word in item.words}
    return names | later.felt(names) | earlier.felt(names) if names else set()


def _in_order(statements: list[Statement], common: Counter[str]) -> list[str]:
    return [item.written for item in statements if item.written in common]


def _used(top: ast.stmt) -> _Used:
    plain: set[str] = set()
    reached: set[str] = set()
    taken: dict[str, set[str]] = defaultdict(set)
    waiting: list[tuple[ast.AST, bool]] = [(top, True)]
    while waiting:
        node, is_top = waiting.pop()
        if isinstance(node, ast.Name):
            plain.add(node.id)
            continue
        if isinstance(node, ast.Attribute):
            reached.add(node.attr)
        elif isinstance(node, ast.Constant):
            words = _WORD.findall(node.value) if isinstance(node.value, str) else ()
            plain.update(words)
            reached.update(words)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if is_top:
                    taken[alias.name].add(alias.asname or alias.name)
                else:
                    reached.add(alias.name)
        elif isinstance(node, ast.Import):
            reached.update(part for alias in node.names for part in alias.name.split("."))
        elif isinstance(node, ast.MatchClass):
            reached.update(node.kwd_attrs)
        is_inner = isinstance(node, (*_SCOPES, ast.Lambda))
        body = getattr(node, "body", None) if is_inner else None
        documentation = body[0] if isinstance(body, list) and _is_text(body[0]) else None
        waiting += [(child, is_top and not is_inner) for child in ast.iter_child_nodes(node) if child is not documentation]
    return _Used(frozenset(plain), frozenset(reached), dict(taken))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _imports(node: ast.AST, place: tuple[str, ...]) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ImportFrom):
            yield from (Import(child.module or "", alias.name, child.level, place) for alias in child.names)
        elif isinstance(child, ast.Import):
            yield from (Import(alias.name, None, 0, place) for alias in child.names)
        elif isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            test = ast.dump(child.test) if isinstance(child, ast.If) else ""
            yield from _imports(child, (*place, type(child).__name__ + test))


def _made_global(node: ast.AST) -> Iterator[str]:
    """The names at the module's top that functions bind."""
    return (name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names)


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds at the module's top."""
    if isinstance(node, _SCOPES):
        yield node.name
        return
    if isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
        return
    elif isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name
    elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
        root = syntax.root_of(node)
        if isinstance(root, ast.Name):
            yield root.id
    for child in ast.iter_child_nodes(node):
        yield from _bound(child)
