"""What is printed beside a memory is what is printed without, whatever has happened in between."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import files, usual
from tests.support.caching import ROUTER, check, checked
from tests.support.running import run

FORMATS = (("--output-format", "text"), ("--output-format", "json"))


@pytest.fixture
def warm(project: Path) -> Path:
    """A project whose files are old enough for their times to be believed, and whose findings are remembered."""
    for path in project.rglob("*.*"):
        os.utime(path, ns=(10**18, 10**18))
    check(project)
    return project


def compare(project: Path) -> str:
    """Compare what is printed, in several formats."""
    return "".join(check(project, *arguments).out for arguments in FORMATS)


def prepend(path: Path, text: str) -> None:
    path.write_bytes(text.encode() + path.read_bytes())


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_nothing(warm: Path) -> None:
    assert "LAY101" in compare(warm)


def test_other_choices_of_rules(warm: Path) -> None:
    choices: list[tuple[str, ...]] = [
        (),
        ("--select", "LAY101"),
        ("--ignore", "LAY101"),
        ("--profile", "recommended"),
        ("--min-confidence", "certain"),
        ("--include-tests",),
        ("--isolated",),
    ]
    printed = [check(warm, *choice).out for choice in (*choices, *choices[::-1])]
    assert printed[: len(choices)] == printed[: len(choices) - 1 : -1]


def test_a_baseline(warm: Path) -> None:
    assert run(warm, "baseline").status == 0
    assert check(warm).out == ""
    assert "LAY101" in check(warm, "--no-baseline").out
    replace(warm / "app/routers.py", ".count()\n", ".count() + db.query(User).count()\n")
    assert "LAY101" in compare(warm)
    (warm / "layerlint-baseline.json").unlink()
    assert check(warm).out.count("LAY101") > 1


def test_comments_that_take_back(warm: Path) -> None:
    path = warm / "app/routers.py"
    before = check(warm).out
    for comment in ("# noqa", "# noqa: LAY101", "# layerlint: ignore[LAY101]", "# layerlint: ignore[LAY106]"):
        replace(path, ".count()\n", f".count()  {comment}\n")
        compare(warm)
        replace(path, f"  {comment}", "")
        assert check(warm).out == before


def test_edits_of_the_configuration(warm: Path) -> None:
    path = warm / "layerlint.toml"
    before = check(warm).out
    for text in (
        'profile = "recommended"',
        'ignore = ["LAY101"]',
        'layers = { service = ["app/routers.py"] }',
        'exclude = ["app/models.py"]',
    ):
        path.write_text(text + "\n")
        compare(warm)
    path.unlink()
    compare(warm)
    files.write(warm, {"pyproject.toml": '[tool.layerlint]\nprofile = "strict"\n', "app/layerlint.toml": 'select = ["LAY106"]\n'})
    compare(warm)
    (warm / "app/layerlint.toml").unlink()
    assert check(warm).out == before


def test_a_file_that_comes_and_goes(warm: Path) -> None:
    before = compare(warm)
    (warm / "app/dependencies.py").rename(warm / "dependencies.py")
    compare(warm)
    (warm / "dependencies.py").rename(warm / "app/dependencies.py")
    assert compare(warm) == before
    text = (warm / "app/routers.py").read_text()
    files.write(warm, {"app/more.py": text})
    assert len(compare(warm)) > len(before)
    (warm / "app/more.py").rename(warm / "app/most.py")
    compare(warm)
    (warm / "app/most.py").unlink()
    assert compare(warm) == before


@pytest.mark.parametrize("name", ["database", "models", "services", "repositories", "__init__"])
def test_a_module_that_vanishes_and_appears(warm: Path, name: str) -> None:
    """An import that means nothing comes to mean something."""
    path = warm / f"app/{name}.py"
    text = path.read_text()
    before = compare(warm)
    path.unlink()
    without = compare(warm)
    assert without != before or name == "__init__"
    path.write_text(text)
    assert compare(warm) == before


def test_a_module_that_an_import_waited_for(warm: Path) -> None:
    prepend(warm / "app/routers.py", "from app.later import later_db\n")
    replace(warm / "app/routers.py", "db: Session = Depends(get_db), names: list = []", "db=Depends(later_db)")
    before = compare(warm)
    text = (warm / "app/database.py").read_text().replace("def get_db():", "def later_db() -> Session:")
    files.write(warm, {"app/later.py": "from sqlalchemy.orm import Session\n" + text})
    assert compare(warm) != before
    (warm / "app/later.py").rename(warm / "app/later.pyi")
    compare(warm)


@pytest.mark.parametrize("broken", ["def (:\n", "x = '\n", "\0", "# coding: none-such\n", b"\xff\xfe", "(" * 500])
@pytest.mark.parametrize("name", ["models", "routers"])
def test_a_file_that_can_not_be_read_for_a_while(warm: Path, name: str, broken: str | bytes) -> None:
    path = warm / f"app/{name}.py"
    data = path.read_bytes()
    before = compare(warm)
    path.write_bytes((broken if isinstance(broken, bytes) else broken.encode()) + data)
    assert "LAY903" in compare(warm)
    assert "LAY903" in compare(warm)
    path.write_bytes(data)
    assert compare(warm) == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a file whose reading fails for everybody")
def test_a_file_that_the_system_refuses(warm: Path) -> None:
    path = warm / "app/models.py"
    before = compare(warm)
    path.rename(warm / "kept")
    path.symlink_to("/proc/self/mem")
    assert "LAY903" in compare(warm)
    path.unlink()
    (warm / "kept").rename(path)
    assert compare(warm) == before


def test_comments_that_name_a_layer(warm: Path) -> None:
    path = warm / "app/services.py"
    before = compare(warm)
    for layer in ("repository", "service", "other", "none-such", "model"):
        prepend(path, f"# layerlint: layer={layer}\n")
        compare(warm)
        replace(path, f"# layerlint: layer={layer}\n", "")
    assert compare(warm) == before


@pytest.mark.parametrize("name", ["database", "models", "services", "routers", "dependencies"])
def test_a_comment_on_top(warm: Path, name: str) -> None:
    """The lines that trails tell move."""
    prepend(warm / f"app/{name}.py", "# a word\n\n# and another\n")
    compare(warm)


def test_a_comment_on_top_makes_no_other_module_be_checked(warm: Path) -> None:
    prepend(warm / "app/database.py", "# a word\n")
    assert checked(warm) == ["app/database.py"]


@pytest.mark.parametrize("name", ["models", "routers"])
def test_line_ends_and_byte_order_marks(warm: Path, name: str) -> None:
    path = warm / f"app/{name}.py"
    data = path.read_bytes()
    for other in (data.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r"), data + b"\n\n", data.rstrip()):
        path.write_bytes(other)
        compare(warm)


def as_long(path: Path, old: str, new: str) -> None:
    assert len(old) == len(new)
    replace(path, old, new)


def flips(path: Path) -> Iterator[None]:
    """Edits that change findings but no size."""
    for _ in range(2):
        as_long(path, "names: list = []", "names: list = ()")
        yield
        as_long(path, "names: list = ()", "names: list = []")
        yield


def test_edits_that_follow_each_other_at_once(warm: Path) -> None:
    """Neither the size of the file changes, nor, on a coarse clock, its times."""
    path = warm / "app/routers.py"
    printed = []
    for _ in flips(path):
        os.utime(path, ns=(10**18, 10**18))
        printed.append(compare(warm))
    assert printed[0] == printed[2] != printed[1] == printed[3]


def test_times_that_are_set_back(warm: Path) -> None:
    path = warm / "app/routers.py"
    check(warm)
    status = path.stat()
    printed = []
    for _ in flips(path):
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        printed.append(compare(warm))
    assert printed[0] != printed[1]


def test_a_file_that_another_one_replaces_with_its_times(warm: Path) -> None:
    path = warm / "app/routers.py"
    before = compare(warm)
    other = warm / "app/other"
    other.write_text(path.read_text().replace("names: list = []", "names: list = ()"))
    os.utime(other, ns=(10**18, 10**18))
    other.replace(path)
    assert compare(warm) != before


def test_a_file_that_changes_while_it_is_checked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is older than what a later run believes to know."""
    from layerlint.engine.cache import stamps

    path = project / "app/routers.py"
    text, other = path.read_text(), path.read_text().replace("names: list = []", "names: list = ()")
    usual = stamps.look

    def look(*given: object) -> object:
        found = usual(*given)  # type: ignore[arg-type]
        path.write_text(other)
        return found

    with monkeypatch.context() as patched:
        patched.setattr("layerlint.engine.remembered.look", look)
        assert run(project, "check").out == run(project, "check", "--no-cache").out
    path.write_text(text)
    compare(project)


