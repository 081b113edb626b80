"""The standard library's random values: random and secrets."""

from layerlint.knowledge.library import Library

LIBRARY = Library(
    name="randomness",
    read_from="Python 3.14",
    packages=("random", "secrets"),
    functions={"random.*": "random", "secrets.*": "random", "secrets.compare_digest": "", "random.seed": ""},
)
