"""`layerlint fix --extract`: queries out of handlers and services, into repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.support import extraction, running
from tests.support.files import write

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
MODELS = """
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


    class Base(DeclarativeBase):
        pass


    class User(Base):
        __tablename__ = "users"

        id: Mapped[int] = mapped_column(primary_key=True)
        email: Mapped[str] = mapped_column(unique=True)
"""
DATABASE = """
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


    def get_db() -> Iterator[Session]:
        with Session() as session:
            yield session
"""
HANDLERS = """
    from fastapi import APIRouter, Depends, HTTPException
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from app.database import get_db
    from app.models import User

    router = APIRouter()


    @router.get("/users/{user_id}")
    def read_user(user_id: int, db: Session = Depends(get_db)) -> str:
        user = db.get(User, user_id)
        if user is None:
            raise HTTPException(404)
        return user.email
"""
FILES = {"pyproject.toml": "", "app/__init__.py": "", "app/models.py": MODELS, "app/database.py": DATABASE}
USER_REPOSITORY = """\
from sqlalchemy.orm import Session

from app.models import User


class UserRepository:
    def __init__(self, db: Session) -> None:
        self.db = db

    def get(self, user_id: int) -> User | None:
        return self.db.get(User, user_id)
"""


def project(folder: Path, handlers: str = HANDLERS, **more: str) -> Path:
    """A small FastAPI application with one module of handlers."""
    return write(folder, {**FILES, "app/routers/__init__.py": "", "app/routers/users.py": handlers, **more})


def body(code: str, imports: str = "") -> str:
    """A handler with a body, taking a session and `user_id`."""
    head = dedent(HANDLERS).replace("from app.database", f"{imports}\nfrom app.database" if imports else "from app.database")
    return head.partition("        user = ")[0].partition("    user = ")[0] + "".join(
        f"    {line}\n" if line else "\n" for line in dedent(code).strip().split("\n")
    )


def extract(folder: Path, target: str = "app/routers/users.py", *options: str) -> running.Result:
    return running.run(folder, "fix", "--extract", target, "--write", *options)


def refusal(folder: Path, target: str = "app/routers/users.py") -> str:
    """Why nothing is extracted; nothing is written either."""
    before = {path: path.read_bytes() for path in folder.rglob("*.py")}
    result = extract(folder, target)
    assert result.status == 1, result.out
    assert {path: path.read_bytes() for path in folder.rglob("*.py")} == before
    reasons = [line for line in result.err.splitlines() if "keeps its query" in line]
    assert reasons, result.err
    return reasons[0].partition(" keeps its query: ")[2]


def text(folder: Path, path: str = "app/routers/users.py") -> str:
    return (folder / path).read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_tangled_example_behaves_the_same_without_direct_queries(tmp_path: Path) -> None:
    folder = extraction.unmarked_copy(EXAMPLES / "tangled_fastapi", tmp_path / "tangled_fastapi")
    before = running.codes(folder, "--profile", "strict")
    assert {"LAY101", "LAY301"} <= set(before)
    result = extract(folder, "app")
    assert (result.status, result.err) == (0, "20 queries extracted, 11 files changed\nwrote 11 files\n")
    after = running.codes(folder, "--profile", "strict")
    assert not {"LAY101", "LAY301"} & set(after)
    assert {code for code in after if after.count(code) > before.count(code)} <= {"LAY602"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/examples/test_behaviour.py"],
        cwd=ROOT,
        env={**os.environ, "BEHAVING_PROJECT": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert done.stdout.count(".") >= 100
    assert extract(folder, "app").err == "nothing to extract\n"


def test_a_repository_is_made_and_injected(tmp_path: Path) -> None:
    folder = project(tmp_path)
    assert extract(folder).status == 0
    assert text(folder, "app/repositories/users.py") == USER_REPOSITORY
    assert text(folder, "app/repositories/__init__.py") == ""
    assert text(folder, "app/database.py").endswith(
        "\n\ndef get_user_repository(db: Session = Depends(get_db)) -> UserRepository:\n    return UserRepository(db)\n"
    )
    handler = text(folder)
    assert "def read_user(\n    user_id: int,\n    users: UserRepository = Depends(get_user_repository),\n) -> str:\n" in handler
    assert "    user = users.get(user_id)\n    if user is None:\n        raise HTTPException(404)\n" in handler
    assert "Session" not in handler
    assert running.codes(folder) == []


def test_a_diff_is_shown_and_nothing_is_written(tmp_path: Path) -> None:
    folder = project(tmp_path)
    result = running.run(folder, "fix", "--extract", "app/routers/users.py::read_user")
    assert result.status == 0
    assert "--- /dev/null\n+++ app/repositories/users.py\n@@ -0,0 +1,11 @@\n+from sqlalchemy.orm import Session\n" in result.out
    assert "-    user = db.get(User, user_id)\n" in result.out
    assert "+    user = users.get(user_id)\n" in result.out
    assert result.err == "1 query extracted, 4 files changed\n"
    assert not (folder / "app/repositories").exists()
    assert text(folder) == dedent(HANDLERS)


def test_a_repository_that_is_there_is_used(tmp_path: Path) -> None:
    repository = USER_REPOSITORY.replace("(self, user_id: int)", "(self, identity: int)").replace("User, user_id", "User, identity")
    folder = project(tmp_path, **{"app/repositories.py": repository})
    assert extract(folder).status == 0
    assert text(folder, "app/repositories.py") == repository
    assert "user = users.get(user_id)" in text(folder)
    assert "def get_user_repository(" in text(folder, "app/database.py")


def test_a_provider_that_is_there_is_used(tmp_path: Path) -> None:
    provider = """
        from typing import Annotated

        from fastapi import Depends
        from sqlalchemy.orm import Session

        from app.database import get_db
        from app.repositories import UserRepository


        def get_users(db: Session = Depends(get_db)) -> UserRepository:
            return UserRepository(db)


        Users = Annotated[UserRepository, Depends(get_users)]
    """
    folder = project(tmp_path, **{"app/repositories.py": USER_REPOSITORY, "app/dependencies.py": provider})
    assert extract(folder).status == 0
    assert text(folder, "app/dependencies.py") == dedent(provider)
    assert "def read_user(user_id: int, users: Users) -> str:" in text(folder)


def test_what_builds_a_statement_goes_along(tmp_path: Path) -> None:
    handler = body("""
        statement = select(User)
        # the newest come first
        if user_id:
            statement = statement.where(User.id == user_id)  # one
        result = db.execute(statement.order_by(User.id.desc()))
        return "".join(user.email for user in result.scalars().all())
    """)
    folder = project(tmp_path, handler)
    assert extract(folder).status == 0
    assert text(folder, "app/repositories/users.py").endswith(
        "    def find_all(self, user_id: int) -> Sequence[User]:\n"
        "        statement = select(User)\n"
        "        if user_id:\n"
        "            statement = statement.where(User.id == user_id)  # one\n"
        "        return self.db.execute(statement.order_by(User.id.desc())).scalars().all()\n"
    )
    assert "    # the newest come first\n    result = users." in text(folder)
    assert running.codes(folder) == []


def test_writes_beside_each_other_are_one_method(tmp_path: Path) -> None:
    handler = body("""
        user = User(id=user_id)
        db.add(user)  # new
        # now, before anybody asks
        db.commit()
        db.refresh(user)
        return user.email
    """)
    folder = project(tmp_path, handler)
    assert extract(folder).status == 0
    assert text(folder, "app/repositories/users.py").endswith(
        "    def add(self, user: User) -> None:\n"
        "        self.db.add(user)  # new\n"
        "        # now, before anybody asks\n"
        "        self.db.commit()\n"
        "        self.db.refresh(user)\n"
    )
    assert "    user = User(id=user_id)\n    users.add(user)\n    return user.email\n" in text(folder)


def test_a_handler_that_is_called_keeps_its_parameters(tmp_path: Path) -> None:
    caller = """
        from sqlalchemy.orm import Session

        from app.routers.users import read_user


        def job(db: Session) -> str:
            return read_user(1, db)
    """
    folder = project(tmp_path, **{"app/jobs.py": caller})
    result = extract(folder)
    assert result.status == 0, result.err
    assert "def read_user(user_id: int, db: Session = Depends(get_db)) -> str:" in text(folder)
    assert "user = get_user_repository(db).get(user_id)" in text(folder)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("with db.begin():\n    return ''", "it opens a block"),
        ("find = lambda: db.get(User, user_id)\nreturn find().email", "it runs where a function hands it to"),
        ("if user_id:\n    key = 1\nreturn db.get(User, key).email", "`key` may have no value there"),
        (
            "statement = select(User)\nuser = db.scalar(statement)\nreturn user.email + str(statement)",
            "`statement` is used again in line 16",
        ),
        ("def find():\n    return db.get(User, user_id)\nreturn find().email", "it stands in a nested function"),
        ("from app.models import User as Person\nreturn db.get(Person, user_id).email", "`Person` is imported in the function"),
        ("key = 1; db.add(User(id=key))\nreturn ''", "several statements stand in its line"),
    ],
)
def test_refusals(tmp_path: Path, code: str, reason: str) -> None:
    assert refusal(project(tmp_path, body(code))) == reason


def test_files_are_written_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from layerlint.fixing.source import Source

    folder = project(tmp_path)
    before = {path: path.read_bytes() for path in folder.rglob("*.py")}
    whole = Source.write

    def fail(self: Source, content: str) -> None:
        if self.path.name == "users.py":
            raise OSError("disk full")
        whole(self, content)

    monkeypatch.setattr(Source, "write", fail)
    result = extract(folder)
    assert result.status == 2
    assert "nothing was written: disk full" in result.err
    assert {path: path.read_bytes() for path in folder.rglob("*.py")} == before
    assert not (folder / "app/repositories").exists()


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("app/routers/users.py::read_users", "defines no `read_users`; the nearest is `read_user`"),
        ("app/routers::read_user", "`app/routers` is a folder: `::` follows a file"),
        ("app/router", "no such path: app/router"),
    ],
)
def test_wrong_usage(tmp_path: Path, target: str, message: str) -> None:
    result = extract(project(tmp_path), target)
    assert result.status == 2
    assert message.partition(";")[0] in result.err


def test_line_ends_are_kept(tmp_path: Path) -> None:
    folder = project(tmp_path)
    path = folder / "app/routers/users.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert extract(folder).status == 0
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 10
    assert b"users.get(user_id)\r\n" in data


def test_branches_can_build_queries_of_the_same_name(tmp_path: Path) -> None:
    handler = body("""
        if user_id:
            query = select(User).where(User.id == user_id)
            user = db.scalars(query).one()
        else:
            query = select(User)
            user = db.scalars(query).first()
        return user.email
    """)
    folder = project(tmp_path, handler)
    assert extract(folder).status == 0
    assert "    if user_id:\n        user = users.get_by_id(user_id)\n    else:\n        user = users.get_one()\n" in text(folder)


def test_values_of_the_request_are_handed_over(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": "",
        "app/__init__.py": """
            from flask import Flask
            from flask_sqlalchemy import SQLAlchemy

            db = SQLAlchemy()
        """,
        "app/models.py": """
            from app import db


            class User(db.Model):
                id = db.Column(db.Integer, primary_key=True)
                email = db.Column(db.String)
        """,
        "app/views.py": """
            import sqlalchemy as sa
            from flask import Blueprint, current_app, request

            from app import db
            from app.models import User

            bp = Blueprint("users", __name__)


            @bp.get("/users")
            def find_users():
                found = db.session.scalars(
                    sa.select(User).where(User.email == request.args.get("mail")).limit(current_app.config["MOST"])
                ).all()
                return [user.email for user in found]


            @bp.get("/users/<int:key>")
            def read_user(key):
                return db.get_or_404(User, key).email
        """,
    }
    folder = write(tmp_path, files)
    result = extract(folder, "app")
    assert result.status == 1
    assert "`read_user` keeps its query: it answers with an HTTP error itself" in result.err
    assert text(folder, "app/repository.py") == dedent("""\
        import sqlalchemy as sa

        from app import db
        from app.models import User


        def find_users_by_email(email, most):
            return db.session.scalars(
                sa.select(User).where(User.email == email).limit(most)
            ).all()
    """)
    assert '    found = repository.find_users_by_email(request.args.get("mail"), current_app.config["MOST"])\n' in text(
        folder, "app/views.py"
    )


def test_the_documented_diff_is_the_real_one(tmp_path: Path) -> None:
    result = running.run(project(tmp_path), "fix", "--extract", "app/routers/users.py::read_user")
    page = (ROOT / "docs" / "extract.md").read_text(encoding="utf-8")
    shown = page.partition("```console\n")[2].partition("\n```")[0]
    assert shown == f"$ layerlint fix --extract app/routers/users.py::read_user\n{result.out}{result.err}".rstrip()


SERVICE = """
    from sqlalchemy.orm import Session

    from app.models import User


    class UserService:
        def __init__(self, db: Session) -> None:
            self.db = db

        def mails(self, user: User) -> list[str]:
            users = self.db.query(User).filter(User.id != user.id).all()
            return [other.email for other in users]
