"""`check --fix` on files: what is written, what is told, and what is left as it is."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerlint.engine import Options, open_projects
from layerlint.fixing import fix
from tests.support import corpus, fixes, running
from tests.support.effort import examples
from tests.support.files import write

MODULE = "def first(names=[]):\n    return names[0]\n"
FIXED = "def first(names=None):\n    if names is None:\n        names = []\n    return names[0]\n"
CACHE = "def first(names={}):\n    names[1] = 2\n    return names\n"


def test_safe_fixes_are_written_and_the_rest_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": MODULE, "b.py": CACHE})
    result = running.run(tmp_path, "check", "--fix")
    assert (tmp_path / "a.py").read_text() == FIXED
    assert (tmp_path / "b.py").read_text() == CACHE
    assert result.status == 1
    assert result.out.startswith("b.py:1:17: LAY001")
    assert result.err.splitlines()[0] == "fixed 1 finding (1 LAY001) in 1 file"


def test_unsafe_fixes_include_safe_ones(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": MODULE, "b.py": CACHE})
    result = running.run(tmp_path, "check", "--unsafe-fixes")
    assert result.status == 0
    assert result.err.splitlines()[0] == "fixed 2 findings (2 LAY001) in 2 files"
    assert "    names[1] = 2" in (tmp_path / "b.py").read_text()
    assert running.run(tmp_path, "check", "--unsafe-fixes").err == "no findings in 2 files, 2 without a layer\n"


def test_a_diff_is_shown_and_nothing_is_written(tmp_path: Path) -> None:
    write(tmp_path, {"app/a.py": MODULE, "app/b.py": CACHE})
    result = running.run(tmp_path, "check", "--diff")
    assert result.status == 1
    assert result.out == (
        "--- app/a.py\n+++ app/a.py\n@@ -1,2 +1,4 @@\n-def first(names=[]):\n+def first(names=None):\n"
        "+    if names is None:\n+        names = []\n     return names[0]\n"
    )
    assert result.err == "would fix 1 finding (1 LAY001) in 1 file\n"
    assert (tmp_path / "app/a.py").read_text() == MODULE
    assert running.run(tmp_path, "check", "--diff", "app/b.py").status == 0


def test_a_diff_tells_a_missing_last_line_end(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": MODULE.rstrip("\n")})
    assert running.run(tmp_path, "check", "--diff").out.endswith("     return names[0]\n\\ No newline at end of file\n")


def test_only_what_is_reported_is_fixed(tmp_path: Path) -> None:
    files = dict.fromkeys(("a.py", "b.py", "c.py", "d.py"), MODULE)
    write(tmp_path, {**files, "c.py": MODULE.replace(":\n", ":  # noqa: LAY001\n", 1), "d.py": MODULE})
    assert running.run(tmp_path, "check", "--fix", "--select", "LAY101").err.startswith("no findings")
    running.run(tmp_path, "baseline", "d.py")
    running.run(tmp_path, "check", "--fix", "a.py", "c.py", "d.py")
    changed = {name for name in files if "None" in (tmp_path / name).read_text()}
    assert changed == {"a.py"}


def test_json_tells_fixes(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": MODULE + CACHE.replace("first", "second"), "b.py": "find = lambda names=[]: names\n"})
    first, second, third = (item["fix"] for item in running.diagnostics(tmp_path))
    assert first == {"applicability": "safe", "message": "let `names` default to `None` and make the object in the body"}
    assert second["applicability"] == "unsafe"
    assert third is None
    result = running.run(tmp_path, "check", "--fix", "--output-format", "json")
    assert len(json.loads(result.out)["diagnostics"]) == 2


def test_what_is_safe_is_not_taken_from_the_cache(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": MODULE, "b.py": "x = 1\n"})
    running.run(tmp_path, "check")
    write(tmp_path, {"b.py": "from a import first\n\nfirst(names=None)\n"})
    running.run(tmp_path, "check", "--fix")
    assert (tmp_path / "a.py").read_text() == MODULE


ENCODED = "def first(names=['\xe4']):\n    return names[0]  # \xfc\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENCODED, "utf-8"),
        (ENCODED, "utf-8-sig"),
        ("# -*- coding: latin-1 -*-\n" + ENCODED, "latin-1"),
        ("# -*- coding: cp1252 -*-\n" + ENCODED.replace("\xfc", "\u20ac"), "cp1252"),
        (ENCODED.replace("\n", "\r\n"), "utf-8"),
        (ENCODED.replace("\n", "\r\n").rstrip(), "utf-8-sig"),
        ("# coding: latin-1\r\n" + ENCODED.replace("\n", "\r\n"), "latin-1"),
    ],
)
def test_encoding_bom_and_line_ends_are_kept(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(text.encode(encoding))
    assert running.run(tmp_path, "check", "--fix").status == 0
    end = "\r\n" if "\r\n" in text else "\n"
    guard = f"    if names is None:{end}        names = ['\xe4']{end}"
    expected = text.replace("['\xe4']", "None").replace("    return", f"{guard}    return")
    assert path.read_bytes() == expected.encode(encoding)


@pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")
def test_links_and_modes_are_kept(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/real.py": MODULE, "app/script.py": MODULE})
    (tmp_path / "app/link.py").symlink_to("../elsewhere/real.py")
    (tmp_path / "app/script.py").chmod(0o755)
    running.run(tmp_path, "check", "--fix", "app")
    assert (tmp_path / "app/link.py").is_symlink()
    assert (tmp_path / "elsewhere/real.py").read_text() == FIXED
    assert stat.S_IMODE((tmp_path / "app/script.py").stat().st_mode) == 0o755
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["app", "elsewhere", "link.py", "real.py", "script.py"]


def test_mixed_line_ends_stay_mixed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"X = 1\r\nY = 2\n" + MODULE.encode())
    running.run(tmp_path, "check", "--fix")
    assert (tmp_path / "a.py").read_bytes().startswith(b"X = 1\r\nY = 2\ndef first(names=None):\n")


def test_what_libcst_cannot_give_back_is_refused(tmp_path: Path) -> None:
    lost = f"{MODULE}\n  \\\n\n"
    write(tmp_path, {"a.py": lost, "b.py": MODULE})
    result = running.run(tmp_path, "check", "--fix")
    assert (tmp_path / "a.py").read_text() == lost
    assert (tmp_path / "b.py").read_text() == FIXED
    assert "layerlint: a.py:1: LAY001 is not fixed: libcst doesn't give it back as it is" in result.err


def test_syntax_that_libcst_cannot_parse_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import libcst

    def parse(text: str) -> libcst.Module:
        raise libcst.ParserSyntaxError("new syntax", lines=[text], raw_line=1, raw_column=0)

    write(tmp_path, {"a.py": MODULE})
    monkeypatch.setattr(libcst, "parse_module", parse)
    result = running.run(tmp_path, "check", "--fix")
    assert result.status == 1
    assert "a.py:1: LAY001 is not fixed: libcst can't parse line 1" in result.err
    assert (tmp_path / "a.py").read_text() == MODULE


def test_a_fix_that_brings_a_finding_is_refused(tmp_path: Path) -> None:
    handler = """
        from fastapi import APIRouter

        router = APIRouter()


        class Shop:
            def prices(self, of: list = []) -> int:
                return of[0]
        """
    write(tmp_path, {"a.py": handler, "layerlint.toml": ""})
    (selected,) = open_projects([tmp_path], Options(), pytest.fail)
    edited = selected.analysis.edited

    def with_fault(texts: dict[str, str]) -> object:
        return edited({key: f"{text}\n\ndef more(a=lambda x=[]: x): ...\n" for key, text in texts.items()})

    selected.analysis.edited = with_fault  # type: ignore[method-assign]
    outcome = fix([selected], unsafe=False)
    assert [item.reason for item in outcome.refused] == [
        "it would bring LAY001: default of `x` of a lambda is a list, shared by all calls"
    ]
    assert outcome.changes == []


def test_a_file_that_changes_meanwhile_is_not_written(tmp_path: Path) -> None:
    from layerlint.config import ConfigError
    from layerlint.fixing import write as write_out

    write(tmp_path, {"a.py": MODULE})
    outcome = fix(open_projects([tmp_path], Options(), pytest.fail), unsafe=False)
    (tmp_path / "a.py").write_text("x = 1\n")
    with pytest.raises(ConfigError, match="has changed meanwhile"):
        write_out(outcome)
    assert (tmp_path / "a.py").read_text() == "x = 1\n"


def test_libcst_is_loaded_for_fixes_alone(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": MODULE, "run.py": "x = 1\n"})
    program = "import sys; from layerlint.cli import main; main(sys.argv[1:]); sys.exit('libcst' in sys.modules)"
    import subprocess
    import sys

    for arguments, loads in ((["check", "a.py"], 0), (["check", "--diff", "a.py"], 1)):
        done = subprocess.run([sys.executable, "-c", program, *arguments], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == loads, done.stderr


@examples(60)
@given(data=st.data())
def test_comments_and_all_else_are_kept(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Functions with anything as default and in the body, comments everywhere: what is fixed parses and keeps them all."""
    default = st.sampled_from(
        [item for item in corpus.expressions() if "\n" not in item and "await" not in item and "yield" not in item]
    )
    comment = st.sampled_from(["", "  # one", "  # two  # three", "  #: é"])
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    lines = ["import os  # first", "", ""]
    for number in range(data.draw(st.integers(1, 3))):
        lines.append(f"def f{number}({data.draw(comment)}")
        for name in "abc"[: data.draw(st.integers(1, 3))]:
            annotation = data.draw(st.sampled_from(["", ": list", ": 'list[int]'", ": object"]))
            value = data.draw(st.one_of(st.sampled_from(["[]", "{}", "{1: [2]}", "list()", "[\n        1,  # in\n    ]"]), default))
            lines.append(f"    {name}{annotation}={value},{data.draw(comment)}")
        lines.append(f"):{data.draw(comment)}")
        if data.draw(st.booleans()):
            lines += ['    """Doc."""' + data.draw(comment), ""]
        if data.draw(st.booleans()):
            lines.append("    # before the body")
        lines.append(f"    return a{data.draw(comment)}")
    text = ("\n".join(lines) + "\n").replace("\n", end)
    folder = tmp_path_factory.mktemp("generated")
    try:
        compile(text, "a.py", "exec", dont_inherit=True, flags=0x400)
    except SyntaxError:
        return
    (folder / "a.py").write_bytes(text.encode())
    (selected,) = open_projects([folder], Options(isolated=True), pytest.fail)
    for is_unsafe in (False, True):
        outcome = fix([selected], is_unsafe)
        fixes.assert_holds(selected, outcome, is_unsafe)
        for change in outcome.changes:
            assert (end == "\r\n") == ("\r\n" in change.text)
            assert change.text.count("\n") == change.text.count(end)
