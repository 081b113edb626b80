"""Findings that comments take back: `# noqa` with flake8's exact semantics, `# layerlint: ignore[CODE]`, `ignore-file[CODE]`."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.engine import comments
from layerlint.engine.comments import Comment, Word
from layerlint.facts import ModuleFacts
from layerlint.model import Diagnostic

if TYPE_CHECKING:
    from tokenize import TokenInfo

NOQA_FILE = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)


def may_suppress(text: str) -> bool:
    """Whether a text may have comments that name rules or layers."""
    return "layerlint:" in text or ("LAY" in text and "noqa" in text.lower())


class Suppressions:
    """What the comments of one module suppress. Lines are 1-based; `used` are the names of rules, with their lines, that did."""

    def __init__(self, facts: ModuleFacts) -> None:
        self._facts = facts
        self.used: set[tuple[int, str]] = set()

    @cached_property
    def _lines(self) -> list[str]:
        return self._facts.text.split("\n")

    @cached_property
    def comments(self) -> list[Comment]:
        """The comments that name rules or layers."""
        return comments.read(self._comments) if may_suppress(self._facts.text) else []

    @cached_property
    def skips_file(self) -> bool:
        """Whether `# flake8: noqa` stands on a line of its own."""
        return "flake8" in self._facts.text.lower() and any(NOQA_FILE.match(line) for line in self._lines)

    def by_noqa(self, finding: Diagnostic) -> bool:
        """Whether flake8 would drop a finding because of a `noqa` comment."""
        if not self._marked:
            return False
        if self.skips_file:
            return True
        number = finding.location.line
        if not any(self._may_be_joined(number, other) for other in self._marked):
            return False
        first, text = self._noqa_lines.get(number, (number, ""))
        if not text:
            text = self._lines[number - 1] if number <= len(self._lines) else ""
        match = comments.NOQA.search(text)
        if match is None:
            return False
        codes = match.group("codes")
        if codes is None:
            return True
        marked = first + text.count("\n", 0, match.start("codes"))
        listed = {code.strip() for code in re.split(r"[,\s]", codes) if code.strip()}
        taking = {code for code in listed if finding.code.startswith(code)}
        self.used |= {(marked, code) for code in taking}
        return bool(taking)

    @cached_property
    def _marked(self) -> list[int]:
        if "noqa" not in self._facts.text.lower():
            return []
        return [number for number, line in enumerate(self._lines, 1) if "noqa" in line.lower()]

    def _may_be_joined(self, number: int, other: int) -> bool:
        """Whether a string or backslashes could join two lines, judged without tokenising: a definition between parts them."""
        first, last = min(number, other), max(number, other)
        if first == last:
            return True
        if any(first < scope.line <= last for scope in self._facts.scopes.values()):
            return False
        between = "\n".join(self._lines[first - 1 : last])
        return '"""' in between or "'''" in between or "\\\n" in between

    def by_ignore(self, finding: Diagnostic, slug: str) -> bool:
        """Whether an `ignore` comment covers a finding: on its line or statement, the line above, a definition around, the file."""
        if not self._ignores and not self._ignores_of_file:
            return False
        taking = [word for word in self._ignores_of_file if word.text in (finding.code, slug)]
        if self._ignores:
            for line in self._covering(finding.location.line):
                taking += [word for word in self._ignores.get(line, ()) if word.text in (finding.code, slug)]
        self.used |= {(word.line, word.text) for word in taking}
        return bool(taking)

    def _covering(self, number: int) -> set[int]:
        found = {number}
        statement = self._statement(number)
        if statement is not None:
            found |= set(range(statement[0], statement[1] + 1))
        for scope in self._facts.definitions:
            end = getattr(scope.node, "end_lineno", None) or scope.line
            first = min([scope.line, *(decorator.lineno for decorator in scope.decorators)])
            if first <= number <= end:
                found.add(scope.line)
        return found | {above for line in set(found) if (above := line - 1) in self._ignores and self._is_alone(above)}

    def _statement(self, number: int) -> tuple[int, int] | None:
        best: tuple[int, int] | None = None
        for node in syntax.descendants(self._facts.tree):
            if isinstance(node, ast.stmt):
                body = getattr(node, "body", None)
                end = node.end_lineno or node.lineno
                if isinstance(body, list) and body:
                    end = max(node.lineno, body[0].lineno - 1)
                if node.lineno <= number <= end and (best is None or node.lineno >= best[0]):
                    best = (node.lineno, end)
        return best

    def _is_alone(self, line: int) -> bool:
        return self._lines[line - 1].lstrip().startswith("#")

    @cached_property
    def _ignores(self) -> dict[int, tuple[Word, ...]]:
        return {item.verb.line: item.names for item in self.comments if item.verb.text == "ignore"}

    @cached_property
    def _ignores_of_file(self) -> list[Word]:
        return [word for item in self.comments if item.verb.text == "ignore-file" for word in item.names]

    @cached_property
    def _tokens(self) -> list[TokenInfo]:
        import io
        import tokenize

        try:
            return list(tokenize.generate_tokens(io.StringIO(self._facts.text).readline))
        except (tokenize.TokenError, SyntaxError, IndentationError):
            return []

    @property
    def _comments(self) -> list[tuple[int, int, str]]:
        import token as kinds

        return [(*item.start, item.string) for item in self._tokens if item.type == kinds.COMMENT]

    @cached_property
    def _noqa_lines(self) -> dict[int, tuple[int, str]]:
        """The text that flake8 searches for each line, and its first line: strings and backslashes join lines, brackets don't."""
        import token as kinds

        found: dict[int, tuple[int, str]] = {}
        lines = [line + "\n" for line in self._lines]
        first, last = len(lines) + 2, -1
        for token in self._tokens:
            if token.type in (kinds.ENDMARKER, kinds.DEDENT):
                continue
            first, last = min(first, token.start[0]), max(last, token.end[0])
            if token.type in (kinds.NL, kinds.NEWLINE):
                joined = "".join(lines[first - 1 : last])
                found.update(dict.fromkeys(range(first, last + 1), (first, joined)))
                first, last = len(lines) + 2, -1
        return found
