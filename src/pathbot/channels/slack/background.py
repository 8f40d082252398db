"""Work that may be lost: what makes Slack nicer, done after the acknowledgement. It never fails a delivery."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger("pathbot.slack")


class Background:
    """A few tasks at a time; more than that are dropped, because a storm has other worries."""

    def __init__(self, most: int = 50) -> None:
        self._most = most
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begins it, and forgets about it."""
        if len(self._tasks) >= self._most:
            work.close()
            return
        task = asyncio.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Ends what is still running."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:
        log.warning("Slack did not take an extra: %s", type(error).__name__)
