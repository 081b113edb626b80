"""A rule failed on this file.

## Why is this bad?

It is a defect of layerlint, not of the code: the rule's findings for this file are missing. All other rules, files and plugins
went on. The message names the rule and the error; please report it with the file, or the smallest part of it that shows it.

It can't be deselected, and the exit status is 2.
"""

from layerlint.rule import Rule

RULE = Rule(
    code="LAY900",
    slug="internal-error",
    help="report it with the file that shows it",
    since="0.1.0",
    always=True,
)
