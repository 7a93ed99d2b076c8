"""Password hashing that leaves the processors to readers.

A hash is slow by design. Whoever guesses passwords would keep every thread of a worker hashing, and readers would wait.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher

from ..errors import TryLater

MAX_WAITING = 2  # each keeps a thread of the worker
RETRY_SECONDS = 5
NICENESS = 10  # a hash then gets a tenth of a processor that somebody else wants
Hash = TypeVar("Hash", str, bool)


class Line:
    """Lets `PASSWORD_CHECKS` hash at a time in this process, and `MAX_WAITING` wait for them."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(settings.PASSWORD_CHECKS + MAX_WAITING)
        self._threads = ThreadPoolExecutor(settings.PASSWORD_CHECKS, "hash", initializer=_give_way)

    def wait_for(self, make_hash: Callable[[], Hash]) -> Hash:
        """Return what the function returns, once it is its turn. Raises `TryLater` at once if too many wait."""
        with self.place():
            return self._threads.submit(make_hash).result()

    @contextmanager
    def place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise too_busy()
        try:
            yield
        finally:
            self._places.release()

    @property
    def is_full(self) -> bool:
        """Return whether the next one would be refused."""
        try:
            with self.place():
                return False
        except TryLater:
            return True


def _give_way() -> None:
    """Let the threads of readers run before this one, where a thread has a priority of its own."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def too_busy() -> TryLater:
    message = "Too many passwords are being checked at the moment. Nothing was changed. Try again in a few seconds."
    return TryLater("too_busy", message, seconds=RETRY_SECONDS)


# Two lines, so that guessers at the login don't keep people from signing.
_people, strangers = Line(), Line()
_line: ContextVar[Line] = ContextVar("line", default=_people)


@contextmanager
def in_line_of_strangers() -> Iterator[None]:
    """Hash for somebody who is not logged in."""
    token = _line.set(strangers)
    try:
        yield
    finally:
        _line.reset(token)


class LimitedArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2, for a few at a time. Raises `TryLater` if too many wait."""

    def encode(self, password: str, salt: str) -> str:
        encode = super().encode
        return _line.get().wait_for(lambda: encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        verify = super().verify
        return _line.get().wait_for(lambda: verify(password, encoded))


class LimitedPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    """PBKDF2, of older accounts, for a few at a time. It verifies by encoding."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        encode = super().encode
        return _line.get().wait_for(lambda: encode(password, salt, iterations))
