"""What a worker needs of all guides at once, kept in its memory until something is published or withdrawn."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from ..models import PublicVersion

P = ParamSpec("P")
T = TypeVar("T")


def memoize_until_published(make: Callable[P, T]) -> Callable[P, T]:
    """Return a function that asks anew only after a publication, for each of its arguments; give it few of them.

    The version is asked first: what is published meanwhile is at worst made once more. So is what two threads ask at
    the same time. What is returned is shared by all who ask: it is not to be changed.
    """
    kept: dict[tuple[object, ...], tuple[str, T]] = {}

    @wraps(make)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        version, key = PublicVersion.current(), (*args, *kwargs.items())
        found = kept.get(key)
        if found is None or found[0] != version:
            found = kept[key] = (version, make(*args, **kwargs))
        return found[1]

    return asked
