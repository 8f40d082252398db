"""Wrong codes and links, counted per address: a school behind one address signs in freely, a guesser does not."""

from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 300.0
MOST_WRONG = 30
MOST_REMEMBERED = 10_000


class Tries:
    """`clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._wrong: dict[str, deque[float]] = {}

    def too_many(self, address: str) -> bool:
        """Whether this address has to wait."""
        wrong = self._wrong.get(address)
        while wrong and wrong[0] < self._clock() - WINDOW_SECONDS:
            wrong.popleft()
        return bool(wrong) and len(wrong or ()) >= MOST_WRONG

    def failed(self, address: str) -> None:
        """One more that was wrong."""
        if len(self._wrong) >= MOST_REMEMBERED:
            self._wrong.pop(next(iter(self._wrong)))
        self._wrong.setdefault(address, deque(maxlen=MOST_WRONG)).append(self._clock())
