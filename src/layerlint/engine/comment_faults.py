"""What is wrong with the comments that speak to layerlint: unknown names in them, and suppressions that suppress nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from layerlint.config import nearest
from layerlint.engine.comments import VERBS, Comment, Word
from layerlint.model import Layer
from layerlint.rule import Rule
from layerlint.rules import load

_SUPPRESSING = ("noqa", "ignore", "ignore-file")


class Fault(NamedTuple):
    """Something wrong with a word of a comment."""

    word: Word
    message: str


def invalid(comments: Sequence[Comment]) -> Iterator[Fault]:
    """The words that name no rule, no layer, or nothing that a comment can ask for."""
    for comment in comments:
        verb = comment.verb.text
        if verb == "layer":
            for word in comment.names:
                if word.text not in set(Layer):
                    yield Fault(word, f"comment names the unknown layer `{word.text}`{nearest(word.text, Layer)}")
        elif verb in _SUPPRESSING:
            for word in comment.names:
                if not _rules_of(word.text, verb):
                    known = [name for rule in _all_rules() for name in (rule.code, rule.slug)]
                    yield Fault(word, f"comment names the unknown rule `{word.text}`{nearest(word.text, known)}")
            if not comment.names and verb != "noqa":
                yield Fault(comment.verb, f"comment names no rule to `{verb}`: write `{verb}[LAY101]`")
        else:
            near = nearest(verb, VERBS)
            if near or comment.names:
                yield Fault(comment.verb, f"comment asks for the unknown `{verb}`{near}")


def unused(comments: Sequence[Comment], used: set[tuple[int, str]], ran: set[str]) -> Iterator[Fault]:
    """The names of rules whose comment took no finding back, by those that did, as 1-based line and name.

    `ran` are the codes of the rules that looked at the file: of another one nobody knows what it would have found. The rules
    about comments and files are left out.
    """
    for comment in comments:
        verb = comment.verb.text
        if verb not in _SUPPRESSING:
            continue
        for word in comment.names:
            codes = {rule.code for rule in _rules_of(word.text, verb)}
            if codes and codes <= ran and (word.line, word.text) not in used:
                yield Fault(word, f"comment suppresses `{word.text}`, which finds nothing there")


def _all_rules() -> list[Rule]:
    return [item.rule for item in load()]


def _rules_of(name: str, verb: str) -> list[Rule]:
    """The rules that a name in a comment stands for: for `noqa` all whose code begins with it."""
    if verb == "noqa":
        return [rule for rule in _all_rules() if rule.code.startswith(name)]
    return [rule for rule in _all_rules() if name in (rule.code, rule.slug)]
