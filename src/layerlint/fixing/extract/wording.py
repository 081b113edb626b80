"""How code of one module is written in another: the names that it needs there."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass, field

from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.fixing.refusal import RefusedError
from layerlint.project import Project, type_hints

_DEPTH = 6


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """A name to be imported: `from module import name as alias`, or without a name `import module as alias`."""

    module: str
    name: str
    alias: str = ""

    @property
    def bound(self) -> str:
        """The name that it binds."""
        return self.alias or self.name or self.module

    @property
    def written(self) -> str:
        """The statement."""
        alias = f" as {self.alias}" if self.alias else ""
        return f"from {self.module} import {self.name}{alias}" if self.name else f"import {self.module}{alias}"


@dataclass(slots=True)
class Wording:
    """What a module is to be given; `facts` are its own, None for a module that is made."""

    project: Project
    key: str
    facts: ModuleFacts | None
    needs: dict[str, Need] = field(default_factory=dict)

    def name(self, name: str, origin: ModuleFacts, session_package: str = "") -> str:
        """A module-level name of another module, as this one can write it. Raises `RefusedError`."""
        if name not in origin.top.bindings:
            if hasattr(builtins, name) and not self._binds(name):
                return name
            raise RefusedError(f"nothing tells where `{name}` comes from")
        if origin.key == self.key:
            return name
        need = need_of(self.project, origin, name)
        if self._defines(need):
            return need.name
        if self._has(need, name, origin, session_package):
            return need.bound
        return self.add(need)

    def _defines(self, need: Need) -> bool:
        """Whether a name is the module's own."""
        if self.facts is None or self.project.modules.tree.find(need.module, self.key) != self.key:
            return False
        return len(self.facts.top.bindings.get(need.name, ())) == 1

    def add(self, need: Need) -> str:
        """Have a name imported, and give the name that it has here. Raises `RefusedError` where that is another's."""
        known = self.needs.get(need.bound)
        if known is not None and known != need:
            raise RefusedError(f"`{need.bound}` would stand for two things")
        if known is None and self.facts is not None and self._binds(need.bound):
            if not any(item == need for item in self._imported(need.bound)):
                raise RefusedError(f"`{need.bound}` is another name of {self.key} already")
            return need.bound
        self.needs[need.bound] = need
        return need.bound

    def annotation(self, node: ast.expr, scope: Scope, depth: int = _DEPTH) -> str | None:
        """An annotation of another scope, as this module can write it; None where it can't for certain."""
        needs = dict(self.needs)
        try:
            written = self._annotation(node, scope, depth)
        except RefusedError:
            written = None
        if written is None:
            self.needs = needs
        return written

    def _annotation(self, node: ast.expr, scope: Scope, depth: int) -> str | None:
        resolver = self.project.resolver
        if depth == 0:
            return None
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                parsed = type_hints.parse_string(resolver, node)
                return self._annotation(parsed, scope, depth - 1) if parsed is not None else None
            return "None" if node.value is None else None
        if isinstance(node, ast.Name):
            alias = type_hints.find_alias(resolver, node, scope)
            if alias is not None and isinstance(alias[0], ast.Subscript):
                return self._annotation(alias[0], alias[1], depth - 1)
            return self.name(node.id, scope.module)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return f"{self.name(node.value.id, scope.module)}.{node.attr}"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            parts = [self._annotation(item, scope, depth - 1) for item in (node.left, node.right)]
            return " | ".join(item for item in parts if item is not None) if None not in parts else None
        if isinstance(node, ast.Subscript):
            return self._generic(node, scope, depth)
        return None

    def _generic(self, node: ast.Subscript, scope: Scope, depth: int) -> str | None:
        resolver = self.project.resolver
        head = resolver.value(node.value, scope).name
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if (
            head.rpartition(".")[2] == "Annotated"
            or head in resolver.knowledge.descriptors
            or head in resolver.knowledge.type_wrappers
        ):
            return self._annotation(items[0], scope, depth - 1)
        outer = self._annotation(node.value, scope, depth - 1)
        if outer is None:
            return None
        if head.rpartition(".")[2] == "Literal":
            return f"{outer}[{', '.join(ast.unparse(item) for item in items)}]"
        parts = [self._annotation(item, scope, depth - 1) for item in items]
        return f"{outer}[{', '.join(item for item in parts if item is not None)}]" if None not in parts else None

    def _binds(self, name: str) -> bool:
        if name in self.needs:
            return True
        return self.facts is not None and name in self.facts.top.bindings

    def _imported(self, name: str) -> list[Need]:
        if self.facts is None:
            return []
        bindings = self.facts.top.bindings.get(name, ())
        if any(item.form is not BindingForm.IMPORT or item.type_checking for item in bindings):
            return []
        try:
            return [need_of(self.project, self.facts, name)]
        except RefusedError:
            return []

    def _has(self, need: Need, name: str, origin: ModuleFacts, session_package: str) -> bool:
        """Whether the module has a name already, by the same import or by another one of the very same thing."""
        if self.facts is None or need.bound in self.needs:
            return False
        bindings = self.facts.top.bindings.get(need.bound, ())
        if not bindings:
            return False
        own = self._imported(need.bound)
        if own == [need]:
            return True
        resolver = self.project.resolver
        mine, other = resolver.name(need.bound, self.facts.top), resolver.name(name, origin.top)
        if mine.name != other.name or mine.form is not other.form or not mine.known:
            return False
        if mine.is_project:
            return True
        return bool(session_package) and own != [] and own[0].module.partition(".")[0] == session_package


def need_of(project: Project, facts: ModuleFacts, name: str) -> Need:
    """What another module imports to have a module-level name of one. Raises `RefusedError`."""
    bindings = facts.top.bindings.get(name, [])
    tree = project.modules.tree
    if bindings and all(item.form is BindingForm.IMPORT for item in bindings):
        targets = {item.target for item in bindings}
        target = bindings[0].target
        if len(targets) > 1 or target is None or bindings[0].type_checking:
            raise RefusedError(f"`{name}` is imported in several ways")
        module = tree.relative(target.level, target.module, facts.key) if target.level else target.module
        if target.name is None:
            if "." in module and name == module.partition(".")[0]:
                raise RefusedError(f"`{name}` is a package whose modules are imported")
            if any(item.node.names[0].name.startswith(f"{name}.") for item in facts.imports if isinstance(item.node, ast.Import)):
                raise RefusedError(f"`{name}` is a package whose modules are imported")
            return Need(module, "", name if name != module else "")
        return Need(module, target.name, name if name != target.name else "")
    if len(bindings) == 1 and bindings[0].form in (BindingForm.DEFINITION, BindingForm.ASSIGNMENT, BindingForm.ALIAS):
        return Need(tree.name(facts.key), name)
    raise RefusedError(f"nothing tells where `{name}` comes from")
