"""Whether a baseline holds: edits that change no fault bring nothing new, and a planted fault is told, each time.

    python -m benchmarks.baseline --folder PATH            a code base, which is copied and not touched

For the copy a baseline of the profile `strict` is made by the command line. Each edit is made to one module of the code base as it
was, and all of it is checked again by the baseline; then what changed once more, with a fault planted in it or beside it.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.edits import EDITS, Edit, is_same, with_repeated_statement
from layerlint.cli import main as layerlint
from layerlint.engine import Options, open_projects
from layerlint.engine.baseline import NAME
from layerlint.model import Diagnostic

_TRIES = 200
_TELL_AFTER = 20
_OPERATIONS = ("LAY101", "LAY201", "LAY301")
_HANDLERS = """\
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session, sessionmaker

planted_router = APIRouter(prefix="/planted", tags=["planted"])


def planted_session():
    with sessionmaker()() as session:
        yield session


@planted_router.post("/{number}")
def planted_handler(number: int, body: dict, session: Session = Depends(planted_session)):
    return session.execute("select 1").scalar()
"""
_SERVICES = """\
from fastapi import HTTPException
from sqlalchemy.orm import Session


class PlantedService:
    def __init__(self, session: Session) -> None:
        self.session = session

    def planted(self, numbers: list = []) -> int:
        found = self.session.execute("select 1").scalar()
        if found is None:
            raise HTTPException(404)
        return found
"""
# What is known of a finding besides its line: path, rule, symbol, message.
Seen = tuple[str, str, str | None, str]


class Planted(NamedTuple):
    """Modules with a fault, and what must be told of it."""

    kind: str
    texts: Mapping[str, str]
    expected: Counter[Seen]


class Outcome(NamedTuple):
    """One edit: its kind and place, what it brought, the fault planted then, and what was told of that."""

    edit: str
    key: str
    new: Counter[Seen]
    planted: Planted
    told: Counter[Seen]

    @property
    def is_right(self) -> bool:
        """Whether nothing was new, and then exactly the planted fault."""
        return not self.new and self.told == self.planted.expected


class Trial:
    """A code base with a baseline, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        (self.selected,) = open_projects([folder], Options(), _silent)
        (self._bare,) = open_projects([folder], Options(baseline=False), _silent)
        self._known = {key: self._bare.analysis.check(key) for key in self._bare.keys}
        self.findings = sum(map(len, self._known.values()))
        self.lines = sum(self.text(key).count("\n") for key in self.selected.keys)

    def text(self, key: str) -> str:
        """A module's text."""
        return self.selected.analysis.project.modules.text(key)

    def new(self, texts: Mapping[str, str] | None = None, only: bool = False) -> Counter[Seen]:
        """What is new in the whole code base, or in the edited modules alone, with other texts for some modules."""
        texts = texts or {}
        analysis = self.selected.analysis.edited(texts)
        keys = [*texts] if only else sorted({*self.selected.keys, *texts})
        return Counter(_seen(item) for key in keys for item in analysis.check(key))

    def outcomes(self, count: int, seed: int) -> Iterator[Outcome]:
        """That many edits, of each kind as many as of the others; most in modules with findings."""
        rng = random.Random(seed)
        readable = [key for key in self.selected.keys if self.selected.analysis.project.modules.facts(key) is not None]
        faulty = [key for key in readable if self._known[key]] or readable
        querying = [key for key in readable if any(item.code in _OPERATIONS for item in self._known[key])] or faulty
        anywhere = (_default, _misspelt)
        plants = (_default, self._repeated, _handlers, _misspelt, self._repeated, _services)
        for number in range(count):
            edit, plant = EDITS[number % len(EDITS)], plants[number % len(plants)]
            keys = querying if plant not in anywhere else faulty if number % 4 else readable
            key, edited = self._edited(edit, rng, keys)
            planted = plant(number, key, edited) or _default(number, key, edited)
            told = self.new({key: edited, **planted.texts}, only=True)
            yield Outcome(edit.name, key, self.new({key: edited}), planted, told)
            gc.collect()

    def _edited(self, edit: Edit, rng: random.Random, keys: list[str]) -> tuple[str, str]:
        for _ in range(_TRIES):
            key = rng.choice(keys)
            text = self.text(key)
            edited = edit.make(text, rng, {name for item in self._known[key] for name in re.findall(r"\w+", item.message)})
            if edited is not None and edited != text:
                if edit.keeps_tree and not is_same(text, edited):
                    raise AssertionError(f"{edit.name}: {key} says something else now")
                return key, edited
        raise LookupError(f"{edit.name}: no module has a place for it")

    def _repeated(self, number: int, key: str, edited: str) -> Planted | None:
        """A query that is there already, once more: of equal findings one is new."""
        before = self._bare.analysis.edited({key: edited}).check(key)
        queries = [item for item in before if item.code in _OPERATIONS]
        for item in queries[number % (len(queries) or 1) :]:
            text = with_repeated_statement(edited, item.location.line)
            if text is not None:
                after = self._bare.analysis.edited({key: text}).check(key)
                more = Counter(map(_seen, after)) - Counter(map(_seen, before))
                # A lazy query whose first result is thrown away is none.
                if more and len(after) == len(before) + more.total():
                    return Planted("a query once more", {key: text}, more)
        return None


