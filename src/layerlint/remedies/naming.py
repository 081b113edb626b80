"""How a module can name something: as it does already, or by an import that it lacks."""

from __future__ import annotations

import builtins
from typing import NamedTuple

from layerlint.edits import NameImport
from layerlint.facts import Binding, BindingForm, ModuleFacts
from layerlint.project import Form, Project, Value


class Named(NamedTuple):
    """How something is written in a module, and the imports that it needs for that."""

    written: str
    imports: tuple[NameImport, ...] = ()


def definition(project: Project, facts: ModuleFacts, value: Value, line: int) -> Named | None:
    """How a module can name a definition of the project's above a line when it is imported; None where it can't for certain."""
    qualname = value.qualname
    if not value.is_project or not qualname or "." in qualname:
        return None
    if value.key == facts.key:
        binding = _only(facts, qualname)
        return Named(qualname) if binding is not None and binding.position[0] < line else None
    found = _imported(project, facts, value.name, f"{value.key}::", qualname)
    if found is not None:
        return found
    dotted = project.modules.tree.name(value.key)
    if not dotted or _imports_back(project, value.key, facts.key) or not _is_free(facts, qualname):
        return None
    if project.modules.tree.find(dotted, facts.key) != value.key:
        return None
    return Named(qualname, (NameImport(facts.key, dotted, qualname),))


def foreign(project: Project, facts: ModuleFacts, module: str, name: str) -> Named | None:
    """How a module can name what another library defines, `Optional` of `typing`."""
    found = _imported(project, facts, f"{module}.{name}", module, name)
    if found is not None:
        return found
    return Named(name, (NameImport(facts.key, module, name),)) if _is_free(facts, name) else None


def _imported(project: Project, facts: ModuleFacts, wanted: str, module: str, name: str) -> Named | None:
    """By a name that the module imports when it runs, itself or the module that it is in."""
    resolver = project.resolver
    for bound in facts.top.bindings:
        binding = _only(facts, bound)
        if binding is None or binding.form is not BindingForm.IMPORT or binding.type_checking:
            continue
        value = resolver.binding(binding, facts.top)
        if value.name == wanted and value.form is not Form.INSTANCE:
            return Named(bound)
        if value.form is Form.MODULE and value.name == module and binding.target is not None:
            is_whole = binding.target.name is not None or "." not in binding.target.module
            if is_whole or binding.target.module != bound:
                return Named(f"{bound}.{name}")
    return None


def _only(facts: ModuleFacts, name: str) -> Binding | None:
    """The one place where a module binds a name."""
    bindings = facts.top.bindings.get(name, ())
    return bindings[0] if len(bindings) == 1 else None


def _is_free(facts: ModuleFacts, name: str) -> bool:
    """Whether nothing in a module has a name, and Python neither."""
    return not hasattr(builtins, name) and not any(name in scope.bindings for scope in facts.all_scopes)


def _imports_back(project: Project, start: str, target: str) -> bool:
    """Whether a module imports another when it is imported itself, perhaps through others."""
    seen, waiting = {start}, [start]
    while waiting:
        for edge in project.import_graph.edges(waiting.pop()):
            if edge.target == target:
                return True
            if edge.target not in seen:
                seen.add(edge.target)
                waiting.append(edge.target)
    return False
