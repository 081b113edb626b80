"""A schema that is allowed to read attributes, by its own configuration."""

from __future__ import annotations

from layerlint import syntax
from layerlint.edits import Applicability, ClassSetting, Fix
from layerlint.project import Project, Value
from layerlint.remedies import naming
from layerlint.remedies.naming import Named

_OLD = "orm_mode"
_NEWER = ("model_validate", "ConfigDict", "field_validator", "model_dump", "from_attributes")


def readable(project: Project, schema: Value, settings: tuple[str, ...]) -> Fix | None:
    """How a schema can be configured to read attributes: by the first setting, by the old one where pydantic 1 is used."""
    scope = project.resolver.scope_of(schema)
    if scope is None or not scope.is_class:
        return None
    setting = settings[0]
    if _OLD in settings and not is_recent(project):
        if not _is_in(project, _OLD):
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


def is_recent(project: Project) -> bool:
    """Whether a project uses what only pydantic 2 has."""
    return _is_in(project, *_NEWER)


def _is_in(project: Project, *words: str) -> bool:
    """Whether any module holds one of some words."""
    return any(word in project.modules.text(key) for key in project.keys for word in words)
