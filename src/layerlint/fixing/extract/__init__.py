"""Direct queries moved out of handlers and services into methods of repositories."""

from layerlint.fixing.extract.steps import Extraction, Moved, Stayed, Steps
from layerlint.fixing.extract.writing import difference, write

__all__ = ["Extraction", "Moved", "Stayed", "Steps", "difference", "write"]
