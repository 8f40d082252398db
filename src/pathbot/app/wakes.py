"""What the loops of a process wait for: something arrived, something may be due to send, or it is time to stop."""

import asyncio
from collections.abc import Awaitable, Callable


async def _nobody() -> None:
    """No door here, so nobody stands at it."""


class Wakes:
    """Use it from the event loop only. `lull` waits until no crowd stands at this process's door (`Ingest.lull`)."""

    def __init__(self) -> None:
        self.lull: Callable[[], Awaitable[None]] = _nobody
        self.arrived = asyncio.Event()
        self.answered = asyncio.Event()
        self._stopping = asyncio.Event()
        self.last_call = False  # nothing more will be answered: what is due now is the last to be sent

    @property
    def stopping(self) -> bool:
        """Whether no new work may be taken."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """From now on no loop takes new work."""
        self._stopping.set()
        self.arrived.set()

    def call_last(self) -> None:
        """Every turn is over: the sender may end when nothing is due."""
        self.last_call = True
        self.answered.set()

    async def rest(self, seconds: float) -> None:
        """Waits, unless it is time to stop."""
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return


async def waited(event: asyncio.Event, seconds: float) -> None:
    """Until the event is set, or the time is over."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
