"""Files that were moved or renamed since a baseline was made: their entries go with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from layerlint.engine.baseline import Baseline


def followed(baseline: Baseline, paths: Iterable[str], text: Callable[[str], str]) -> Baseline:
    """A baseline in which the entries of files that are gone stand under the files' new names.

    `paths` are the files that there are, below the baseline's folder, and `text` reads one. A file that is gone has become the one
    file without entries that defines all that its entries name; of several, one of its own name, then the nearest. Where that
    leaves more than one, or nothing is named, the file is taken to be removed.
    """
    present = {*paths}
    gone = {path for path, *_ in baseline.known if path not in present and not (baseline.folder / path).is_file()}
    if not gone:
        return baseline
    free = sorted(present - {path for path, *_ in baseline.known})
    moves = {old: new for old in gone if (new := _new_name(old, _named(baseline, old), free, text)) is not None}
    return baseline.renamed(moves)


def _named(baseline: Baseline, path: str) -> set[str]:
    return {name for file, _, symbol, _ in baseline.known if file == path and symbol for name in symbol.split(".")}


def _new_name(old: str, names: set[str], free: Iterable[str], text: Callable[[str], str]) -> str | None:
    ranked: dict[tuple[bool, int], list[str]] = {}
    for path in free:
        is_namesake = _base(path) == _base(old)
        if (names or is_namesake) and all(re.search(rf"\b(?:def|class)\s+{re.escape(name)}\b", text(path)) for name in names):
            ranked.setdefault((is_namesake, _common(path, old)), []).append(path)
    best = ranked[max(ranked)] if ranked else []
    return best[0] if len(best) == 1 else None


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def _common(path: str, other: str) -> int:
    """How many folders two paths share, from the top and from the end."""
    one, two = path.split("/")[:-1], other.split("/")[:-1]
    pairs = [*zip(one, two, strict=False)], [*zip(one[::-1], two[::-1], strict=False)]
    return sum(next((index for index, (a, b) in enumerate(both) if a != b), len(both)) for both in pairs)
