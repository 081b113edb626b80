import hashlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from benchmarks import applications, contracts, environment, generated, imports, tables
from benchmarks.measuring import Failed, Step, Taken, measure, run
from benchmarks.subject import GROUPS, PARSE, Subject
from benchmarks.targets import TARGETS, measured

ROOT = Path(__file__).resolve().parent.parent


def digest(files: Mapping[str, str]) -> str:
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()


def test_generated_project_is_the_same_from_the_same_seed():
    assert digest(generated.project(5_000).files) == digest(generated.project(5_000).files)
    assert digest(generated.project(5_000, seed=8).files) != digest(generated.project(5_000).files)


@pytest.mark.parametrize("lines", [1_000, 3_000, 10_000, 100_000])
def test_generated_project_has_the_lines_asked_for(lines):
    assert abs(generated.project(lines).lines - lines) <= 0.05 * lines


def test_generated_modules_are_imported_by_many_and_by_few(tmp_path):
    project = generated.project(100_000)
    project.write(tmp_path)
    files = sorted(tmp_path.rglob("*.py"))
    importers = imports.imported_by(tmp_path, files)
    counts = sorted((len(importers.get(path, ())) for path in files if path.name == "service.py"), reverse=True)
    assert len(importers[tmp_path / "app/core/session.py"]) >= 100
    assert counts[0] > 4 * counts[len(counts) // 2]


def test_planted_faults_are_found_and_nothing_else(tmp_path):
    project = generated.project(30_000)
    project.write(tmp_path)
    command = [sys.executable, "-m", "layerlint", "check", "--isolated", "--output-format", "concise"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False).stdout
    found = []
    for line in said.splitlines():
        if ": LAY" in line:
            place, message = line.split(": ", 1)
            path, number, _ = place.split(":")
            found.append((path, int(number), message.split()[0]))
    assert len({fault.code for fault in project.faults}) > 2
    assert sorted(found) == project.faults


def test_each_kind_of_fault_is_planted_in_a_large_project():
    assert {fault.code for fault in generated.project(100_000).faults} == set(generated.templates.FAULTS)


def test_edits_are_undone_to_the_byte(tmp_path):
    generated.project(3_000).write(tmp_path)
    files = sorted(tmp_path.rglob("*.py"))
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
    edits = imports.edits(tmp_path, files, imports.imported_by(tmp_path, files))
    for edit in (edits.leaf, edits.comment, edits.body):
        texts = set()
        for _ in range(2):
            edit.do()
            texts.add(edit.path.read_bytes())
            compile(edit.path.read_bytes(), edit.path, "exec")
            edit.undo()
        assert len(texts) == 2
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files} == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import app.a", {"app/a.py"}),
        ("import app.a as name", {"app/a.py"}),
        ("from app import a", {"app/a.py"}),
        ("from app.a import something", {"app/a.py"}),
        ("from . import a", {"app/a.py"}),
        ("from .a import something", {"app/a.py"}),
        ("from .sub import b", {"app/sub/b.py"}),
        ("from app import something", {"app/__init__.py"}),
        ("import os\nfrom fastapi import APIRouter", set()),
    ],
)
def test_imports_are_counted(tmp_path, text, expected):
    for name in ("app/__init__.py", "app/a.py", "app/sub/__init__.py", "app/sub/b.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    tmp_path.joinpath("app/importer.py").write_text(text, encoding="utf-8")
    found = imports.imported_by(tmp_path, sorted(tmp_path.rglob("*.py")))
    assert {path.relative_to(tmp_path).as_posix() for path, by in found.items() if by} == expected


def test_what_a_command_took_is_measured(tmp_path):
    command = [sys.executable, "-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(3_000_000))'])"]
    step = Step("sums", command, tmp_path)
    taken = run(step, 60)
    assert taken.user > 0
    assert taken.wall > 0
    assert taken.memory > 1


@pytest.mark.parametrize(
    ("code", "bound", "expected"),
    [
        ("import sys; sys.exit('no such thing')", 60, "status 1: no such thing"),
        ("import time; time.sleep(60)", 0.3, "not done within 0 s"),
    ],
)
def test_failing_command_is_told_and_left_alone(tmp_path, code, bound, expected):
    step = Step("failing", [sys.executable, "-c", code], tmp_path)
    fine = Step("fine", [sys.executable, "-c", ""], tmp_path)
    measure([step, fine], 2, bound + 5 if bound > 1 else bound, lambda _: None)
    assert step.failure == expected
    assert step.median is None
    with pytest.raises(Failed):
        run(step, bound)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("print('a.py:1:1: LAY900 layerlint failed on this file')", "a.py:1:1: LAY900 layerlint failed on this file"),
        ("try: 1 / 0\nexcept Exception: import traceback; traceback.print_exc()", "ZeroDivisionError: division by zero"),
    ],
)
def test_error_that_leaves_the_status_alone_is_told(tmp_path, code, expected):
    with pytest.raises(Failed, match=expected):
        run(Step("broken", [sys.executable, "-c", code], tmp_path), 60)


