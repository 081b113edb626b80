"""From paths to findings: discovery, settings, rules, suppressions."""

from layerlint.engine.analysis import Analysis
from layerlint.engine.discovery import project_folder, python_files
from layerlint.engine.run import NothingToCheckError, Options, Report, Selected, check, open_projects
from layerlint.engine.settings import Settings

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
