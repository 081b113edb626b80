"""A cold run, shared out among copies of this process, which works like one of them.

Trees can't go from process to process, and to say what one module says of another takes those of both: so they are parsed here,
once, and each copy has them. Meanwhile others see to what nobody is asked about, tests and migrations mostly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from layerlint.engine import copies
from layerlint.engine.analysis import Analysis
from layerlint.engine.copies import Link, Queue
from layerlint.engine.result import FileResult
from layerlint.engine.sharing import Progress, chunks, pieces
from layerlint.project import Failure, Index, Record
from layerlint.rules import load

_PIECES = 12
_BYTES_A_HELPER = 100_000

Rows = dict[str, list[Any]]
Check = Callable[[str], FileResult | None]


class _Collected(NamedTuple):
    """What modules say of others in one stage, by index, and faults of ours."""

    parts: dict[str, dict[str, tuple[Record, ...]]]
    failures: dict[str, Failure]


class _Asked(NamedTuple):
    """The last that a copy says: what was asked on behalf of modules."""

    answers: dict[str, dict[str, str]]


class Forked:
    """One run over some modules of a project by this process and copies of it, `count` in all.

    Raises `BrokenExecutor` or `OSError` where a copy can't be made, or ends too soon; what it found is unknown then.
    """

    def __init__(
        self, analysis: Analysis, wanted: Iterable[str], sizes: dict[str, int], count: int, progress: Progress | None = None
    ) -> None:
        self._analysis = analysis
        self._wanted = [*wanted]
        self._sizes = sizes
        self._count = count
        self._progress = progress
        self._modules = analysis.project.modules
        self._contributions = analysis.project.contributions
        self._keys = self._modules.keys
        # Rules are loaded here, once, too.
        self._titles = {item.rule.code: (item.rule.slug, item.rule.help) for item in load()}

    def run(self) -> None:
        """Check modules; the results, and what they lean on, go into the analysis."""
        beside = self._contributions.beside
        self._parse([key for key in self._wanted if key in beside])
        left = {key for key in self._wanted if key not in self._analysis.known}
        self._check([key for key in self._keys if key in left or key not in beside], left)

    def _parse(self, beside: list[str]) -> None:
        """Parse what says anything of others, while copies check what is beside it, as far as that needs nothing but the text."""
        groups = pieces(beside, self._count * _PIECES)
        helpers = min(self._count - 1, sum(self._sizes.get(key, 0) for key in beside) // _BYTES_A_HELPER)
        with _queue([range(len(groups))]) as queue:

            def work(_: int, link: Link) -> None:
                for number in queue.take(0):
                    link.send(_rows(groups[number], self._analysis.checks.beside))
                link.send(_Asked({}))

            with copies.working(helpers, work) as links:
                heard = [_Heard(link, self._tell) for link in links]
                for key in self._keys:
                    if self._contributions.concern(key):
                        self._modules.facts(key)
                        _hear(heard)
                for number in queue.take(0):
                    self._do(groups[number], self._analysis.checks.beside, heard)
                self._hear_out(heard)

    def _check(self, keys: list[str], wanted: set[str]) -> None:
        """Collect and check modules, each process its part, and what others are too slow for."""
        parts = chunks(keys, self._sizes, self._count)
        groups: list[list[str]] = []
        lines: list[range] = []
        for part in parts:
            own = pieces([key for key in part if key in wanted], _PIECES)
            lines.append(range(len(groups), len(groups) + len(own)))
            groups += own
        stages = self._contributions.stages
        with _queue(lines) as queue:

            def work(number: int, link: Link) -> None:
                with self._contributions.collecting():
                    for stage in stages:
                        link.send(self._collected(stage, parts[number]))
                        self._know(link.take())
                for group in queue.take(number):
                    link.send(_rows(groups[group], self._analysis.result))
                link.send(_Asked(self._modules.tree.asked))

            with self._forgetting(), copies.working(len(parts) - 1, work) as links:
                with self._contributions.collecting():
                    for stage in stages:
                        self._exchange(stage, parts[0] if parts else [], links)
                heard = [_Heard(link, self._tell) for link in links]
                for group in queue.take(0):
                    self._do(groups[group], self._analysis.result, heard)
                self._hear_out(heard)

    def _exchange(self, stage: list[Index], part: list[str], links: list[Link]) -> None:
        """Collect a stage, all of which everybody knows then."""
        found = self._collected(stage, part)
        for link in links:
            theirs: _Collected = link.take()
            found.failures.update(theirs.failures)
            for name, group in theirs.parts.items():
                found.parts[name].update(group)
        for name, group in found.parts.items():
            found.parts[name] = {key: group.get(key, ()) for key in self._keys}
        for link in links:
            link.send(found)
        self._know(found)

    def _collected(self, stage: list[Index], keys: list[str]) -> _Collected:
        parts = {index.name: self._contributions.part(index, keys) for index in stage}
        return _Collected(parts, dict(self._contributions.failures))

    def _know(self, found: _Collected) -> None:
        self._contributions.collected.update(found.parts)
        self._contributions.failures.update(found.failures)

    @contextmanager
    def _forgetting(self) -> Iterator[None]:
        """Where a copy doesn't come to its end, nobody knows what was asked when it collected: that is to be done again."""
        try:
            yield
        except BaseException:
            self._contributions.collected.clear()
            self._contributions.failures.clear()
            raise

    def _do(self, keys: list[str], check: Check, heard: list[_Heard]) -> None:
        for key in keys:
            result = check(key)
            if result is not None:
                self._analysis.known[key] = result
                self._tell(key)
            _hear(heard)

    def _hear_out(self, heard: list[_Heard]) -> None:
        """Wait for the ends of copies, and take what they found."""
        for item in heard:
            for asker, answers in item.out().items():
                self._modules.tree.asked.setdefault(asker, {}).update(answers)
            self._analysis.known.update({key: FileResult.from_data(row, key, self._titles) for key, row in item.rows.items()})

    def _tell(self, key: str) -> None:
        if self._progress is not None:
            self._progress(key)


class _Heard:
    """What was heard of a copy so far: results, and at the end what was asked."""

    def __init__(self, link: Link, tell: Progress) -> None:
        self.rows: Rows = {}
        self._link = link
        self._tell = tell
        self._asked: _Asked | None = None

    def more(self) -> None:
        """Take what it has said by now."""
        while self._asked is None and self._link.has_more():
            self._take()

    def out(self) -> dict[str, dict[str, str]]:
        """Wait for its end: what was asked."""
        while self._asked is None:
            self._take()
        return self._asked.answers

    def _take(self) -> None:
        found: Rows | _Asked = self._link.take()
        if isinstance(found, _Asked):
            self._asked = found
            return
        self.rows.update(found)
        for key in found:
            self._tell(key)


def _hear(heard: list[_Heard]) -> None:
    for item in heard:
        item.more()


def _rows(keys: list[str], check: Check) -> Rows:
    found = {key: check(key) for key in keys}
    return {key: result.as_data() for key, result in found.items() if result is not None}


@contextmanager
def _queue(lines: list[range]) -> Iterator[Queue]:
    queue = Queue(lines)
    try:
        yield queue
    finally:
        queue.close()