"""


def test_a_service_makes_the_repository_of_its_session(tmp_path: Path) -> None:
    folder = write(tmp_path, {**FILES, "app/services/__init__.py": "", "app/services/users.py": SERVICE})
    assert extract(folder, "app/services/users.py::UserService").status == 0
    service = text(folder, "app/services/users.py")
    assert "        self.db = db\n        self.users = UserRepository(db)\n" in service
    assert "        users = self.users.find_all(user.id)\n" in service
    repository = text(folder, "app/repositories/users.py")
    assert "    def find_all(self, user_id: int) -> list[User]:\n" in repository
    assert "        return self.db.query(User).filter(User.id != user_id).all()\n" in repository


def test_a_feature_keeps_its_repository(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": "",
        "app/__init__.py": "",
        "app/users/__init__.py": "",
        "app/users/models.py": MODELS,
        "app/mails/__init__.py": "",
        "app/mails/service.py": SERVICE.replace("app.models", "app.users.models"),
    }
    folder = write(tmp_path, files)
    assert extract(folder, "app").status == 0
    assert "class UserRepository:" in text(folder, "app/users/repository.py")
    assert "from app.users.repository import UserRepository\n" in text(folder, "app/mails/service.py")


def test_functions_for_all_entities_tell_which(tmp_path: Path) -> None:
    crud = """
        from sqlalchemy.orm import Session

        from app.models import User


        def add_user(db: Session, user: User) -> None:
            db.add(user)
            db.commit()
    """
    handler = body("""
        user = db.get(User, user_id)
        db.add(user)
        db.commit()
        return user.email
    """)
    folder = project(tmp_path, handler, **{"app/crud.py": crud})
    assert extract(folder).status == 0
    assert "    user = crud.get_user(db, user_id)\n    crud.add_user(db, user)\n    return user.email\n" in text(folder)
    assert text(folder, "app/crud.py").endswith(
        "\n\ndef get_user(db: Session, user_id: int) -> User | None:\n    return db.get(User, user_id)\n"
    )


def test_methods_that_do_the_same_are_told_apart_by_what_they_take(tmp_path: Path) -> None:
    handler = body("""
        db.add(User(id=user_id))
        db.commit()
        other: str = "a"
        db.execute(select(User).where(User.email == other))
        return other
    """)
    folder = project(tmp_path, handler)
    assert extract(folder).status == 0
    assert "    users.add(User(id=user_id))\n" in text(folder)


def test_a_query_that_is_built_elsewhere_stays(tmp_path: Path) -> None:
    handler = body("""
        users = build(db)
        return "".join(user.email for user in users)
    """).replace("router = APIRouter()", "router = APIRouter()\n\n\ndef build(db: Session):\n    return db.query(User)")
    folder = project(tmp_path, handler)
    extract(folder)
    assert "users = build(db)" in text(folder)


def test_a_repository_with_another_session_is_not_used(tmp_path: Path) -> None:
    handler = body(
        "return db.get(User, user_id).email", "from app.other import get_users\nfrom app.repositories import UserRepository"
    )
    handler = handler.replace(
        "db: Session = Depends(get_db)", "db: Session = Depends(get_db), other: UserRepository = Depends(get_users)"
    )
    provider = """
        from collections.abc import Iterator

        from sqlalchemy.orm import Session

        from app.repositories import UserRepository


        def get_users() -> Iterator[UserRepository]:
            with Session() as session:
                yield UserRepository(session)
    """
    folder = project(tmp_path, handler, **{"app/repositories.py": USER_REPOSITORY, "app/other.py": provider})
    extract(folder)
    assert "other.get(" not in text(folder)


def test_results_are_not_read_before_the_database_changes(tmp_path: Path) -> None:
    handler = body("""
        result = db.scalars(select(User))
        db.add(User(id=user_id))
        return "".join(user.email for user in result.all())
    """)
    folder = project(tmp_path, handler)
    extract(folder)
    assert "for user in result.all())" in text(folder)


def test_what_wraps_a_handler_finds_its_parameters(tmp_path: Path) -> None:
    handler = (
        dedent(HANDLERS)
        .replace("def read_user", "@logged\ndef read_user")
        .replace("router = APIRouter()", "router = APIRouter()\n\n\ndef logged(function):\n    return function")
    )
    folder = project(tmp_path, handler)
    assert extract(folder).status == 0
    assert "    db: Session = Depends(get_db),\n" in text(folder)


@pytest.mark.parametrize("manner", ["inside", "alias"])
def test_a_repository_is_injected_as_the_session_is(tmp_path: Path, manner: str) -> None:
    database = dedent(DATABASE).replace("Iterator\n", "Iterator\nfrom typing import Annotated\n\nfrom fastapi import Depends\n", 1)
    database += "\n\nSessionDep = Annotated[Session, Depends(get_db)]\n"
    handler = dedent(HANDLERS).replace("from fastapi", "from typing import Annotated\n\nfrom fastapi", 1)
    if manner == "inside":
        handler = handler.replace("db: Session = Depends(get_db)", "db: Annotated[Session, Depends(get_db)]")
    else:
        handler = handler.replace("db: Session = Depends(get_db)", "db: SessionDep").replace("import get_db", "import SessionDep")
    folder = project(tmp_path, handler, **{"app/database.py": database})
    result = extract(folder)
    assert result.status == 0, result.err
    provider = text(folder, "app/database.py")
    if manner == "inside":
        assert "def get_user_repository(db: Annotated[Session, Depends(get_db)]) -> UserRepository:\n" in provider
        assert "users: Annotated[UserRepository, Depends(get_user_repository)]" in text(folder)
    else:
        assert "def get_user_repository(db: SessionDep) -> UserRepository:\n" in provider
        assert provider.endswith("UserRepositoryDep = Annotated[UserRepository, Depends(get_user_repository)]\n")
        assert "def read_user(user_id: int, users: UserRepositoryDep) -> str:\n" in text(folder)
        assert "SessionDep" not in text(folder)


def test_a_provider_is_where_nothing_goes_in_circles(tmp_path: Path) -> None:
    database = dedent(DATABASE).replace("Session\n", "DeclarativeBase, Session\n\n\nclass Base(DeclarativeBase):\n    pass\n", 1)
    models = dedent(MODELS).replace("DeclarativeBase, ", "").replace("\n\nclass Base(DeclarativeBase):\n    pass\n", "")
    models = models.replace("mapped_column\n", "mapped_column\n\nfrom app.database import Base\n", 1)
    folder = project(tmp_path, **{"app/database.py": database, "app/models.py": models})
    result = extract(folder)
    assert result.status == 0, result.err
    assert text(folder, "app/database.py") == database
    assert text(folder, "app/dependencies.py") == dedent("""\
        from fastapi import Depends
        from sqlalchemy.orm import Session

        from app.database import get_db
        from app.repositories.users import UserRepository


        def get_user_repository(db: Session = Depends(get_db)) -> UserRepository:
            return UserRepository(db)
    """)
    assert "from app.dependencies import get_user_repository\n" in text(folder)


def test_the_session_goes_with_the_last_query(tmp_path: Path) -> None:
    handler = body("""
        user = db.get(User, user_id)
        if user is None:
            raise HTTPException(404)
        db.delete(user)
        db.commit()
        return ""
    """)
    folder = project(tmp_path, handler)
    assert extract(folder).status == 0
    assert "db" not in text(folder).partition("def read_user")[2]
    assert "    users.delete(user)\n" in text(folder)
