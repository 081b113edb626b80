"""The flake8 plugin that does nothing: what flake8 itself costs."""

import ast
from collections.abc import Iterator


class Plugin:
    """Takes the tree, as every tree plugin does, and reports nothing."""

    name = "null"
    version = "0"

    def __init__(self, tree: ast.Module) -> None:
        pass

    def run(self) -> Iterator[tuple[int, int, str, type]]:
        """Nothing."""
        return iter(())
