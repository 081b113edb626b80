"""The action for GitHub and the component for GitLab: valid by their schemas, and their own scripts do what they say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.support import files, installing

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
COMPONENT = (ROOT / "templates" / "layerlint.yml").read_text(encoding="utf-8")
CI_PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
MODULES = {"app/a.py": "def f(a=[]): ...\n", "app/b c.py": "def f(a=()): ...\n", "layerlint.toml": ""}

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is missing")
needs_schemas = pytest.mark.skipif(
    find_spec("check_jsonschema") is None, reason="check-jsonschema, which has the schemas, is missing"
)


def interpolated(**given: str) -> str:
    """The component's job with its inputs filled in, as GitLab does before it reads it."""
    header, _, body = COMPONENT.partition("\n---\n")
    inputs = yaml.safe_load(header)["spec"]["inputs"]
    values = {name: given.get(name, told["default"]) for name, told in inputs.items()}

    def value(match: re.Match[str]) -> str:
        found = values[match[1]]
        return str(found).lower() if isinstance(found, bool) else found

    return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", value, body)


def fences(language: str) -> Iterator[str]:
    yield from re.findall(rf"```{language}\n(.*?)```", CI_PAGE, re.S)


def problems(schema: str, document: str, folder: Path) -> str:
    path = folder / "document.yml"
    path.write_text(document, encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@needs_schemas
def test_schemas(tmp_path: Path) -> None:
    assert problems("github-actions", (ROOT / "action.yml").read_text(encoding="utf-8"), tmp_path) == ""
    assert problems("gitlab-ci", COMPONENT.partition("\n---\n")[0], tmp_path) == ""
    assert problems("gitlab-ci", interpolated(), tmp_path) == ""
    assert "runs" in problems("github-actions", "name: x\ndescription: x\n", tmp_path)


@needs_schemas
def test_schemas_of_what_the_page_shows(tmp_path: Path) -> None:
    shown = [*fences("yaml")]
    assert len(shown) == 4
    for document in shown:
        schema = "gitlab-ci" if document.startswith("include:") else "github-workflows"
        assert problems(schema, document, tmp_path) == "", document


def test_what_the_page_gives_is_an_input() -> None:
    component = yaml.safe_load(COMPONENT.partition("\n---\n")[0])["spec"]["inputs"]
    for document in map(yaml.safe_load, fences("yaml")):
        for item in document.get("include", ()):
            assert item["inputs"].keys() <= component.keys()
        for job in document.get("jobs", {}).values():
            for step in job["steps"]:
                if step["uses"].startswith("OWNER/layerlint"):
                    assert step.get("with", {}).keys() <= ACTION["inputs"].keys()


def test_the_component_installs_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert yaml.safe_load(COMPONENT.partition("\n---\n")[0])["spec"]["inputs"]["requirement"]["default"] == f"layerlint=={version}"


class Runner:
    """What GitHub does with a composite action: fills in expressions, runs each script in bash, keeps what it writes."""

    def __init__(self, folder: Path, temporary: Path, requirement: str) -> None:
        self.folder = folder
        self.temporary = temporary
        self.contexts = {
            "github.action_path": requirement,
            "steps.python.outputs.python-path": sys.executable,
        }
        self.summary = temporary / "summary.md"
        self.outputs = temporary / "outputs"

    def run(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """The step of a name."""
        (step,) = [step for step in ACTION["runs"]["steps"] if step["name"] == name]
        assert step["shell"] == "bash"
        assert inputs.keys() <= ACTION["inputs"].keys()
        values = {key: inputs.get(key, told["default"]) for key, told in ACTION["inputs"].items()}
        self.summary.write_text("## another step\n")
        self.outputs.write_text("")
        variables = {key: self._value(str(value), values) for key, value in step["env"].items()}
        variables |= {"RUNNER_TEMP": str(self.temporary), "GITHUB_WORKSPACE": str(self.folder), "CI": "true"}
        variables |= {"GITHUB_STEP_SUMMARY": str(self.summary), "GITHUB_OUTPUT": str(self.outputs), "GITHUB_ACTIONS": "true"}
        script = self.temporary / "script.sh"
        assert "${{" not in step["run"], "what is filled into a script can be a script"
        script.write_text(step["run"])
        command = ("bash", "--noprofile", "--norc", "-eo", "pipefail", str(script))
        return installing.call(self.folder, *command, variables=variables)

    def _value(self, text: str, inputs: Mapping[str, str]) -> str:
        def value(match: re.Match[str]) -> str:
            names = [name.strip() for name in match[1].split("||")]
            return next(filter(None, (self._named(name, inputs) for name in names)), "")

        return re.sub(r"\$\{\{(.+?)\}\}", value, text)

    def _named(self, name: str, inputs: Mapping[str, str]) -> str:
        return inputs[name.removeprefix("inputs.")] if name.startswith("inputs.") else self.contexts[name]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """The runner's folder for files of its own, once the action's first script has run in it."""
    temporary = tmp_path_factory.mktemp("runner")
    runner = Runner(temporary, temporary, str(wheel))
    assert "layerlint, version" in installing.check(runner.run("Install layerlint"))
    return temporary


@pytest.fixture
def runner(installed: Path, tmp_path: Path) -> Runner:
    for left in installed.glob("layerlint.md"):
        left.unlink()
    return Runner(files.write(tmp_path, MODULES), installed, "")


@needs_bash
@pytest.mark.slow
def test_the_action_tells_findings_everywhere(runner: Runner) -> None:
    done = runner.run("Check", **{"sarif-file": "layerlint.sarif"})
    assert done.returncode == 1
    annotations = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert len(annotations) == 1
    assert "title=layerlint LAY001,file=app/a.py,line=1,col=" in annotations[0]
    summary = runner.summary.read_text()
    assert summary.startswith("## another step\n## layerlint: 1 finding")
    assert "LAY001" in summary
    (run,) = json.loads((runner.folder / "layerlint.sarif").read_text())["runs"]
    assert [item["ruleId"] for item in run["results"]] == ["LAY001"]
    assert runner.outputs.read_text() == "status=1\n"


@needs_bash
@pytest.mark.slow
def test_the_action_passes_what_is_clean(runner: Runner) -> None:
    done = runner.run("Check", paths="'app/b c.py'")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no findings in 1 file" in runner.summary.read_text()
    assert runner.outputs.read_text() == "status=0\n"


@needs_bash
@pytest.mark.slow
def test_the_action_does_what_its_inputs_say(runner: Runner) -> None:
    done = runner.run("Check", fail="false", annotations="false", summary="false", args="--select 'LAY1, LAY001'")
    assert done.returncode == 0
    assert "app/a.py:1:9: LAY001" in done.stdout
    assert "::error" not in done.stdout
    assert runner.summary.read_text() == "## another step\n"
    assert runner.outputs.read_text() == "status=1\n"
    done = runner.run("Check", args="--select LAY1; touch pwned $(touch pwned)")
    assert done.returncode == 2
    assert not (runner.folder / "pwned").exists()


@needs_bash
@pytest.mark.slow
def test_the_action_fails_where_layerlint_cant_run(runner: Runner) -> None:
    (runner.folder / "layerlint.toml").write_text("profil = 'strict'\n")
    done = runner.run("Check", fail="false")
    assert done.returncode == 2
    assert "did you mean `profile`?" in done.stderr
    assert runner.outputs.read_text() == "status=2\n"


def in_gitlab(job: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    """A job's script as GitLab's runner has it: the lines one after the other, in one shell, until one fails."""
    python = folder.parent / "bin"
    python.mkdir(exist_ok=True)
    if not (python / "python").exists():
        (python / "python").symlink_to(sys.executable)
    script = "set -eo pipefail\n" + f'export PATH="{python}:$PATH"\n' + "\n".join(job["script"])
    return installing.call(folder, "bash", "-c", script, variables={**job["variables"], "GITLAB_CI": "true", "CI": "true"})


@needs_bash
@pytest.mark.slow
def test_the_component(tmp_path: Path, wheel: Path) -> None:
    folder = files.write(tmp_path / "project", MODULES)
    job = yaml.safe_load(interpolated(requirement=str(wheel)))["layerlint"]
    done = in_gitlab(job, folder)
    assert done.returncode == 1, done.stderr
    assert "LAY001" in done.stdout
    report = job["artifacts"]["reports"]["codequality"]
    (found,) = json.loads((folder / report).read_text())
    assert (found["location"]["path"], found["location"]["lines"]["begin"]) == ("app/a.py", 1)
    job = yaml.safe_load(interpolated(requirement=str(wheel), paths="app/b?c.py", args="--profile strict"))["layerlint"]
    done = in_gitlab(job, folder)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert json.loads((folder / report).read_text()) == []
