"""A comment names an unknown layer or rule.

## Why is this bad?

A misspelt suppression suppresses nothing, and a misspelt layer changes nothing: the comment says one thing, layerlint does
another. The message names the nearest that is known.

## Bad

```python
# layerlint: layer=servise  # error: LAY902
def total(prices: list[int]) -> int:
    return sum(prices)


def first(prices: list[int] = []) -> int:  # layerlint: ignore[LAY0001]  # error: LAY001, LAY902
    return prices[0]
```

## Good

```python
# layerlint: layer=service
def total(prices: list[int]) -> int:
    return sum(prices)


def first(prices: list[int] = []) -> int:  # layerlint: ignore[LAY001] never changed
    return prices[0]
```

## What it sees

`# layerlint: layer=...`, `ignore[...]`, `ignore-file[...]`, what is nearly one of them, and `LAY` codes in `# noqa: ...`.
"""

from layerlint.rule import Rule

RULE = Rule(
    code="LAY902",
    slug="invalid-pragma",
    help="write it as `layerlint rule --all` and the layers' pages have it",
    since="0.1.0",
)
