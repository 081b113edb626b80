"""Imports that are added: once, in the file's own way, with nothing else changed."""

from __future__ import annotations

from textwrap import dedent

import pytest

from layerlint.fixing.imports import Imports, ModuleName, Wanted
from layerlint.fixing.refusal import RefusedError
from layerlint.fixing.source import parsed

OWN = ModuleName("app.api.users", is_package=False)
SCHEMA = Wanted("app.schemas", "UserOut")


def added(text: str, *wanted: Wanted, own: ModuleName = OWN) -> str:
    tree = parsed(text)
    once = Imports(tree, own).added(tree, wanted)
    assert Imports(once, own).added(once, wanted).code == once.code
    return once.code


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", "from app.schemas import UserOut\n\nx = 1\n"),
        ("def f(): ...\n", "from app.schemas import UserOut\n\n\ndef f(): ...\n"),
        (
            '#!/usr/bin/env python\n# a licence\n"""Doc."""\n',
            '#!/usr/bin/env python\n# a licence\n"""Doc."""\n\nfrom app.schemas import UserOut\n',
        ),
        ('"""Doc."""\n\nx = 1\n', '"""Doc."""\n\nfrom app.schemas import UserOut\n\nx = 1\n'),
        (
            "from __future__ import annotations\n\nx = 1\n",
            "from __future__ import annotations\n\nfrom app.schemas import UserOut\n\nx = 1\n",
        ),
        (
            "import os\n\nfrom app.a import b\nfrom app.z import y\n",
            "import os\n\nfrom app.a import b\nfrom app.schemas import UserOut\nfrom app.z import y\n",
        ),
        (
            "import os\n\nfrom app.z import y\n",
            "import os\n\nfrom app.schemas import UserOut\nfrom app.z import y\n",
        ),
        (
            "import sys\nsys.path.insert(0, '.')\nfrom app.a import b\n",
            "import sys\nsys.path.insert(0, '.')\nfrom app.a import b\nfrom app.schemas import UserOut\n",
        ),
        ("from ..a import b\n", "from ..a import b\nfrom ..schemas import UserOut\n"),
        ("from app.a import b\nfrom ..c import d\n", "from app.a import b\nfrom app.schemas import UserOut\nfrom ..c import d\n"),
        ("from app.schemas import A, Z\n", "from app.schemas import A, UserOut, Z\n"),
        ("from app.schemas import (\n    A,\n    Z,\n)\n", "from app.schemas import (\n    A,\n    UserOut,\n    Z,\n)\n"),
        ("from app.schemas import (\n    A,\n)\n", "from app.schemas import (\n    A,\n    UserOut,\n)\n"),
        ("from app.schemas import (\n    A,\n    B\n)\n", "from app.schemas import (\n    A,\n    B,\n    UserOut\n)\n"),
        ("from app.schemas import UserOut\n", "from app.schemas import UserOut\n"),
        ("from ..schemas import UserOut\n", "from ..schemas import UserOut\n"),
        ("from app.schemas import A  # noqa: F401\n", "from app.schemas import A  # noqa: F401\nfrom app.schemas import UserOut\n"),
        (
            "from app.schemas import (\n    A,  # noqa: F401\n    B,\n)\n",
            "from app.schemas import (\n    A,  # noqa: F401\n    B,\n)\nfrom app.schemas import UserOut\n",
        ),
        ("from app.schemas import *\n", "from app.schemas import *\nfrom app.schemas import UserOut\n"),
        (
            "import fastapi\n\nfrom app.a import b\n",
            "import fastapi\n\nfrom app.a import b\nfrom app.schemas import UserOut\n",
        ),
        ("import app.schemas; x = 1\n", "import app.schemas; x = 1\nfrom app.schemas import UserOut\n"),
    ],
)
def test_added_where_it_belongs(before: str, after: str) -> None:
    assert added(before, SCHEMA) == after


def test_not_where_only_types_are_checked() -> None:
    text = dedent(
        """\
        from typing import TYPE_CHECKING

        if TYPE_CHECKING:
            from app.schemas import UserIn


        def f(): ...
        """
    )
    assert added(text, SCHEMA) == text.replace("CHECKING\n\nif", "CHECKING\n\nfrom app.schemas import UserOut\n\nif", 1)


def test_line_ends_and_a_missing_last_one_are_kept() -> None:
    assert added("import os\r\n\r\nfrom app.a import b\r\n", SCHEMA) == (
        "import os\r\n\r\nfrom app.a import b\r\nfrom app.schemas import UserOut\r\n"
    )


def test_long_lists_are_left_alone() -> None:
    text = f"from app.schemas import {', '.join(f'Name{number}' for number in range(10, 20))}\n"
    assert added(text, SCHEMA) == f"{text}from app.schemas import UserOut\n"


@pytest.mark.parametrize(
    "text",
    [
        "from app.models import UserOut\n",
        "from app.models import User as UserOut\n",
        "import app.models as UserOut\n",
        "class UserOut: ...\n",
        "def f(UserOut): ...\n",
        "def f():\n    UserOut = 1\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.schemas import UserOut\n",
    ],
)
def test_refused_where_the_name_is_taken(text: str) -> None:
    with pytest.raises(RefusedError, match="`UserOut` is another name"):
        added(text, SCHEMA)


def test_attributes_and_keywords_are_no_names_of_the_module() -> None:
    assert added("import m\n\nm.UserOut(UserOut=1)\n", SCHEMA).startswith("import m\n\nfrom app.schemas import UserOut\n\nm")


def test_a_package_counts_its_own_level() -> None:
    own = ModuleName("app.api", is_package=True)
    assert added("from .a import b\n", SCHEMA, own=own) == "from ..schemas import UserOut\nfrom .a import b\n"
    assert added("from .a import b\n", Wanted("app.api.c", "d"), own=own) == "from .a import b\nfrom .c import d\n"
    assert added("from .a import b\n", Wanted("app.api", "d"), own=ModuleName("app.api.x", False)) == (
        "from . import d\nfrom .a import b\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import fastapi\n", "from typing import Optional\n\nimport fastapi\n"),
        ("import os\nimport fastapi\n", "import os\nfrom typing import Optional\n\nimport fastapi\n"),
        ("import os\n\nimport fastapi\n", "import os\nfrom typing import Optional\n\nimport fastapi\n"),
        ("# first\nimport fastapi  # noqa\n", "# first\nfrom typing import Optional\n\nimport fastapi  # noqa\n"),
        (
            "from __future__ import annotations\n\nimport fastapi\n",
            "from __future__ import annotations\n\nfrom typing import Optional\n\nimport fastapi\n",
        ),
        ("from app import a\n", "from typing import Optional\n\nfrom app import a\n"),
        ("from typing import Any\n\nfrom app import a\n", "from typing import Any, Optional\n\nfrom app import a\n"),
    ],
)
def test_the_standard_library_stands_first(before: str, after: str) -> None:
    assert added(before, Wanted("typing", "Optional")) == after
