"""What Hypothesis draws: people, sections and texts such that most attempts can succeed and any can fail."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from ..cast import ROLES

PEOPLE = tuple(ROLES)


def mostly(*likely: Any, rarely: Iterable[Any] = PEOPLE) -> st.SearchStrategy[Any]:
    """Draw what can succeed four times out of five, so that a story makes progress; otherwise anything."""
    rare = tuple(rarely)
    return st.sampled_from([*likely * (1 + 4 * len(rare) // len(likely)), *rare])


ANY_WRITER = mostly("ana", "ben", "ana", "pat", "root")
ANY_REVIEWER = mostly("priya", "tom", "priya", "tom", "pat", "root")
ANY_PUBLISHER = mostly("maria", "maria", "root")
RARELY = mostly(False, rarely=(True,))
INDEX = st.integers(0, 99)
SECTIONS = st.tuples(
    st.integers(0, 1), st.sampled_from(("uses", "dosage", "drug-facts", "uses", "dosage", "boxed-warning"))
)
DETOURS = st.sampled_from(("none", "revised", "changes requested", "withdrawn"))
AFTERWARDS = st.sampled_from(("nothing", "publish", "schedule", "publish later", "publish", "publish and withdraw"))
TEXTS = mostly(
    "new", rarely=("same", "unsafe", "empty", "hidden", "uncited", "unknown reference", "removal", "removal")
)
