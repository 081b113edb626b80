"""flake8 with the plugins of its configuration file alone, without its own checks, which cost more than any plugin."""

import sys

from flake8.main.cli import main
from flake8.plugins import finder

installed = finder._find_importlib_plugins
finder._find_importlib_plugins = lambda: (plugin for plugin in installed() if plugin.entry_point.group == "flake8.report")
if __name__ == "__main__":
    sys.exit(main())
