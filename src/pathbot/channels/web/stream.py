"""The stream of one conversation: everything after a number, then whatever comes, exactly once and in order.

It keeps no state: after a lost connection or a restart the browser says the last number it saw, and the stream goes on
from there. It also ends by itself now and then, so that a session that is over does not read on.
"""

import asyncio
import logging
from collections.abc import AsyncIterator

import anyio

from pathbot.channels.web.desk import Desk, Shown, Unavailable
from pathbot.channels.web.hub import Hub, wait
from pathbot.frozen import Frozen

# It writes whole events to its debug log, and events hold what learners wrote.
logging.getLogger("sse_starlette").setLevel(logging.INFO)


class Pace(Frozen):
    """Seconds: between looks for what other processes wrote, between heartbeats, and until a stream ends."""

    look: float = 2.0
    heartbeat: float = 15.0
    life: float = 300.0


async def follow(
    desk: Desk, hub: Hub, person: str, conversation: str, after: int, pace: Pace, stop: anyio.Event
) -> AsyncIterator[tuple[Shown, ...]]:
    """What is shown to `person` after `after`, a few messages at a time.

    Ends at `stop`, or when everything was said and the pace's life is over: however slow the machine, a browser that
    connects gets what is there.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + pace.life
    with hub.listening(conversation) as woken:
        while not stop.is_set():
            woken.clear()  # before looking, so that what arrives meanwhile is looked at too
            page = await _next(desk, person, conversation, after)
            if page:
                yield page
                after = page[-1].seq
                continue
            left = until - loop.time()
            if left <= 0:
                return
            await wait(min(pace.look, left), woken, stop)


async def _next(desk: Desk, person: str, conversation: str, after: int) -> tuple[Shown, ...]:
    try:
        return await desk.shown(person, conversation, after)
    except Unavailable:
        return ()
