"""`ast.parse` alone: reads and parses the files that a list names, one after the other, and keeps nothing."""

import ast
import contextlib
import sys
import warnings

warnings.simplefilter("ignore")
with open(sys.argv[1], encoding="utf-8") as names:
    for name in names.read().splitlines():
        with open(name, "rb") as file:
            text = file.read()
        with contextlib.suppress(SyntaxError, ValueError):
            ast.parse(text)
