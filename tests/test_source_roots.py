"""Source roots, found without configuration, and the files that belong to a project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import files, plugin, running, usual
from tests.support.running import Found, run

ROUTER = """\
from fastapi import APIRouter

from app.aliases import Store
from app.models import User

router = APIRouter()


@router.delete("/users", status_code=204)
def clear(store: Store):
    store.query(User).delete()
"""
ALIASES = """\
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from app.database import get_db

Store = Annotated[Session, Depends(get_db)]
"""
MODULES = {"__init__.py": "", "database.py": usual.DATABASE, "models.py": usual.MODELS, "aliases.py": ALIASES}
FAULT = "def f(a=[]): ...\n"


def app(package: str, *, router: str = ROUTER, at: str = "routers.py", init: bool = True) -> dict[str, str]:
    """A package `app` at some place, with one fault on line 11 of its routers."""
    modules = {**MODULES, at: router}
    return {f"{package}/{name}": text for name, text in modules.items() if init or name != "__init__.py"}


def modules(folder: Path) -> dict[str, str]:
    """The dotted names of all modules, by path."""
    return {item["path"]: item["module"] for item in run(folder, "layers", "--output-format", "json").json["modules"]}


@pytest.mark.parametrize("init", [True, False])
@pytest.mark.parametrize("root", ["", "src/", "backend/", "services/users/", "backend/src/"])
def test_layouts(tmp_path: Path, root: str, init: bool) -> None:
    files.write(tmp_path, app(f"{root}app", init=init))
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    path = f"{root}app/routers.py"
    assert running.findings(tmp_path) == [Found(path, 11, "LAY101")]
    assert modules(tmp_path)[path] == "app.routers"
    assert running.findings(tmp_path, path) == [Found(path, 11, "LAY101")]
    assert plugin.codes(tmp_path / path) == ["LAY101"]


def test_flat_modules_without_a_package(tmp_path: Path) -> None:
    flat = {name.removeprefix("app/"): text.replace("from app.", "from ") for name, text in app("app", init=False).items()}
    files.write(tmp_path, flat)
    assert running.findings(tmp_path) == [Found("routers.py", 11, "LAY101")]
    assert modules(tmp_path)["routers.py"] == "routers"


def test_single_file(tmp_path: Path) -> None:
    text = ROUTER.replace(
        "from app.aliases import Store\n", ALIASES.replace("from app.database import get_db\n", "def get_db(): ...")
    )
    (tmp_path / "main.py").write_text(text)
    (tmp_path / "other.py").write_text(FAULT)
    assert [item.code for item in running.findings(tmp_path, "main.py")] == ["LAY101"]
    assert plugin.codes(tmp_path / "main.py") == ["LAY101"]


@pytest.mark.parametrize("marker", ["pyproject.toml", "setup.cfg", "setup.py", None])
def test_monorepo_with_two_packages_of_one_name(tmp_path: Path, marker: str | None) -> None:
    users, posts = app("users/app"), app("posts/app")
    posts["posts/app/aliases.py"] = "Store = str\n"
    files.write(tmp_path, {**users, **posts})
    if marker is not None:
        for name in ("users", "posts"):
            (tmp_path / name / marker).write_text("")
    (tmp_path / ".git").mkdir()
    assert running.findings(tmp_path) == [Found("users/app/routers.py", 11, "LAY101")]
    assert modules(tmp_path)["posts/app/routers.py"] == "app.routers"
    assert plugin.codes(tmp_path / "users/app/routers.py") == ["LAY101"]
    assert plugin.codes(tmp_path / "posts/app/routers.py") == []


def test_shared_package_of_a_configured_root(tmp_path: Path) -> None:
    files.write(tmp_path, {"services/users/pyproject.toml": "", "libs/shared/pyproject.toml": "", "layerlint.toml": ""})
    router = ROUTER.replace("from app.aliases", "from shared.aliases")
    files.write(tmp_path, app("services/users/app", router=router))
    shared = ALIASES.replace("from app.database import get_db", "def get_db(): ...")
    files.write(tmp_path, {"libs/shared/shared/__init__.py": "", "libs/shared/shared/aliases.py": shared})
    (tmp_path / ".git").mkdir()
    expected = [Found("services/users/app/routers.py", 11, "LAY101")]
    assert running.findings(tmp_path) == expected
    (tmp_path / "layerlint.toml").write_text('source-roots = ["services/users", "libs/shared"]\n')
    assert running.findings(tmp_path) == expected


@pytest.mark.parametrize(
    ("at", "imports"),
    [
        ("routers.py", "from .aliases import Store\nfrom .models import User\n"),
        ("routers.py", "from . import aliases\nfrom . import models\nStore = aliases.Store\nUser = models.User\n"),
        ("api/v1/routers.py", "from ...aliases import Store\nfrom ... import models\nUser = models.User\n"),
        ("api/__init__.py", "from ..aliases import Store\nfrom ..models import User\n"),
        ("routers.py", "import app.aliases\nimport app.models as m\nStore = app.aliases.Store\nUser = m.User\n"),
        ("routers.py", "from app import aliases as a, models as m\nStore = a.Store\nUser = m.User\n"),
        ("routers.py", "from app.aliases import *\nfrom app.models import *\n"),
        ("routers.py", "try:\n    from .aliases import Store\nexcept ImportError:\n    Store = None\nfrom .models import User\n"),
    ],
)
def test_imports_of_every_form(tmp_path: Path, at: str, imports: str) -> None:
    text = ROUTER.replace("from app.aliases import Store\nfrom app.models import User\n", imports)
    files.write(tmp_path, {**app("app", router=text, at=at), "app/api/v1/__init__.py": ""})
    assert [(item.path, item.code) for item in running.findings(tmp_path)] == [(f"app/{at}", "LAY101")]


def test_namespace_package_of_two_folders(tmp_path: Path) -> None:
    router = ROUTER.replace("from app.", "from acme.app.")
    names = app("acme/app", router=router)
    names = {name: text.replace("from app.", "from acme.app.") for name, text in names.items()}
    files.write(tmp_path, {**names, "acme/jobs/__init__.py": "", "acme/jobs/run.py": "from acme.app.models import User\n"})
    assert running.findings(tmp_path) == [Found("acme/app/routers.py", 11, "LAY101")]
    assert modules(tmp_path)["acme/jobs/run.py"] == "acme.jobs.run"


def test_package_that_shadows_the_standard_library(tmp_path: Path) -> None:
    files.write(tmp_path, {"app/__init__.py": "", "app/logging.py": FAULT, "app/use.py": "import logging\nlogging.info('a')\n"})
    assert [item.path for item in running.findings(tmp_path)] == ["app/logging.py"]


@pytest.mark.parametrize(
    "name", [".venv/lib", "venv/lib", "env", "node_modules/a", "build/lib", ".tox/py", "site-packages/a", "__pycache__"]
)
def test_folders_that_are_not_read(tmp_path: Path, name: str) -> None:
    files.write(tmp_path, {"app.py": FAULT, f"{name}/a.py": FAULT})
    if name.startswith(("venv", "env")):
        (tmp_path / name.partition("/")[0] / "pyvenv.cfg").write_text("")
    assert [item.path for item in running.findings(tmp_path)] == ["app.py"]


def test_package_named_build_is_read(tmp_path: Path) -> None:
    files.write(tmp_path, {"app/__init__.py": "", "app/build/__init__.py": "", "app/build/a.py": FAULT})
    assert [item.path for item in running.findings(tmp_path)] == ["app/build/a.py"]


def test_build_in_a_namespace_package_is_read(tmp_path: Path) -> None:
    built = dict.fromkeys(("build/a.py", "service/build/a.py", "app/build/lib/a.py", "app/_build/a.py"), FAULT)
    files.write(tmp_path, {"app/main.py": "", "app/build/a.py": FAULT, "service/setup.cfg": "", **built})
    assert [item.path for item in running.findings(tmp_path)] == ["app/build/a.py", "app/build/lib/a.py"]


def test_what_git_ignores(tmp_path: Path) -> None:
    ignored = "generated/\n*_pb2.py\n/local.py\n!keep_pb2.py\n"
    names = (
        "app.py",
        "generated/a.py",
        "a_pb2.py",
        "keep_pb2.py",
        "local.py",
        "sub/local.py",
        "sub/more/x.py",
        "sub/y.py",
        "skip.py",
    )
    files.write(tmp_path, {".gitignore": ignored, "sub/.gitignore": "more\n", **dict.fromkeys(names, FAULT)})
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".git/info/exclude").write_text("skip.py\n")
    expected = ["app.py", "keep_pb2.py", "sub/local.py", "sub/y.py"]
    assert [item.path for item in running.findings(tmp_path)] == expected
    listed = subprocess.run(
        ["git", "-C", str(tmp_path), "ls-files", "-o", "--exclude-standard", "*.py"], check=True, capture_output=True, text=True
    )
    assert sorted(listed.stdout.split()) == expected


def test_ignored_file_that_is_named_is_checked(tmp_path: Path) -> None:
    files.write(tmp_path, {".gitignore": "local.py\n", "local.py": FAULT, "app.py": FAULT})
    assert running.findings(tmp_path, "local.py") == [Found("local.py", 1, "LAY001")]


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("git") is None, reason="needs git")
def test_subfolder_of_a_repository_knows_the_whole(tmp_path: Path) -> None:
    files.write(tmp_path, app("app"))
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert running.findings(tmp_path / "app", "routers.py") == [Found("routers.py", 11, "LAY101")]
    assert running.findings(tmp_path, "app/routers.py") == [Found("app/routers.py", 11, "LAY101")]


def test_subfolder_without_a_repository_knows_its_package(tmp_path: Path) -> None:
    files.write(tmp_path, app("app"))
    assert running.findings(tmp_path / "app") == [Found("routers.py", 11, "LAY101")]
    assert running.findings(tmp_path / "app", "routers.py") == [Found("routers.py", 11, "LAY101")]
    assert plugin.codes(tmp_path / "app/routers.py") == ["LAY101"]


def test_a_project_folder_named_like_its_package(tmp_path: Path) -> None:
    inner = {f"shop/{name}": text for name, text in app("teams").items()}
    files.write(
        tmp_path,
        {
            "manage.py": "",
            "shop/manage.py": "",
            "shop/shop/__init__.py": "",
            "shop/shop/first.py": "from shop.settings import DEBUG\n",
            "shop/shop/second.py": "from shop.settings import DEBUG\n",
            "shop/shop/settings.py": "DEBUG = True\n",
            **{path: text.replace("from app.", "from teams.") for path, text in inner.items()},
        },
    )
    assert Found("shop/teams/routers.py", 11, "LAY101") in running.findings(tmp_path)
    assert modules(tmp_path)["shop/teams/routers.py"] == "teams.routers"


def test_a_package_that_is_the_root_of_its_own_modules(tmp_path: Path) -> None:
    own = {name.replace("app/", "source/"): text.replace("from app.", "from ") for name, text in app("app").items()}
    files.write(tmp_path, {**own, "source/celery.py": "from celery import Celery\n"})
    assert running.findings(tmp_path) == [Found("source/routers.py", 11, "LAY101")]
    assert modules(tmp_path)["source/routers.py"] == "routers"


def test_folders_of_a_package_make_it_the_root_of_its_modules(tmp_path: Path) -> None:
    files.write(
        tmp_path,
        {
            "source/__init__.py": "",
            "source/settings.py": "from odmantic import AIOEngine\nEngine = AIOEngine()\n",
            "source/core/__init__.py": "",
            "source/core/texts.py": "",
            "source/endpoints/__init__.py": "",
            "source/endpoints/users.py": (
                "from fastapi import APIRouter\nfrom core.texts import words\nfrom settings import Engine\nrouter = APIRouter()\n"
                "@router.delete('/users', status_code=204)\nasync def delete(user: str) -> None:\n    await Engine.delete(user)\n"
            ),
        },
    )
    assert running.findings(tmp_path) == [Found("source/endpoints/users.py", 7, "LAY101")]


def test_a_folder_of_adapters_is_no_root_of_the_libraries_that_they_are_named_for(tmp_path: Path) -> None:
    adapters = {f"adapters/{name}.py": f"import {name}\n" for name in ("redis", "kafka", "boto3")}
    files.write(tmp_path, {"adapters/__init__.py": "", **adapters})
    assert modules(tmp_path)["adapters/redis.py"] == "adapters.redis"


def test_an_edition_in_a_folder_named_like_what_it_extends(tmp_path: Path) -> None:
    extension = "from shop.settings import limit\nfrom shop.settings import more\nfrom extra.shop.rates import rate\n"
    files.write(
        tmp_path,
        {
            "shop/settings.py": "",
            "shop/orders.py": "from shop.settings import limit\n",
            "extra/shop/rates.py": "from shop.settings import limit\n",
            "extra/shop/api.py": extension,
        },
    )
    assert modules(tmp_path)["extra/shop/api.py"] == "extra.shop.api"
    assert modules(tmp_path)["shop/orders.py"] == "shop.orders"


def test_projects_side_by_side_use_the_same_names(tmp_path: Path) -> None:
    files.write(
        tmp_path,
        {
            "pyproject.toml": "[project]\n",
            "platform/credit/pyproject.toml": "[project]\n",
            "platform/credit/app/__init__.py": "",
            "platform/credit/app/handlers/__init__.py": "",
            "platform/credit/app/handlers/errors.py": "",
            "platform/credit/app/main.py": "from handlers import errors\n",
            "other/pyproject.toml": "[project]\n",
            "other/main.py": "from credit import rules\nfrom platforms import rules\n",
            "other/more.py": "from credit import rules\nfrom app import rules\n",
            "other/credit/rules.py": "",
            "other/tests/test_rules.py": "from credit import rules\n",
        },
    )
    found = modules(tmp_path)
    assert found["platform/credit/app/handlers/errors.py"] == "handlers.errors"
    assert found["other/credit/rules.py"] == "credit.rules"


def test_a_module_named_setup_is_no_project_file(tmp_path: Path) -> None:
    files.write(
        tmp_path,
        {
            "pyproject.toml": "[project]\n",
            "backend/main.py": "from shop.tracing import setup\n",
            "backend/shop/tracing/setup.py": "def setup_tracing(): ...\n",
            "backend/shop/tracing/spans.py": "",
        },
    )
    assert modules(tmp_path)["backend/shop/tracing/spans.py"] == "shop.tracing.spans"


def test_a_folder_that_is_named_like_a_library_is_no_root(tmp_path: Path) -> None:
    files.write(
        tmp_path,
        {
            "pyproject.toml": "[project]\n",
            "data/__init__.py": "",
            "data/datasets/__init__.py": "",
            "data/datasets/poems.py": "from datasets import load\nfrom datasets.features import Text\n",
        },
    )
    assert modules(tmp_path)["data/datasets/poems.py"] == "data.datasets.poems"


def test_a_folder_of_scripts_about_a_library_is_no_root(tmp_path: Path) -> None:
    route = "from sqlmodel import Session\n\nfrom app.routers import router\n\n\n@router.get('/a')\ndef read(db: Session) -> int:\n"
    files.write(
        tmp_path,
        {
            "pyproject.toml": "[project]\n",
            "scripts/sqlmodel/plot.py": "",
            "app/routers.py": "from fastapi import APIRouter\nrouter = APIRouter()\n",
            "app/users.py": route + "    return db.scalar('select 1')\n",
        },
    )
    assert running.findings(tmp_path) == [Found("app/users.py", 8, "LAY101")]
