"""Work that makes a million small objects, without Python's search for cyclic garbage.

The collector would look through all of them again and again as they grow, which takes longer than the work. They are in
no cycle, so counting references frees them as always.
"""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def without_collection(work: Callable[P, R]) -> Callable[P, R]:
    """Return a function that pauses the collector of the process, also for other threads, while it works."""

    @wraps(work)
    def paused(*args: P.args, **kwargs: P.kwargs) -> R:
        is_on = gc.isenabled()
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            # A thread that found it paused leaves it to the one that paused it.
            if is_on:
                gc.enable()

    return paused
