"""From paths to findings: discovery, settings, rules, suppressions. What is named here is loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from layerlint.engine.analysis import Analysis
    from layerlint.engine.discovery import project_folder, python_files
    from layerlint.engine.run import NothingToCheckError, Options, Report, Selected, check, open_projects
    from layerlint.engine.settings import Settings

_MODULES = {
    "Analysis": "analysis",
    "NothingToCheckError": "run",
    "Options": "run",
    "Report": "run",
    "Selected": "run",
    "Settings": "settings",
    "check": "run",
    "open_projects": "run",
    "project_folder": "discovery",
    "python_files": "discovery",
}

__all__ = [
    "Analysis",
    "NothingToCheckError",
    "Options",
    "Report",
    "Selected",
    "Settings",
    "check",
    "open_projects",
    "project_folder",
    "python_files",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
