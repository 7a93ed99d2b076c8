"""What changed from one body to another: a diff to read, and the clinical changes."""

from .clinical.changes import ClinicalChange
from .compare import Comparison, compare
from .restored_text import new_text, old_text, plain_text

__all__ = ["ClinicalChange", "Comparison", "compare", "new_text", "old_text", "plain_text"]
