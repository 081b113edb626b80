"""What is told of imports: whole chains with their lines, and in spite of files that can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import running
from tests.support.files import write

SERVICE = "from app.repositories import UserRepository\n\n\nclass UserService:\n    users: UserRepository\n"
REPOSITORY = "from app.services.users import UserService\n\n\nclass UserRepository:\n    service: UserService\n"


def test_a_chain_of_re_exports_is_told_line_by_line(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app/__init__.py": "",
            "app/services/__init__.py": "# the services\nfrom .users import *\n",
            "app/services/users.py": "class UserService:\n    def get(self) -> None: ...\n",
            "app/api.py": "from app.services import UserService\n",
            "app/repositories/users.py": "\nfrom app.api import UserService\n\n\nclass UserRepository(UserService): ...\n",
        },
    )
    trail = running.diagnostics(tmp_path, "--select", "LAY601")[0]["trail"]
    told = [(step["path"], step["line"], step["message"]) for step in trail]
    assert told[:2] == [
        ("app/api.py", 1, "`app.api` imports `UserService` from `app.services`"),
        ("app/services/__init__.py", 2, "`app.services` imports `UserService` from `.users`"),
    ]
    assert told[2][:2] == ("app/services/users.py", 1)


@pytest.mark.parametrize("broken", ["def (:\n", "\0", "x = (" * 500])
def test_a_file_that_does_not_parse_costs_no_circle(tmp_path: Path, broken: str) -> None:
    write(
        tmp_path,
        {
            "app/__init__.py": "",
            "app/broken.py": broken,
            "app/services/__init__.py": "",
            "app/services/users.py": "from app import broken\nfrom app.repositories.users import UserRepository\n" + SERVICE,
            "app/repositories/__init__.py": "",
            "app/repositories/users.py": REPOSITORY,
        },
    )
    found = [item for item in running.diagnostics(tmp_path) if item["code"] == "LAY603"]
    assert [(item["path"], item["line"]) for item in found] == [("app/repositories/users.py", 1)]
    assert [(step["path"], step["line"]) for step in found[0]["trail"]] == [
        ("app/repositories/users.py", 1),
        ("app/services/users.py", 2),
    ]