def test_parts_of_a_project(warm: Path) -> None:
    files.write(warm, {"tests/test_users.py": "from app.routers import get_user\n\n\ndef test() -> None:\n    get_user(1)\n"})
    for path in ("app", "app/routers.py", ".", "tests", "app/services.py", "."):
        check(warm, path)
        replace(warm / "app/models.py", "class Post(", "class PostX(" if path != "." else "class Post(")
        check(warm, path)
        replace(warm / "app/models.py", "class PostX(" if path != "." else "class Post(", "class Post(")
    check(warm / "app", "../app", "../tests")
    check(warm.parent, "project/app/routers.py")
    check(warm)


def test_a_part_and_then_the_whole(project: Path) -> None:
    check(project, "app/services.py")
    assert "app/services.py" not in checked(project)
    assert checked(project) == []
    compare(project)


HELPERS = """\
from sqlalchemy.orm import Session

from app.models import User


def first(db: Session):
    return db.query(User).all()


def second(db: Session):
    return db.query(User).all()
"""
WIRING = """\
from fastapi import Depends

from app.names import chosen


def use(found=Depends(chosen)):
    return found
"""


def test_what_parts_lean_on_is_remembered_without_results(project: Path) -> None:
    """A run that takes over what modules say of others, and no result, still knows what that leans on."""
    names = "from app.helpers import first as chosen\n"
    files.write(project, {"app/helpers.py": HELPERS, "app/names.py": names, "app/wiring.py": WIRING})
    before = check(project, "app/helpers.py").out
    prepend(project / "app/helpers.py", "x = 1\n")
    check(project, "app/helpers.py")
    replace(project / "app/names.py", "first", "second")
    assert check(project, "app/helpers.py").out != before


