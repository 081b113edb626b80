"""What a project is seen to do anywhere: give `None` to calls, write `X | None`, mention what one release of a library has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from layerlint.facts import ModuleFacts
from layerlint.project.contributions import Contributions, Record
from layerlint.project.modules import Modules

_BAR = re.compile(r"\|\s*None\b")
_UNION = "X | None"
_TELLING = ("model_validate", "ConfigDict", "field_validator", "model_dump", "from_attributes", "orm_mode")


class Habits:
    """Words under which modules are seen to do something; who asks leans on the answer."""

    name = "habits"
    lines: tuple[int, ...] = ()
    has_targets = False

    def __init__(self, modules: Modules, contributions: Contributions) -> None:
        self._modules = modules
        self._contributions = contributions
        self._words: frozenset[str] | None = None

    def gives_none(self, called: str, asker: str) -> bool:
        """Whether any call by a name, the last word of it, has `None` among its arguments; `asker` is the module that asks."""
        return self._ask(f"{called}(None)", asker)

    def writes_bar(self, asker: str) -> bool:
        """Whether any module writes `X | None`."""
        return self._ask(_UNION, asker)

    def mentions(self, word: str, asker: str) -> bool:
        """Whether any module holds one of the words that tell the release of a library, in a comment perhaps."""
        assert word in _TELLING, word
        return self._ask(word, asker)

    def _ask(self, word: str, asker: str) -> bool:
        found = self.answer(word)
        self._modules.tree.note(asker, f"{self.name}: {word}", found)
        return bool(found)

    def answer(self, word: str) -> str:
        """Whether a word is among them, nobody asking: "yes" or ""."""
        if self._words is None:
            self._words = frozenset(word for _, part in self._contributions.of(self) for (word,) in part)
        return "yes" if word in self._words else ""

    def concerns(self, text: str) -> bool:
        """Whether a text mentions `None`, or one of the telling words."""
        return "None" in text or any(word in text for word in _TELLING)

    def collect(self, facts: ModuleFacts) -> Iterator[Record]:
        """What a module is seen to do."""
        if _BAR.search(facts.text):
            yield (_UNION,)
        yield from ((word,) for word in _TELLING if word in facts.text)
        yield from ((f"{name}(None)",) for name in sorted(facts.given_none))
