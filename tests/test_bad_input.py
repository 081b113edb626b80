"""Bad input: one clear line each where there is something to say, and the rest of the run goes on."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from tests.support import files, running, usual
from tests.support.running import run

FAULT = "def f(a=[]): ...\n"
GOOD = "def g(a=()): ...\n"


def unreadable(folder: Path) -> dict[str, object]:
    """The one LAY903 of a run in which the fault of another file must be found too."""
    (folder / "fault.py").write_text(FAULT)
    found = running.diagnostics(folder)
    assert [item["code"] for item in found if item["path"] == "fault.py"] == ["LAY001"]
    (item,) = [item for item in found if item["path"] != "fault.py"]
    assert item["code"] == "LAY903"
    assert len(item["message"]) <= 100
    assert "\n" not in item["message"]
    result = run(folder, "check", "--output-format", "json")
    assert result.status == 1
    assert result.json["summary"]["unreadable"] == 1
    assert "1 unreadable" in run(folder, "check").err
    return item


@pytest.mark.parametrize(
    ("name", "content", "line", "told"),
    [
        ("syntax", b"x = 1\ndef f(:\n", 2, "syntax"),
        ("indentation", b"def f():\nx = 1\n", 2, "indent"),
        ("tabs", b"if 1:\n\tx = 1\n        y = 2\n", 3, "tab"),
        ("null", b"x = 1\ny = '\0'\n", 2, "null"),
        ("not_utf8", b"x = 1\n# caf\xe9\n", 2, "utf-8"),
        ("lying", "# coding: ascii\nx = 'é'\n".encode(), 2, "ascii"),
        ("unknown_encoding", b"# -*- coding: klingon -*-\nx = 1\n", 1, "klingon"),
        ("two_encodings", b"\xef\xbb\xbf# coding: latin-1\nx = 1\n", 1, "encoding"),
        ("unclosed", b"x = (1,\n", 1, "never closed"),
        ("utf16", "x = 1\n".encode("utf-16"), 1, ""),
        ("binary", bytes(range(256)) * 8, 1, "null"),
    ],
)
def test_unreadable(tmp_path: Path, name: str, content: bytes, line: int, told: str) -> None:
    (tmp_path / f"{name}.py").write_bytes(content)
    item = unreadable(tmp_path)
    assert (item["path"], item["line"]) == (f"{name}.py", line)
    assert told.lower() in str(item["message"]).lower()


NEWER = [
    ((3, 14), 'name = "a"\nx = t"{name}"\n', 2),
    ((3, 12), "x = 1\ntype X = int\n", 2),
    ((3, 12), "def f[T](a: T) -> T: ...\n", 1),
    ((3, 12), "class A[T]:\n    pass\n", 1),
    ((3, 13), "class A[T = int]:\n    pass\n", 1),
]


@pytest.mark.parametrize(("version", "text", "line"), NEWER)
def test_newer_syntax(tmp_path: Path, version: tuple[int, int], text: str, line: int) -> None:
    (tmp_path / "newer.py").write_text(text)
    if sys.version_info >= version:
        assert running.diagnostics(tmp_path) == []
        return
    item = unreadable(tmp_path)
    assert item["line"] == line
    needed = "3.14" if version == (3, 14) else "3.1"
    assert f"needs Python {needed}" in str(item["message"])


def test_exceptions_without_parentheses(tmp_path: Path) -> None:
    start = "def f(a={}):\n    try:\n        pass\n"
    (tmp_path / "newer.py").write_text(f"{start}    except ValueError, os.error: pass\n\n\ndef g(b=[]): ...\n")
    (tmp_path / "group.py").write_text(f"{start}    except* A,  B , c.D:\n        print({{}})\n")
    found = [(item["path"], item["code"], item["line"]) for item in running.diagnostics(tmp_path)]
    assert found == [("group.py", "LAY001", 1), ("newer.py", "LAY001", 1), ("newer.py", "LAY001", 7)]


@pytest.mark.parametrize("line", ["except A, B, :", "except A, B:)", "except A, B as error:"])
def test_exceptions_that_no_python_reads(tmp_path: Path, line: str) -> None:
    (tmp_path / "broken.py").write_text(f"try:\n    pass\n{line}\n    pass\n")
    assert unreadable(tmp_path)["line"] == 3


def test_lay903_cannot_be_deselected(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def f(:\n")
    assert running.codes(tmp_path, "--ignore", "LAY903") == ["LAY903"]
    assert running.codes(tmp_path, "--select", "LAY101") == ["LAY903"]
    assert run(tmp_path, "check", "--exit-zero").status == 0


def test_only_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def f(:\n")
    assert running.codes(tmp_path) == ["LAY903"]
    why = run(tmp_path, "why", "broken.py")
    assert why.status == 2
    assert len(why.err.splitlines()) == 1
    (module,) = run(tmp_path, "layers", "--output-format", "json").json["modules"]
    assert (module["layer"], module["definitions"]) == ("other", [])


def test_names_of_an_unreadable_module_are_unknown(tmp_path: Path) -> None:
    router = """\
        from fastapi import APIRouter

        from app.aliases import Store, Thing

        router = APIRouter()


        @router.delete("/a", status_code=204)
        def clear(store: Store, thing: Thing):
            store.query(1).delete()
    """
    files.write(tmp_path, {**usual.FILES, "app/routers.py": router, "app/aliases.py": "Store = (\n"})
    assert [(item.path, item.code) for item in running.findings(tmp_path)] == [("app/aliases.py", "LAY903")]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"\xef\xbb\xbf" + FAULT.encode(), 1),
        (b"x = 1\r\n" + FAULT.replace("\n", "\r\n").encode(), 2),
        (b"x = 1\r" + FAULT.encode(), 2),
        (b"\x0c\n" + FAULT.encode(), 2),
        (b"x = 1\n\x0c" + FAULT.encode(), 2),
        (b"x = '''\r\n\x0c\r\n'''\r\n" + FAULT.encode(), 4),
        (b"x = '\x0b\x1c\x85'\n".replace(b"\x85", "\x85\u2028".encode()) + FAULT.encode(), 2),
        (b"class A:\n\tdef f(self, a=[]):\n\t\tpass\n", 2),
        (b"# coding: latin-1\n# caf\xe9\n" + FAULT.encode(), 3),
        (FAULT.rstrip("\n").encode(), 1),
        ("def é(ü=[]): ...\n".encode(), 1),
    ],
)
def test_unusual_but_readable(tmp_path: Path, content: bytes, line: int) -> None:
    (tmp_path / "odd.py").write_bytes(content)
    assert [(item.line, item.code) for item in running.findings(tmp_path)] == [(line, "LAY001")]
    result = run(tmp_path, "check")
    assert (result.status, f"odd.py:{line}:" in result.out) == (1, True)
    (item,) = running.diagnostics(tmp_path)
    assert f"odd.py:{line}:{item['column']}: LAY001" in running.flake8(tmp_path, ".").out


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"# comment", b"    \n\t\n"])
def test_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "empty.py").write_bytes(content)
    (tmp_path / "fault.py").write_text(FAULT)
    assert running.codes(tmp_path) == ["LAY001"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="everything can be read")
def test_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text(GOOD)
    (tmp_path / "secret.py").chmod(0)
    assert "ermission" in str(unreadable(tmp_path)["message"])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="everything can be read")
def test_folder_without_permission(tmp_path: Path) -> None:
    files.write(tmp_path, {"secret/a.py": FAULT, "fault.py": FAULT})
    (tmp_path / "secret").chmod(0)
    try:
        result = run(tmp_path, "check")
    finally:
        (tmp_path / "secret").chmod(0o700)
    assert result.status == 1
    assert sum("secret" in line for line in result.err.splitlines()) == 1


def test_folder_named_like_a_module_and_dangling_links(tmp_path: Path) -> None:
    files.write(tmp_path, {"folder.py/inner.py": FAULT})
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere.py")
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    found = {(item.path, item.code) for item in running.findings(tmp_path)}
    assert ("folder.py/inner.py", "LAY001") in found
    assert {code for _, code in found} <= {"LAY001", "LAY903"}


def test_symlink_loops(tmp_path: Path) -> None:
    files.write(tmp_path, {"app/a.py": FAULT})
    (tmp_path / "app/again").symlink_to(tmp_path / "app", target_is_directory=True)
    (tmp_path / "app/self").symlink_to("self")
    assert [item.path for item in running.findings(tmp_path)] == ["app/a.py"]


def test_import_cycles(tmp_path: Path) -> None:
    one = "from app.two import B\nfrom app.three import *\n\nclass A(B):\n    pass\n\nX = B\n"
    two = "from app.one import A, X\n\nclass B(A):\n    pass\n\nY = X\n"
    three = "from app.three import *\nfrom app.one import *\n"
    files.write(
        tmp_path, {"app/__init__.py": "from app.one import *\n", "app/one.py": one, "app/two.py": two, "app/three.py": three}
    )
    (tmp_path / "fault.py").write_text("from app.one import A\n" + FAULT.replace("a=[]", "a: A=[]"))
    assert running.codes(tmp_path) == ["LAY001"]
    assert run(tmp_path, "layers").status == 0


@pytest.mark.parametrize(
    "text",
    [
        "class A(A): ...\n",
        "class A(B): ...\nclass B(C): ...\nclass C(A): ...\n",
        "X = X\nY = Z\nZ = Y\nclass A(Y): ...\ndef f(a: X, b: Z): a.get(b)\n",
        "from typing import Annotated\nX = Annotated['X', 1]\ndef f(a: X): a.query(1)\n",
        "def f(): return f()\ndef g(): return h()\ndef h(): return g()\nx = g().query(1)\n",
        "from fastapi import Depends\ndef f(a=Depends(f)): return a\ndef g(a=Depends(f)): a.query(1).all()\n",
        "class A:\n    def __init__(self): self.a = self.a\n    def f(self): return self.a.a.a.get(1)\n",
        "class A:\n    @property\n    def b(self): return self.b\n    def c(self): self.b.get()\n",
        "x = x.y\ny = y()\nz: 'z' = z[0]\nfor w in w: w.all()\n",
        "from .module import x\nfrom . import module\nfrom .... import far\nmodule.module.module.x.get(1)\n",
        "from missing.module import A, router\nclass B(A): ...\n@router.get('/')\ndef f(a: B): a.query(1).all()\n",
        "class A:\n    class A(A):\n        class A(A): ...\n",
        "def f(a: 'f(' = 1, b: '' = 2, c: '\\0' = 3): ...\n",
        "__all__ = [*x, 1]\n__all__ += y\nfrom os import *\nglobals()['a'].query(1)\n",
        "with a as (b, [c, *d]): pass\nfor (x, y), *z in e: pass\n[(p := q) for q in p]\n",
        "match x:\n    case {'a': [b, *c], **d}: b.query(1)\n    case A(y=z) | z: z.all()\n",
        "lambda: (yield)\nasync def f(): return [x async for x in await y]\n",
    ],
)
def test_circles_and_oddities(tmp_path: Path, text: str) -> None:
    files.write(tmp_path, {"pkg/module.py": text, "fault.py": FAULT})
    assert running.codes(tmp_path, "--profile", "strict", "--min-confidence", "possible") == ["LAY001"]
    assert run(tmp_path, "layers").status == 0


def test_type_alias_of_itself(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("type X = X\ntype Y = list[Y]\ndef f(a: X, b: Y): a.query(b)\n")
    expected = [] if sys.version_info >= (3, 12) else ["LAY903"]
    assert running.codes(tmp_path) == expected


def nested(depth: int) -> dict[str, str]:
    """Texts that nest or chain a construct so often."""
    return {
        "parentheses": "x = " + "(" * depth + "1" + ")" * depth,
        "lists": "x = " + "[" * depth + "]" * depth,
        "unary": "x = " + "-" * depth + "1",
        "binary": "x = " + " + ".join(["1"] * depth),
        "attributes": "x = a" + ".b" * depth,
        "calls": "x = a" + ".b()" * depth,
        "subscripts": "x = a" + "[0]" * depth,
        "comparisons": "x = " + " < ".join(["a"] * depth),
        "elifs": "if a:\n    pass\n" + "elif a:\n    pass\n" * depth + "else:\n    pass",
        "ternaries": "x = " + "1 if a else " * depth + "2",
        "lambdas": "x = " + "lambda: " * depth + "1",
        "strings": "x = (" + "'a'\n" * depth + ")",
        "arguments": "f(" + "f(" * depth + ")" * depth + ")",
        "annotations": "x: " + "list[" * depth + "int" + "]" * depth + " = 1",
        "unions": "x: " + " | ".join(["int"] * depth) + " = 1",
        "defs": "".join("  " * level + f"def f{level}():\n" for level in range(90)) + "  " * 90 + "pass",
        "aliases": "a0 = a0\n" + "\n".join(f"a{level} = a{level - 1}" for level in range(1, depth)),
        "classes": "class A0: ...\n" + "\n".join(f"class A{level}(A{level - 1}): ..." for level in range(1, depth)),
        "chained_functions": "def f0(): return 1\n" + "\n".join(f"def f{i}(): return f{i - 1}()" for i in range(1, depth)),
    }


@pytest.mark.parametrize("name", nested(1))
def test_a_thousand_of_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "deep.py").write_text(nested(1000)[name] + "\n")
    (tmp_path / "fault.py").write_text(FAULT)
    found = running.diagnostics(tmp_path, "--profile", "strict")
    assert [item["code"] for item in found if item["path"] == "fault.py"] == ["LAY001"]
    deep = [item for item in found if item["path"] == "deep.py"]
    assert [item["code"] for item in deep] in ([], ["LAY903"])
    assert all("nested" in item["message"] for item in deep)
    assert run(tmp_path, "layers").status == 0
    flaked = running.flake8_findings(tmp_path, "fault.py")
    assert [item.code for item in flaked] == ["LAY001"]


@pytest.mark.parametrize("step", ["x.a{0}", "x.filter({0})", "f(x, {0})", "x[{0}] or x"])
def test_rebinding_costs_no_more_than_its_length(tmp_path: Path, step: str) -> None:
    def seconds(count: int) -> float:
        lines = "".join(f"    x = {step.format(number)}\n" for number in range(count))
        (tmp_path / "bound.py").write_text(f"def f(x):\n{lines}    return x\n")
        before = time.process_time()
        assert running.diagnostics(tmp_path) == []
        return time.process_time() - before

    seconds(1)
    assert seconds(400) < 16 * seconds(100) + 0.3


def test_deep_handler(tmp_path: Path) -> None:
    chain = "db.query(User)" + ".filter(User.id > 1)" * 1000 + ".all()"
    router = f"""\
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User

