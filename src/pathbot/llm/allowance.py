"""What one turn may spend on a model: seconds in all, and requests in all. It also keeps the record of them."""

import time
from collections.abc import Callable

from pathbot.usage import ModelCall

REQUESTS_A_TURN = 2
"""Repairs, retries and fallbacks included: whatever a model does, a turn asks at most twice."""
TOO_SHORT = 0.12
"""The share of the time that is too short for another request."""

HELD_BACK, MOST_HELD_BACK = 0.25, 1.0
"""The share of the time, and at most so many seconds, that is kept for coming back: a busy process wakes late."""


class Allowance:
    """One turn's allowance. The clock starts when somebody first wants to ask. Not shared between threads.

    `seconds` are what the turn has in all; models get a little less.
    """

    def __init__(
        self, seconds: float, requests: int = REQUESTS_A_TURN, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds - held_back(seconds)
        self._requests = requests
        self._clock = clock
        self._ends: float | None = None
        self.calls: list[ModelCall] = []

    @property
    def left(self) -> float:
        """Seconds left for this turn, never below 0."""
        return self._seconds if self._ends is None else max(0.0, self._ends - self._clock())

    @property
    def spent(self) -> bool:
        """Whether nothing more may be asked in this turn."""
        return self._requests <= 0 or self.left <= self._seconds * TOO_SHORT

    def begin(self) -> None:
        """Starts the clock, if it does not run yet: waiting for a turn to ask counts too."""
        if self._ends is None:
            self._ends = self._clock() + self._seconds

    def take(self) -> bool:
        """Takes one request. False when there is none left, or no time."""
        if self.spent:
            return False
        self.begin()
        self._requests -= 1
        return True


def held_back(seconds: float) -> float:
    """How many of a turn's seconds models do not get."""
    return min(seconds * HELD_BACK, MOST_HELD_BACK)
