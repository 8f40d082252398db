"""A server that keeps failing is left alone for a while, so that turns stop waiting for it."""

import time
from collections.abc import Callable

from pathbot.usage import Outcome

OPENS_AFTER = 4
FIRST_REST, LONGEST_REST = 15.0, 300.0
TROUBLE: frozenset[Outcome] = frozenset(["late", "limited", "no_entry", "away", "unusable", "rejected"])


class Breaker:
    """Counts failures in a row. After `OPENS_AFTER` it rests, each time twice as long; one request then tries again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._rests = 0
        self._until = 0.0

    @property
    def closed(self) -> bool:
        """Whether a request may be made. The first one after a rest is a trial: until it ends, others wait."""
        return self._clock() >= self._until

    def begin(self) -> None:
        """A request starts; during a trial nobody else is let through."""
        if self._rests and self._failures >= OPENS_AFTER:
            self._until = self._clock() + FIRST_REST

    def end(self, outcome: Outcome) -> None:
        """A request ended so."""
        if outcome not in TROUBLE:
            self._failures = self._rests = 0
            self._until = 0.0
            return
        self._failures += 1
        if self._failures >= OPENS_AFTER:
            self._until = self._clock() + min(FIRST_REST * 2**self._rests, LONGEST_REST)
            self._rests += 1
