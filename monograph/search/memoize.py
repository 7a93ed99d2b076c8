"""Memoization of values about all guides, until the next publication."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from ..models import PublicVersion

P = ParamSpec("P")
T = TypeVar("T")


def memoize_until_published(function: Callable[P, T]) -> Callable[P, T]:
    """Cache the results of a function until the next publication or withdrawal.

    Each worker caches one result for each combination of arguments, so use it with few combinations. The version is
    read before the call: a value computed during a publication is at worst computed once more, as is one that two
    threads need at the same time. All callers share the value and must not change it.
    """
    cached: dict[tuple[object, ...], tuple[str, T]] = {}

    @wraps(function)
    def memoized(*args: P.args, **kwargs: P.kwargs) -> T:
        version, key = PublicVersion.current(), (*args, *kwargs.items())
        entry = cached.get(key)
        if entry is None or entry[0] != version:
            entry = cached[key] = (version, function(*args, **kwargs))
        return entry[1]

    return memoized
