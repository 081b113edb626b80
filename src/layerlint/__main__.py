"""`python -m layerlint`."""

from layerlint.cli import entry

if __name__ == "__main__":
    entry()