def _silent(message: str) -> None:
    """Warnings of a code base are its own affair."""


def _seen(item: Diagnostic) -> Seen:
    return item.path, item.code, item.symbol, item.message


def _default(number: int, key: str, edited: str) -> Planted:
    """A mutable default, at the end."""
    text = f"{edited.rstrip()}\n\n\ndef planted_{number}(values=[]):\n    return values\n"
    expected = (key, "LAY001", f"planted_{number}", f"default of `values` of `planted_{number}` is a list, shared by all calls")
    return Planted("a mutable default", {key: text}, Counter([expected]))


def _misspelt(number: int, key: str, edited: str) -> Planted:
    """Comments that suppress nothing."""
    text = f"{edited.rstrip()}\nplanted_{number} = 1  # noqa: LAY101\n"
    expected = (key, "LAY901", None, "comment suppresses `LAY101`, which finds nothing there")
    return Planted("a needless comment", {key: text}, Counter([expected]))


def _handlers(number: int, key: str, edited: str) -> Planted:
    return _module("a new module of handlers", _HANDLERS, number, key)


def _services(number: int, key: str, edited: str) -> Planted:
    return _module("a new service", _SERVICES, number, key)


def _module(kind: str, source: str, number: int, key: str) -> Planted:
    """A module beside the edited one: what is found in it alone must be found in it there."""
    name = f"{key.rpartition('/')[0]}/planted_{number}.py".lstrip("/")
    with tempfile.TemporaryDirectory() as alone:
        (Path(alone) / "layerlint.toml").write_text('profile = "strict"\n', encoding="utf-8")
        path = Path(alone) / "planted.py"
        path.write_text(source, encoding="utf-8")
        (selected,) = open_projects([path], Options(), _silent)
        found = selected.analysis.check("planted.py")
    return Planted(kind, {name: source}, Counter((name, item.code, item.symbol, item.message) for item in found))


def prepared(source: Path, folder: Path) -> Trial:
    """A copy of a code base's Python files in an empty folder, with a baseline."""
    for path in sorted(source.rglob("*.py")):
        if path.is_file():
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    (folder / "layerlint.toml").write_text('profile = "strict"\n', encoding="utf-8")
    with contextlib.chdir(folder), contextlib.redirect_stderr(io.StringIO()):
        status = layerlint(["baseline", "--force"])
    if status or not (folder / NAME).is_file():
        raise RuntimeError(f"no baseline was made of {source}")
    return Trial(folder)


def main() -> int:
    """Make a baseline, edit, plant, and tell; the exit status is 1 if anything was not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        trial = prepared(given.folder.resolve(), Path(name).resolve())
        print(f"{len(trial.selected.keys)} files, {trial.lines} lines, {trial.findings} findings in the baseline")
        unedited = trial.new()
        print(f"unedited: {unedited.total()} new")
        edits: Counter[str] = Counter()
        planted: Counter[str] = Counter()
        rules: Counter[str] = Counter()
        wrong = [*unedited]
        for outcome in trial.outcomes(given.edits, given.seed):
            edits[outcome.edit] += 1
            planted[outcome.planted.kind] += 1
            if edits.total() % _TELL_AFTER == 0:
                print(f"{edits.total()} edits, {len(wrong)} wrong so far", file=sys.stderr, flush=True)
            rules.update({code for _, code, _, _ in outcome.planted.expected})
            if not outcome.is_right:
                wrong += [*outcome.new, *(outcome.told - outcome.planted.expected), *(outcome.planted.expected - outcome.told)]
                _show(outcome)
    _table("edits", edits)
    _table("planted", planted)
    _table("by rule", rules)
    print(f"{edits.total()} edits, {planted.total()} planted faults, {len(wrong)} findings not as they must be")
    return 1 if wrong else 0


def _show(outcome: Outcome) -> None:
    print(f"\n{outcome.edit} in {outcome.key}, then {outcome.planted.kind}")
    for what, found in (
        ("new", outcome.new),
        ("told, but not planted", outcome.told - outcome.planted.expected - outcome.new),
        ("planted, but not told", outcome.planted.expected - outcome.told),
    ):
        for path, code, symbol, message in sorted(found, key=str):
            print(f"  {what}: {path}: {code} {symbol or ''}: {message}")


def _table(title: str, counts: Counter[str]) -> None:
    print(f"\n{title}:")
    for what, count in counts.most_common():
        print(f"{count:6}  {what}")


if __name__ == "__main__":
    sys.exit(main())
