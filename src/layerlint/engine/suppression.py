"""Findings that comments take back: `# noqa` with flake8's exact semantics, and `# layerlint: ignore[CODE]`."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

from layerlint import syntax
from layerlint.facts import ModuleFacts
from layerlint.model import Diagnostic

if TYPE_CHECKING:
    from tokenize import TokenInfo

NOQA_INLINE = re.compile(r"# noqa(?::[\s]?(?P<codes>([A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
NOQA_FILE = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
_IGNORE = re.compile(r"#\s*layerlint:\s*ignore\[([^\]]*)\]")


class Suppressions:
    """What the comments of one module suppress. Lines are 1-based."""

    def __init__(self, facts: ModuleFacts) -> None:
        self._facts = facts
        self._lines = facts.text.split("\n")

    @cached_property
    def skips_file(self) -> bool:
        """Whether `# flake8: noqa` stands on a line of its own."""
        return "flake8" in self._facts.text.lower() and any(NOQA_FILE.match(line) for line in self._lines)

    def by_noqa(self, finding: Diagnostic) -> bool:
        """Whether flake8 would drop a finding because of a `noqa` comment."""
        if "noqa" not in self._facts.text.lower():
            return False
        if self.skips_file:
            return True
        number = finding.location.line
        if not any(self._may_be_joined(number, other) for other in self._marked):
            return False
        line = self._noqa_lines.get(number)
        if line is None:
            line = self._lines[number - 1] if number <= len(self._lines) else ""
        match = NOQA_INLINE.search(line)
        if match is None:
            return False
        codes = match.group("codes")
        if codes is None:
            return True
        listed = {code.strip() for code in re.split(r"[,\s]", codes) if code.strip()}
        return finding.code in listed or finding.code.startswith(tuple(listed))

    @cached_property
    def _marked(self) -> list[int]:
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
        """Whether an `ignore` comment on the line, its statement, the line above or an enclosing definition covers a finding."""
        if not self._ignores:
            return False
        number = finding.location.line
        return any(self._names(line, finding.code, slug) for line in self._covering(number))

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

    def _names(self, line: int, code: str, slug: str) -> bool:
        return not {code, slug}.isdisjoint(self._ignores.get(line, frozenset()))

    @cached_property
    def _ignores(self) -> dict[int, frozenset[str]]:
        if not self._facts.mentions_layerlint:
            return {}
        found = {}
        for number, comment in self._comments:
            match = _IGNORE.search(comment)
            if match:
                found[number] = frozenset(name.strip() for name in match.group(1).split(",") if name.strip())
        return found

    @cached_property
    def _tokens(self) -> list[TokenInfo]:
        import io
        import tokenize

        try:
            return list(tokenize.generate_tokens(io.StringIO(self._facts.text).readline))
        except (tokenize.TokenError, SyntaxError, IndentationError):
            return []

    @property
    def _comments(self) -> list[tuple[int, str]]:
        import token as kinds

        return [(item.start[0], item.string) for item in self._tokens if item.type == kinds.COMMENT]

    @cached_property
    def _noqa_lines(self) -> dict[int, str]:
        """The text that flake8 searches for each line: strings and backslashes join lines, brackets don't."""
        import token as kinds

        found: dict[int, str] = {}
        lines = [line + "\n" for line in self._lines]
        first, last = len(lines) + 2, -1
        for token in self._tokens:
            if token.type in (kinds.ENDMARKER, kinds.DEDENT):
                continue
            first, last = min(first, token.start[0]), max(last, token.end[0])
            if token.type in (kinds.NL, kinds.NEWLINE):
                joined = "".join(lines[first - 1 : last])
                found.update(dict.fromkeys(range(first, last + 1), joined))
                first, last = len(lines) + 2, -1
        return found
