"""Which module a file is, and which file an import means: source roots found without configuration.

A module is known by its key, the path below the project's folder; its dotted name is relative to its source root. A folder
with `__init__.py` belongs to the root above its topmost package. For folders without, the imports of the project vote: the
root is the ancestor below which an imported top-level name leads to the folder, by the imports of the same project before those of
its neighbours. Django runs from the folder with `manage.py`.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

_IMPORT = re.compile(r"\n[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)")
_MENTIONS = (re.compile(r"from (?=(\w+))"), re.compile(r"import (?=(\w+))"))
_PACKAGING = re.compile(r"\b(?:setuptools|distutils|skbuild)\b")
_RUN_FROM = "manage.py"
_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg", _RUN_FROM)


Layout = tuple[Mapping[str, str], Mapping[str, str]]
"""The source root, and the nearest folder with a project file, of each folder."""


class SourceTree:
    """The files of one project.

    `files` are keys (paths with `/` below `folder`); `read` gives a file's text, or "" when it can't be read;
    `configured_roots` are folders below `folder` that are source roots whatever the files say. `roots` are the source roots of
    folders, all of which may be known at first (`layout`). `asked` holds what was asked on behalf of each module, with the
    answers: the modules that what is known of one leans on.
    """

    def __init__(
        self,
        folder: Path,
        files: Iterable[str],
        read: Callable[[str], str],
        configured_roots: Iterable[str] = (),
        layout: Layout | None = None,
    ) -> None:
        self.folder = folder
        self.files = sorted(files)
        self._read = read
        self._configured = tuple(sorted({_clean(root) for root in configured_roots}, key=len, reverse=True))
        self._runnable = frozenset(key for key in self.files if key.endswith((_RUN_FROM, "setup.py")))
        self._packages = {_parent(key) for key in self.files if key.rpartition("/")[2] in ("__init__.py", "__init__.pyi")}
        self.roots: dict[str, str] = dict(layout[0]) if layout is not None else {}
        self._projects: dict[str, str] = dict(layout[1]) if layout is not None else {}
        self._mentioned: dict[str, bool] = {}
        self._imports: dict[str, Counter[str]] = {}
        self._imported_of: dict[str, frozenset[str]] = {}
        self._folders: dict[str, set[str]] = {}
        self._longer: dict[str, bool] = {}
        self._holding: dict[tuple[str, str, str], bool] = {}
        self._found: dict[tuple[str, str], str | None] = {}
        self.asked: dict[str, dict[str, str]] = {}

    def layout(self) -> Layout:
        """Which folders are source roots: all that has to be read from the disk to name modules."""
        for directory in {_parent(key) for key in self.files}:
            self.project_of(self.root_of(directory))
        return self.roots, self._projects

    def add(self, key: str) -> None:
        """Make a file known that is not on the disk (an editor's new buffer)."""
        if key not in self._name_of:
            self.files.append(key)
            root = self.root_of(_parent(key))
            self._name_of[key] = name = _dotted(key, root)
            self._index.setdefault((root, name), key)
            self._found.clear()

    def name(self, key: str) -> str:
        """The dotted name of a module below its source root."""
        return self._name_of[key]

    def root(self, key: str) -> str:
        """The source root of a module, a folder below the project's (`.` for that itself)."""
        directory = key.rpartition("/")[0] or "."
        return self.roots.get(directory) or self.root_of(directory)

    def find(self, dotted: str, importer: str) -> str | None:
        """The key of the module that an absolute import means in the file `importer`, None for foreign modules."""
        entry = (self.root(importer), dotted)
        try:
            found = self._found[entry]
        except KeyError:
            roots = self._search_path(importer, dotted.partition(".")[0])
            found = self._found[entry] = next((key for root in roots if (key := self._index.get((root, dotted)))), None)
        self.note(importer, dotted, found or "")
        return found

    def note(self, asker: str, question: str, answer: str) -> None:
        """Remember that what is known of a module, or of all (`*`), leans on the answer to a question: a module's key, or else."""
        try:
            self.asked[asker][question] = answer
        except KeyError:
            self.asked[asker] = {question: answer}

    def has_package(self, dotted: str, importer: str) -> bool:
        """Whether a dotted name is a folder of the project, with or without `__init__.py`."""
        found = any((root, dotted) in self._prefixes for root in self._search_path(importer, dotted.partition(".")[0]))
        self.note(importer, f"{dotted}.", "yes" if found else "")
        return found

    def relative(self, level: int, module: str, importer: str) -> str:
        """The absolute dotted name that a relative import means, relative to the importer's own root."""
        name = self.name(importer)
        parts = name.split(".") if name else []
        if not importer.rpartition("/")[2].startswith("__init__."):
            parts = parts[:-1]
        parts = parts[: len(parts) - (level - 1)] if level > 1 else parts
        return ".".join([*parts, *([module] if module else [])])

    def lean(self, asker: str, symbol: str) -> None:
        """Remember that what is known of a definition, by its symbol, or of all (`*`), leans on another, or a module as a whole.

        Imports need not be remembered so: whatever leans on what it imports spells its name.
        """
        module, _, own = asker.partition("::")
        key, _, name = symbol.partition("::")
        if key != module:
            self.note(module, f"in {key}::{name.partition('.')[0]} for {own.partition('.')[0]}", key)

    @cached_property
    def _name_of(self) -> dict[str, str]:
        return {key: _dotted(key, self.root(key)) for key in self.files}

    @cached_property
    def _index(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for key in self.files:
            entry = (self.root(key), self.name(key))
            if entry not in found or key.endswith(".py"):
                found[entry] = key
        return found

    @cached_property
    def _prefixes(self) -> set[tuple[str, str]]:
        found = set()
        for root, name in self._index:
            prefix = name
            while prefix:
                found.add((root, prefix))
                prefix = prefix.rpartition(".")[0]
        return found

    @cached_property
    def _providers(self) -> dict[str, list[str]]:
        """For each top-level name, the roots that have it."""
        found: dict[str, set[str]] = {}
        for root, name in self._index:
            found.setdefault(name.partition(".")[0], set()).add(root)
        return {name: sorted(roots) for name, roots in found.items()}

    def _search_path(self, importer: str, top: str) -> list[str]:
        own = self.root(importer)
        providers = self._providers.get(top, [])
        if own in providers or not providers:
            return [own]
        if top in sys.stdlib_module_names:
            return []
        here = self.project_of(own)
        near = [root for root in providers if self.project_of(root) == here]
        return near or [root for root in providers if root in self._configured] or (providers if len(providers) == 1 else [])

    def project_of(self, directory: str) -> str:
        """The nearest folder at or above one that holds a project file."""
        found = self._projects.get(directory)
        if found is None:
            if directory == "." or (directory not in self._packages and any(self._marks(directory, name) for name in _MARKERS)):
                found = directory
            else:
                found = self.project_of(_parent(directory))
            self._projects[directory] = found
        return found

    def _marks(self, directory: str, marker: str) -> bool:
        """Whether a folder holds a project file; a `setup.py` that sets up something else is a module as any other."""
        if not self._has_file(directory, marker):
            return False
        key = marker if directory == "." else f"{directory}/{marker}"
        return marker != "setup.py" or bool(_PACKAGING.search(self._read(key)))

    def _has_file(self, directory: str, name: str) -> bool:
        key = name if directory == "." else f"{directory}/{name}"
        return key in self._runnable or os.path.isfile(os.path.join(self.folder, directory, name))

    def root_of(self, directory: str) -> str:
        """The source root of a folder."""
        found = self.roots.get(directory)
        if found is None:
            found = self.roots[directory] = self._find_root(directory)
        return found

    def _find_root(self, directory: str) -> str:
        for root in self._configured:
            if root in (directory, ".") or directory.startswith(root + "/"):
                return root
        top = directory
        while top in self._packages and top != ".":
            top = _parent(top)
        if top not in self._packages and self._has_file(top, _RUN_FROM):
            return top
        return self._namespace_root(top, directory)

    def _namespace_root(self, top: str, directory: str) -> str:
        below = [ancestor for ancestor in _ancestors(top) if ancestor in self._packages]
        project = self.project_of(top)
        own = self._imported_in(project)
        if top != directory and not below and not self._is_imported(top.rpartition("/")[2]):
            package = (directory[len(top) + 1 :] if top != "." else directory).partition("/")[0]
            return (None if own[package] else self._inner(directory, top, project)) or top
        best = self._voted(directory, top, own, ".") or self._inner(directory, top, project)
        best = best or self._voted(directory, top, self._imported, project)
        if best is not None:
            return best
        if top != directory:
            return top
        if any(self._imported[name] for name in self._modules_in(top) if not self._is_standard(name)):
            return top
        source = "src" if project == "." else f"{project}/src"
        return source if top == source or top.startswith(source + "/") else project

    def _voted(self, directory: str, start: str, imported: Counter[str], end: str) -> str | None:
        """The folder from `start` up to `end` whose part on the way down to a folder is imported most.

        A name that a project has inside is not the one above it.
        """
        best, votes = None, 0
        project = self.project_of(start)
        for candidate in _ancestors(start):
            child = directory if candidate == "." else directory[len(candidate) + 1 :]
            child = child.partition("/")[0]
            inner = project.startswith(candidate + "/") and child in self._names_in(project)
            if child and imported[child] > votes and not inner and not self._is_standard(child):
                if self._leads_into(child, candidate) and not self._stands_further_up(child, candidate, directory, end):
                    best, votes = candidate, imported[child]
            if candidate == end:
                break
        return best

    def _stands_further_up(self, name: str, candidate: str, directory: str, end: str) -> bool:
        """Whether a name is that of a folder further up, from where the folder at hand is imported under a longer one.

        `ee.shop.orders` beside `shop`: what imports `shop` means the latter.
        """
        for above in _ancestors(candidate)[1:]:
            prefix = "" if above == "." else above + "/"
            parts = directory[len(prefix) :].split("/")
            if f"{prefix}{name}" in self._all_folders and len(parts) > 1 and self._is_imported_as(f"{parts[0]}.{parts[1]}"):
                return True
            if above == end:
                break
        return False

    @cached_property
    def _all_folders(self) -> set[str]:
        return {folder for key in self.files for folder in _ancestors(_parent(key))}

    def _is_imported_as(self, dotted: str) -> bool:
        found = self._longer.get(dotted)
        if found is None:
            start, _, end = dotted.partition(".")
            pattern = re.compile(rf"^[ \t]*(?:from|import)[ \t]+{start}\.{end}\b", re.M)
            importing = (key for key in self.files if start in self._imported_by(key))
            found = self._longer[dotted] = any(pattern.search(self._read(key)) for key in importing)
        return found

    def _modules_in(self, directory: str) -> list[str]:
        prefix = "" if directory == "." else directory + "/"
        return [
            key[len(prefix) :].removesuffix(".py")
            for key in self.files
            if key.startswith(prefix) and "/" not in key[len(prefix) :] and key.endswith(".py")
        ]

    @staticmethod
    def _is_standard(name: str) -> bool:
        return name in sys.stdlib_module_names

    def _is_imported(self, name: str) -> bool:
        """Whether any file imports from a folder above its packages, which then is a package itself."""
        found = self._mentioned.get(name)
        if found is None:
            found = self._mentioned[name] = any(word.startswith(name) for word in self._mentions)
        return found

    @cached_property
    def _mentions(self) -> set[str]:
        """The words that stand after `from` or `import` anywhere."""
        return {word for key in self.files for pattern in _MENTIONS for word in pattern.findall(self._read(key))}

    def _inner(self, directory: str, top: str, project: str) -> str | None:
        """The root inside a package that is never imported itself, if imports of its project lead to modules below that."""
        root = self._voted(directory, directory, self._imported_in(project), top)
        if root is None and self._gives_names(directory):
            return directory
        if root is None or root == top:
            return None
        child = directory[len(root) + 1 :].partition("/")[0]
        return root if self._has_imported(child, root, project) else None

    def _leads_into(self, name: str, root: str) -> bool:
        """Whether imports of a folder's name lead to what is in it, if it isn't a package: a library may be called so as well."""
        folder = name if root == "." else f"{root}/{name}"
        return folder in self._packages or self._has_imported(name, root, ".")

    def _has_imported(self, name: str, root: str, project: str) -> bool:
        """Whether a folder or module holds what files of a project import by its name: `b` of `a.b` or `from a import b`."""
        found = self._holding.get((name, root, project))
        if found is None:
            pattern = re.compile(rf"^[ \t]*(?:from|import)[ \t]+{name}(?:\.|[ \t]+import[ \t]+\(?\s*)(\w+)", re.M)
            prefix = "" if project == "." else project + "/"
            importing = (key for key in self.files if key.startswith(prefix) and name in self._imported_by(key))
            names = {item for key in importing for item in pattern.findall(self._read(key))}
            start = f"{name}/" if root == "." else f"{root}/{name}/"
            below = {key[len(start) :].partition("/")[0].removesuffix(".py") for key in self.files if key.startswith(start)}
            found = self._holding[name, root, project] = not names.isdisjoint(below)
        return found

    def _gives_names(self, directory: str) -> bool:
        """Whether imports of a package lead to modules right in it by their own names: more than one, or folders of it likewise.

        A file that imports what is called like itself means a library.
        """
        prefix = directory + "/"
        within = [key for key in self.files if key.startswith(prefix)]
        folders = {key[len(prefix) :].partition("/")[0] for key in within if "/" in key[len(prefix) :]}
        if any(f"{prefix}{folder}" in self._packages and self.root_of(f"{prefix}{folder}") == directory for folder in folders):
            return True
        modules = {name: f"{prefix}{name}.py" for name in self._modules_in(directory) if not self._is_standard(name)}
        meant = {name for key in within for name in self._imported_by(key) & modules.keys() if modules[name] != key}
        return len(meant) > 1

    def _names_in(self, project: str) -> set[str]:
        """The names of all folders of a project."""
        found = self._folders.get(project)
        if found is None:
            keys = (key[len(project) + 1 :] for key in self.files if key.startswith(project + "/"))
            found = self._folders[project] = {part for key in keys for part in key.split("/")[:-1]}
        return found

    @cached_property
    def _imported(self) -> Counter[str]:
        """How many files import each top-level name; read only when some folder lacks `__init__.py`."""
        return self._imported_in(".")

    def _imported_in(self, project: str) -> Counter[str]:
        """How many files below a folder import each top-level name: projects side by side use the same names for other things."""
        found = self._imports.get(project)
        if found is None:
            found = self._imports[project] = Counter()
            for key in self.files:
                if project == "." or key.startswith(project + "/"):
                    found.update(self._imported_by(key))
        return found

    def _imported_by(self, key: str) -> frozenset[str]:
        """The top-level names that a file imports."""
        found = self._imported_of.get(key)
        if found is None:
            found = self._imported_of[key] = frozenset(_IMPORT.findall("\n" + self._read(key)))
        return found


def _dotted(key: str, root: str) -> str:
    path = key if root == "." else key[len(root) + 1 :]
    parts = path.rpartition(".")[0].split("/")
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or "."


def _ancestors(directory: str) -> list[str]:
    found = [directory]
    while directory != ".":
        directory = _parent(directory)
        found.append(directory)
    return found


def _clean(root: str) -> str:
    return root.strip("/").removeprefix("./") or "."