def test_an_excluded_file_that_is_named(warm: Path) -> None:
    (warm / "layerlint.toml").write_text('profile = "strict"\nexclude = ["app/generated.py"]\n')
    files.write(warm, {"app/generated.py": (warm / "app/routers.py").read_text()})
    before = compare(warm)
    assert "LAY101" in check(warm, "app/generated.py").out
    assert compare(warm) == before
    assert checked(warm) == []


def test_a_project_file_that_comes_and_goes(tmp_path: Path) -> None:
    """Imports lead to modules of the same project first."""
    for name in ("a", "b"):
        files.write(tmp_path / name / "lib", usual.FILES)
        database = tmp_path / name / "lib/app/database.py"
        database.write_text(f"{database.read_text()}\n\nSessionDep = Annotated[Session, Depends(get_db)]\n")
        prepend(database, "from typing import Annotated\n\nfrom fastapi import Depends\nfrom sqlalchemy.orm import Session\n")
        router = ROUTER.replace("import get_db", "import SessionDep").replace("db: Session = Depends(get_db)", "db: SessionDep")
        files.write(tmp_path / name, {"run.py": router})
    (tmp_path / ".git").mkdir()
    before = compare(tmp_path)
    for path in ("b/pyproject.toml", "b/setup.cfg", "b/setup.py"):
        files.write(tmp_path, {path: "import setuptools\n"})
        assert compare(tmp_path) != before
        (tmp_path / path).unlink()
        assert compare(tmp_path) == before
    files.write(tmp_path, {"b/setup.py": "x = 1\n"})
    assert "a/lib/app/database.py" in check(tmp_path, "b/run.py").out
    prepend(tmp_path / "b/setup.py", "# setuptools\n")
    assert "a/lib/app/database.py" not in check(tmp_path, "b/run.py").out
    (tmp_path / "layerlint.toml").write_text('exclude = ["b/setup.py"]\n')
    compare(tmp_path)
    (tmp_path / "b/setup.py").write_text("x = 1\n")
    compare(tmp_path)


KEEPING = {
    "app/keeping.py": """
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient

app = FastAPI()


def start():
    app.state.store = AsyncIOMotorClient("mongodb://localhost")["books"]
""",
    "app/taking.py": """
from typing import Annotated

from fastapi import APIRouter, Request

from app.marking import acting

router = APIRouter()


@router.get("/books", status_code=204)
async def books(request: Request) -> None:
    await request.app.state.store["books"].find_one({})


@router.post("/books", status_code=204)
async def add(data: Annotated[dict, acting("books")]) -> None: ...
""",
    "app/marking.py": """
from fastapi import Body, Depends


def found() -> dict:
    return {}


def acting(scope):
    return Depends(found)
""",
}


def told_of_taking(project: Path) -> set[str]:
    return {line.split()[1] for line in compare(project).splitlines() if line.startswith("app/taking.py:")}


def test_what_an_application_keeps_and_a_marker_that_is_made(project: Path) -> None:
    files.write(project, KEEPING)
    assert told_of_taking(project) == {"LAY101"}
    replace(project / "app/keeping.py", "AsyncIOMotorClient(", "dict(")
    assert told_of_taking(project) == set()
    replace(project / "app/keeping.py", "dict(", "AsyncIOMotorClient(")
    assert told_of_taking(project) == {"LAY101"}
    replace(project / "app/keeping.py", "app.state.store", "app.state.other")
    assert told_of_taking(project) == set()
    replace(project / "app/marking.py", "Depends(found)", "Body()")
    assert told_of_taking(project) == {"LAY105"}
