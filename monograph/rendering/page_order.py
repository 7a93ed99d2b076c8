"""The order in which readers get the sections of a guide, in every rendition."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, TypeVar

from ..models import SectionKind

T = TypeVar("T")


def in_page_order(sections: Iterable[T], *, code: Callable[[Any], str] = attrgetter("kind_code")) -> list[T]:
    """Sort sections into the order of the page: the boxed warning first.

    Readers who read no further have then read the warning. The other sections stay as given, by position. `code`
    returns the code of a section's kind; the default suits the lines of an edition. The edition's digest uses the
    positions.
    """
    return sorted(sections, key=lambda section: code(section) != SectionKind.BOXED_WARNING)
