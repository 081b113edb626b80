"""flake8 with the plugins of its configuration file alone, without its own checks, which cost more than any plugin."""

import importlib.metadata
import sys

from flake8.main.cli import main


class Bare:
    """flake8's distribution, of which only the reports are left."""

    def __init__(self) -> None:
        own = importlib.metadata.distribution("flake8")
        self.metadata = own.metadata
        self.entry_points = [entry for entry in own.entry_points if entry.group == "flake8.report"]


importlib.metadata.distributions = lambda **_: [Bare()]  # type: ignore[assignment]
if __name__ == "__main__":
    sys.exit(main())