router = APIRouter()


@router.delete("/a", status_code=204)
def clear(db: Session = Depends(get_db)):
    {chain}
"""
    files.write(tmp_path, {**usual.FILES, "app/routers.py": router})
    found = running.findings(tmp_path)
    assert [(item.path, item.line, item.code) for item in found] in (
        [("app/routers.py", 12, "LAY101")],
        [("app/routers.py", 1, "LAY903")],
    )


def test_a_megabyte_of_generated_code(tmp_path: Path) -> None:
    rows = "\n".join(f"    {{'name': 'n{i}', 'value': {i}, 'tags': ['a', 'b', 'c']}}," for i in range(10_000))
    functions = "\n".join(f"def f{i}(a, b=None, *, c=()):\n    return g(a.b, b[0]).c(c)\n" for i in range(8_000))
    text = f"ROWS = [\n{rows}\n]\n{functions}\n{FAULT}"
    assert len(text) > 1_000_000
    (tmp_path / "generated.py").write_text(text)
    assert running.codes(tmp_path) == ["LAY001"]


def test_folders_without_init(tmp_path: Path) -> None:
    modules = {name: text for name, text in usual.FILES.items() if not name.endswith("__init__.py")}
    router = """\
        from fastapi import APIRouter

        from app.services import UserService

        router = APIRouter()


        @router.post("/a", status_code=204)
        def first():
            UserService(None).get(1)
    """
    files.write(tmp_path, {**modules, "app/api/v1/users.py": router})
    assert running.codes(tmp_path) == ["LAY104"]
