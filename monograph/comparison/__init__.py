"""The clinical diff: what changed from one body to another, for reading, and what of it changes the meaning."""

from .compare import Change, Comparison, compare
from .restore import new_text, old_text, text

__all__ = ["Change", "Comparison", "compare", "new_text", "old_text", "text"]
