"""Which modules are tests, migrations or stubs: read for facts, but no part of the architecture."""

from __future__ import annotations

import re
from enum import Enum
from weakref import WeakKeyDictionary

from layerlint.facts import ModuleFacts

_TEST_IMPORT = re.compile(r"^\s*(?:from|import)\s+(?:pytest|unittest|django\.test|rest_framework\.test)\b", re.M)
_MIGRATION = re.compile(r"^\s*(?:from alembic import op\b|from alembic import .*\bop\b|from django\.db import migrations)", re.M)


class Purpose(Enum):
    """What a module is there for."""

    APPLICATION = "application"
    TEST = "test"
    MIGRATION = "migration"
    STUB = "stub"


def by_path(key: str) -> Purpose:
    """A module's purpose as far as its path tells."""
    *folders, name = key.split("/")
    if name.endswith(".pyi"):
        return Purpose.STUB
    stem = name.removesuffix(".py")
    if stem.startswith("test_") or stem.endswith("_test") or stem == "conftest" or {"tests", "test"} & set(folders):
        return Purpose.TEST
    if "migrations" in folders or "alembic" in folders:
        return Purpose.MIGRATION
    return Purpose.APPLICATION


def is_beside(key: str) -> bool:
    """Whether a path alone tells that a module is a test or a migration: it stands beside the architecture."""
    return by_path(key) in (Purpose.TEST, Purpose.MIGRATION)


def is_script(key: str) -> bool:
    """Whether a module stands in a folder of scripts: it is run by hand, and no part of the layers whatever it is called."""
    return "scripts" in key.split("/")[:-1]


_MEMO: WeakKeyDictionary[ModuleFacts, Purpose] = WeakKeyDictionary()


def of(facts: ModuleFacts) -> Purpose:
    """A module's purpose: by its path, or a test framework's import and a majority of tests, or a migration's imports."""
    found = _MEMO.get(facts)
    if found is None:
        found = _MEMO[facts] = _find(facts)
    return found


def _find(facts: ModuleFacts) -> Purpose:
    found = by_path(facts.key)
    if found is not Purpose.APPLICATION:
        return found
    text = facts.text
    if ("alembic" in text or "migrations" in text) and _MIGRATION.search(text):
        return Purpose.MIGRATION
    if (
        ("test" in text)
        and any(child.name.lower().startswith("test") for child in facts.top.children)
        and _TEST_IMPORT.search(text)
    ):
        children = facts.top.children
        tests = [child for child in children if child.name.startswith(("test_", "Test")) or child.name.endswith(("Test", "Tests"))]
        if len(tests) >= 2 and len(tests) * 2 > len(children):
            return Purpose.TEST
    return Purpose.APPLICATION
