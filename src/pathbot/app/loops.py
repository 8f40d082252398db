"""The loops of a process are never missed in silence: one that dies is said in the log and on `/readyz`, and begins
again, a little later each time."""

import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from pathbot.app.wakes import Wakes

Loop = Callable[[], Coroutine[Any, Any, None]]
FIRST_REST, LONGEST_REST = 0.5, 30.0
"""Seconds until a loop that died begins again; twice as long each time, until it has run well for a while."""
WELL_AFTER = 60.0
"""Seconds that a loop has to run before its last death is forgotten."""
log = logging.getLogger("pathbot.loops")


class Loops:
    """One per process. `seconds` is a clock that only goes forward."""

    def __init__(self, wakes: Wakes, seconds: Callable[[], float] = time.monotonic) -> None:
        self._wakes = wakes
        self._seconds = seconds
        self._died: dict[str, float] = {}
        self._starting: set[str] = set()

    @property
    def starting(self) -> tuple[str, ...]:
        """What has to be over before messages are sent here, in alphabetical order."""
        return tuple(sorted(self._starting))

    @property
    def down(self) -> tuple[str, ...]:
        """Names of the loops that died within the last minute, in alphabetical order."""
        return tuple(sorted(name for name, at in self._died.items() if self._seconds() - at < WELL_AFTER))

    def first(self, name: str, work: Loop) -> Loop:
        """`work`, which is `starting` until its first try is over, well or not: a process never waits for ever."""
        self._starting.add(name)

        async def run() -> None:
            try:
                await work()
            finally:
                self._starting.discard(name)

        return run

    async def keep(self, name: str, loop: Loop) -> None:
        """Runs a loop until it ends by itself, or the process is to stop."""
        rest = FIRST_REST
        while True:
            began = self._seconds()
            try:
                return await loop()
            except Exception as error:
                # Only the error's type: its text could hold what somebody wrote.
                log.error("%s died of %s and begins again", name, type(error).__name__)
            self._died[name] = self._seconds()
            rest = FIRST_REST if self._died[name] - began > WELL_AFTER else rest
            await self._wakes.rest(rest)
            rest = min(rest * 2, LONGEST_REST)
            if self._wakes.stopping:
                return log.warning("%s does not begin again: the process is stopping", name)
