"""A comment suppresses a rule that finds nothing there.

## Why is this bad?

The code got better, the comment stayed: the next finding on that line will be hidden without anybody having decided it.

## Bad

```python
def first(prices: tuple[int, ...] = ()) -> int:  # noqa: LAY001  # error: LAY901
    return prices[0]
```

## Good

```python
def first(prices: tuple[int, ...] = ()) -> int:
    return prices[0]
```

## The fix

The code is taken out of the comment, and the comment itself with its last code, a pragma with the reason that it gives. What other
tools read stays. It is always safe.

## What it does not report

- Rules that didn't look at the file: those that are off by profile, `select`, `ignore`, `per-file-ignores`, or for tests.
- Findings of too low a confidence to be shown count as suppressed.
- A `# noqa` without codes: it may be there for another tool.

Only the command line tells it: flake8 itself applies `noqa` after its plugins have run.
"""

from layerlint.rule import Rule

RULE = Rule(
    code="LAY901",
    slug="unused-suppression",
    help="remove the code from the comment",
    since="0.1.0",
    fixable=True,
    command_line_only=True,
)
