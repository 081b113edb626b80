"""The layers of modules, classes and functions: the Markdown suites of `tests/layers`, and what holds for every project.

`# layer: service` beside a `def` or `class` line tells the definition's layer, on a line of its own the module's; a comma and
a word after it tell the confidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerlint.engine import Analysis, Settings
from layerlint.globs import matches
from layerlint.layers import UNKNOWN, Classifier, Verdict
from layerlint.model import Confidence, Layer
from tests.support import corpus, files, markdown, usual
from tests.support.effort import examples
from tests.support.markdown import Case

SUITES = sorted((Path(__file__).parent / "layers").glob("*.md"))
CASES = [case for path in SUITES for case in markdown.parse(path.stem, path.read_text(encoding="utf-8")) if case.runs_here]
PROJECTS = [(f"layers {case.id}", corpus.complete(case)) for case in CASES] + [*corpus.projects()]
IDS = [name for name, _ in PROJECTS]
FUNCTION = "def get() -> int:\n    return 1\n"
MARK = re.compile(r"# layer: (\w+)(?:, (\w+))?$")


def prepared(analysis: Analysis) -> Classifier:
    analysis.prepare()
    return analysis.classifier


def classifier(modules: Mapping[str, str]) -> Classifier:
    return prepared(Analysis(corpus.NOWHERE, modules, Settings(corpus.NOWHERE, isolated=True), modules))


def on_disk(folder: Path, modules: Mapping[str, str | bytes]) -> Classifier:
    files.write(folder, modules)
    return prepared(Analysis(folder, [key for key in modules if key.endswith(".py")], Settings(folder)))


@pytest.mark.parametrize(
    ("glob", "path", "matched"),
    [
        ("core.py", "core.py", True),
        ("core.py", "one/deep/core.py", True),
        ("core", "one/core/deep.py", True),
        ("one/core.py", "two/one/core.py", False),
        ("one/*.py", "one/core.py", True),
        ("one/*.py", "one/deep/core.py", False),
        ("one/**", "one/deep/core.py", True),
        ("one/**", "one", False),
        ("one/", "one/deep/core.py", True),
        ("**/core.py", "core.py", True),
        ("one/**/core.py", "one/core.py", True),
        ("one/**/core.py", "one/very/deep/core.py", True),
        ("one/**/core.py", "one/hardcore.py", False),
        ("./one/core.py", "one/core.py", True),
        ("one/[ab].py", "one/b.py", True),
    ],
)
def test_globs(glob: str, path: str, matched: bool) -> None:
    assert matches(path, glob) is matched


def layers(asked: Classifier, keys: Sequence[str]) -> dict[str, Layer]:
    return {key: asked.module(key).layer for key in keys}


def definitions(asked: Classifier, key: str) -> dict[str, Verdict]:
    facts = asked.project.modules.facts(key)
    return {} if facts is None else {scope.qualname: asked.definition(scope) for scope in facts.definitions}


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case) -> None:
    asked = classifier(corpus.complete(case))
    marked, wrong = 0, {}
    for key, text in case.modules.items():
        facts = asked.project.modules.facts(key)
        assert facts is not None
        verdicts = {scope.line: asked.definition(scope) for scope in facts.definitions}
        for number, line in enumerate(text.split("\n"), 1):
            mark = MARK.search(line)
            if mark:
                marked += 1
                verdict = asked.module(key) if line.startswith("#") else verdicts[number]
                expected = (mark.group(1), mark.group(2) or str(verdict.confidence))
                if expected != (verdict.layer, str(verdict.confidence)):
                    wrong[f"{key}:{number} {line}"] = [str(verdict.layer), str(verdict.confidence), *verdict.evidence]
    assert marked
    assert wrong == {}


@pytest.mark.parametrize(("name", "modules"), PROJECTS, ids=IDS)
def test_explaining_tells_the_same(name: str, modules: Mapping[str, str]) -> None:
    asked = classifier(modules)
    for key in modules:
        verdict, explained = asked.module(key), asked.explain(key)
        assert (explained.layer, explained.confidence, explained.layers) == (verdict.layer, verdict.confidence, verdict.layers)
        assert verdict.layers[0] is verdict.layer
        assert {*verdict.evidence} <= {*explained.evidence}


@st.composite
def asked_in_an_order(draw: st.DrawFn) -> tuple[Mapping[str, str], list[str]]:
    _, modules = draw(st.sampled_from(PROJECTS))
    return modules, draw(st.permutations(sorted(modules)))


@examples(150)
@given(chosen=asked_in_an_order(), definitions_first=st.booleans())
def test_order_of_questions_does_not_matter(chosen: tuple[Mapping[str, str], list[str]], definitions_first: bool) -> None:
    modules, order = chosen
    asked, other = classifier(modules), classifier(modules)
    if definitions_first:
        for key in order:
            definitions(other, key)
    assert {key: other.module(key) for key in order} == {key: asked.module(key) for key in sorted(modules)}
    assert {key: definitions(other, key) for key in order} == {key: definitions(asked, key) for key in sorted(modules)}


def test_globs_of_the_configuration_win(tmp_path: Path) -> None:
    modules = {
        "layerlint.toml": '[layers]\nservice = ["app/domain/**"]\nother = ["legacy.py"]\nrepository = ["app/routers/store.py"]\n',
        "app/domain/users.py": FUNCTION,
        "app/domain/deep/er.py": f"# layerlint: layer=model\n{FUNCTION}",
        "app/services/legacy.py": FUNCTION,
        "app/routers/store.py": f"class UserService:\n    def get(self) -> int:\n        return 1\n\n\n{FUNCTION}",
    }
    asked = on_disk(tmp_path, modules)
    assert layers(asked, [key for key in modules if key.endswith(".py")]) == {
        "app/domain/users.py": Layer.SERVICE,
        "app/domain/deep/er.py": Layer.SERVICE,
        "app/services/legacy.py": Layer.OTHER,
        "app/routers/store.py": Layer.REPOSITORY,
    }
    assert asked.module("app/domain/users.py").evidence[0].kind == "override"
    inner = definitions(asked, "app/routers/store.py")
    assert {name: verdict.layer for name, verdict in inner.items()} == {
        "UserService": Layer.SERVICE,
        "UserService.get": Layer.SERVICE,
        "get": Layer.REPOSITORY,
    }


def test_globs_of_a_configuration_below_hold_below(tmp_path: Path) -> None:
    modules = {
        "one/layerlint.toml": '[layers]\nservice = ["core.py"]\n',
        "one/core.py": FUNCTION,
        "one/deep/core.py": FUNCTION,
        "two/core.py": FUNCTION,
    }
    asked = on_disk(tmp_path, modules)
    assert layers(asked, [key for key in modules if key.endswith(".py")]) == {
        "one/core.py": Layer.SERVICE,
        "one/deep/core.py": Layer.SERVICE,
        "two/core.py": Layer.OTHER,
    }


@pytest.mark.parametrize("content", [b"def broken(:\n", b"\xff\xfe\x00", b"x = '\x00'\n", b"(" * 2000])
def test_unreadable_modules_are_other(tmp_path: Path, content: bytes) -> None:
    user = "from app.services import broken\n\n\ndef get() -> object:\n    return broken.get()\n"
    asked = on_disk(tmp_path, {"app/services/broken.py": content, "app/users.py": user})
    assert asked.module("app/services/broken.py") == UNKNOWN
    assert asked.explain("app/services/broken.py") == UNKNOWN
    assert asked.module("app/users.py").layer is Layer.OTHER


def test_nothing_known_is_other_and_only_possible() -> None:
    verdict = classifier({"app/colours.py": "RED = 1\n"}).module("app/colours.py")
    assert verdict == UNKNOWN
    assert verdict.is_unclassified
    assert verdict.confidence is Confidence.POSSIBLE


def test_evidence_stands_where_it_says() -> None:
    text = "from app.services import UserService\n\n\ndef first(users: UserService):\n    return users.get(1)\n"
    verdict = classifier({**usual.FILES, "app/accounts.py": text}).module("app/accounts.py")
    assert [(item.kind, item.layer, item.line) for item in verdict.evidence] == [("behaviour", Layer.SERVICE, 4)]
    assert "`users.get`" in verdict.evidence[0].message


def test_a_second_layer_is_held_too() -> None:
    text = """
from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()


class Item(BaseModel):
    name: str


@router.get("/items", response_model=Item)
def read():
    return Item(name="a")
"""
    verdict = classifier({"app/items.py": text}).module("app/items.py")
    assert verdict.layers == (Layer.ROUTER, Layer.SCHEMA)
    assert verdict.runner_up is Layer.SCHEMA