def test_each_flake8_has_plugins_of_its_own(tmp_path):
    subject = subject_of(tmp_path, ["flake8", "whole-flake8", "bugbear"])
    configurations = [
        Path(step.command[step.command.index("--config") + 1]) for step in subject.steps if "--config" in step.command
    ]
    texts = [path.read_text(encoding="utf-8") for path in configurations]
    assert [text.count("layerlint.flake8_plugin") for text in texts if "benchmarks.null_plugin" in text] == [
        int("layerlint" in step.name) for step in subject.steps if "--config" in step.command
    ]


def test_missing_program_is_a_failure(tmp_path):
    with pytest.raises(Failed, match="status 127"):
        run(Step("missing", ["no-such-program-anywhere"], tmp_path), 60)


def test_step_that_was_prepared_is_cleaned_up_though_it_fails(tmp_path):
    done = []
    step = Step(
        "failing",
        [sys.executable, "-c", "raise SystemExit(3)"],
        tmp_path,
        before=lambda: done.append("before"),
        after=lambda: done.append("after"),
    )
    measure([step], 3, 60, lambda _: None)
    assert done == ["before", "after"]


def test_table_is_aligned_markdown():
    made = tables.table(["run", "CPU s"], [["layerlint", "1.00"], ["ast", "10.00"]])
    assert made.splitlines() == ["| run       | CPU s |", "|-----------|------:|", "| layerlint |  1.00 |", "| ast       | 10.00 |"]


def test_machine_is_told_without_its_name():
    import platform

    assert platform.node() not in tables.machine() or not platform.node()
    assert "Python" in tables.machine()


def test_pins_have_checksums_and_versions():
    pins = applications.pins()
    assert {word for pin in pins for word in pin.framework.split(", ")} >= {"FastAPI", "SQLAlchemy", "Django", "Flask"}
    assert all("--hash=sha256:" in pin.requirement for pin in pins)
    assert {"flake8", "import-linter", "tach", "deply", "pylint", "ruff"} <= set(environment.pinned())


def test_peers_get_layers_that_exist(tmp_path):
    generated.project(10_000).write(tmp_path)
    application = applications.Application("generated 1", "FastAPI", tmp_path)
    order = contracts.layers(application, imports.imported_by(tmp_path, application.files))
    assert len(order) > 1
    assert all(tmp_path.joinpath(*name.split(".")).is_dir() for name in order)
    contracts.write(application, order, tmp_path / "configurations")
    assert tmp_path.joinpath("tach.toml").is_file()


def subject_of(folder: Path, groups: list[str]) -> Subject:
    generated.project(1_000).write(folder / "code")
    application = applications.Application("generated 1", "FastAPI", folder / "code")
    return Subject(application, environment.here(), groups, folder / "work", workers=False)


def test_targets_are_told_apart_from_what_was_not_measured(tmp_path):
    subject = subject_of(tmp_path, ["layerlint"])
    for step in subject.steps:
        step.runs.append(Taken(1.0, 0.0, 1.0, 4.0))
    values = {target.what: measured(target, subject) for target in TARGETS}
    assert values["cold: CPU"] == 1.0
    assert values["nothing changed: wall less 0.1 s"] == pytest.approx(0.9)
    assert values["flake8, cold: user time that the plugin adds"] is None
    assert values["a comment above what >= 100 import: wall less 0.1 s"] is None


def test_failure_stands_in_the_table(tmp_path):
    subject = subject_of(tmp_path, ["layerlint"])
    for step in subject.steps:
        step.runs.append(Taken(1.0, 0.0, 1.0, 4.0))
    subject.steps[1].failure = "status 1: it broke"
    text = tables.whole([subject], [], 1)
    assert "| failed |" in text.replace("  ", "")
    assert f"{subject.steps[1].name} failed: status 1: it broke" in text


def test_a_whole_run_without_network(tmp_path):
    generated.project(1_000).write(tmp_path / "small")
    options = "--here --applications none --only layerlint,flake8 --repeat 1 --growth --sizes 1000".split()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *options, "--code", str(tmp_path / "small"), "--folder", str(tmp_path / "work")],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any(line.startswith(f"| {PARSE}") for line in lines)
    assert any(line.startswith("| layerlint, cold ") for line in lines)
    assert any(line.startswith("| cold: CPU ") for line in lines)
    assert any(line.startswith("| flake8, warm: user time") for line in lines)
    assert "failed" not in done.stdout
    assert str(tmp_path) not in done.stdout
    shutil.rmtree(tmp_path / "work")


def test_unknown_group_is_refused():
    command = [sys.executable, "-m", "benchmarks", "--only", "nothing-known"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert all(group in done.stderr for group in GROUPS)
