"""A file can't be decoded or parsed.

## Why is this bad?

Nothing in the file is checked, and other files' names that come from it are unknown. The message says the line and, where it
is known, which Python the syntax needs: files are parsed by the Python that runs layerlint.

Only the command line tells it: flake8 has its own E902 and E999. It can't be deselected.
"""

from layerlint.rule import Rule

RULE = Rule(
    code="LAY903",
    slug="unreadable-file",
    help="mend the file, or run layerlint with the Python that it is written for",
    since="0.1.0",
    always=True,
    command_line_only=True,
)
