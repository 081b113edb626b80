"""A schema that is allowed to read attributes, by its own configuration."""

from __future__ import annotations

from layerlint import syntax
from layerlint.edits import Applicability, ClassSetting, Fix
from layerlint.project import Project, Value
from layerlint.remedies import naming
from layerlint.remedies.naming import Named

_OLD = "orm_mode"
_NEWER = ("model_validate", "ConfigDict", "field_validator", "model_dump", "from_attributes")


def readable(project: Project, schema: Value, settings: tuple[str, ...], asker: str) -> Fix | None:
    """How a schema can be configured to read attributes: by the first setting, by the old one where pydantic 1 is used."""
    scope = project.resolver.scope_of(schema)
    if scope is None or not scope.is_class:
        return None
    setting = settings[0]
    if _OLD in settings and not is_recent(project, asker):
        if not project.habits.mentions(_OLD, asker):
            return None
        setting = _OLD
    owner = Named("")
    if setting != _OLD and not {"model_config", "Config"} & scope.bindings.keys():
        found = naming.foreign(project, scope.module, "pydantic", "ConfigDict")
        if found is None:
            return None
        owner = found
    lines = project.modules.lines(scope.module.key)
    position = (scope.line, syntax.column_of(lines[scope.line - 1], scope.class_node.col_offset))
    edit = ClassSetting(scope.module.key, position, setting, owner.written)
    return Fix(Applicability.SAFE, f"set `{setting}=True` in the configuration of `{scope.name}`", (*owner.imports, edit))


def is_recent(project: Project, asker: str) -> bool:
    """Whether a project uses what only pydantic 2 has; `asker` is the module that asks."""
    return any(project.habits.mentions(word, asker) for word in _NEWER)
