"""A circuit breaker: after failures in a row a service is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES = 3
PAUSE_SECONDS = 60.0


class CircuitBreaker:
    """Counts failures in a row, for all threads of the process.

    After the pause one caller is let through to try; the others wait until it has succeeded.

    Args:
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        failures: int = FAILURES,
        pause_seconds: float = PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._pause = pause_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0

    @property
    def paused(self) -> bool:
        """Whether a call would be turned away now."""
        with self._lock:
            return self._failed >= self._most and self._clock() < self._until

    def enter(self) -> bool:
        """Whether a call may be made now; say afterwards how it went."""
        with self._lock:
            if self._failed < self._most:
                return True
            now = self._clock()
            if now < self._until:
                return False
            # This caller tries; should it never report back, another one may after a further pause.
            self._until = now + self._pause
            return True

    def succeeded(self) -> None:
        """The call went well."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """The call failed."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._until = self._clock() + self._pause


_shared: dict[tuple[str, str], CircuitBreaker] = {}
_shared_lock = threading.Lock()


def shared_breaker(model: str, address: str) -> CircuitBreaker:
    """The one breaker of this process for the model at an address."""
    with _shared_lock:
        return _shared.setdefault((model, address), CircuitBreaker())
