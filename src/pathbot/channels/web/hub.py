"""Wakes the streams of this process. It holds nothing: a lost wake only costs a stream its next slow look."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Hub:
    """One per process. Use it from the event loop only. `beyond` tells the other processes, where there are any."""

    def __init__(self, beyond: Callable[[str], None] | None = None) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._beyond = beyond

    def wake(self, conversation: str) -> None:
        """Something new may stand in this conversation: here and beyond, whoever follows it looks."""
        self.hear(conversation)
        if self._beyond is not None:
            self._beyond(conversation)

    def hear(self, conversation: str) -> None:
        """`wake`, for this process only: another one said so."""
        for event in self._waiting.get(conversation, ()):
            event.set()

    @contextmanager
    def listening(self, conversation: str) -> Iterator[asyncio.Event]:
        """An event that is set by every `wake` from now on. Clear it before looking, so that no wake is missed."""
        event = asyncio.Event()
        self._waiting[conversation].add(event)
        try:
            yield event
        finally:
            self._waiting[conversation].discard(event)
            if not self._waiting[conversation]:
                del self._waiting[conversation]


class Waitable(Protocol):
    """An event of asyncio or of anyio."""

    async def wait(self) -> object:
        """Returns once the event is set."""
        ...


async def wait(seconds: float, *events: Waitable) -> None:
    """Until one of the events is set, or the time is over."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
