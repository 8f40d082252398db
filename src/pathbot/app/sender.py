"""The sender: after the commit, oldest first per conversation, alerts ahead of everything, never twice."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from pathbot.app.wakes import Wakes, waited
from pathbot.channels.base import CannotSend, Channel, RetryLater
from pathbot.store import outbox
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem

LEASE = timedelta(seconds=30)
DOUBT = timedelta(seconds=5)
IDLE_SECONDS = 0.5
log = logging.getLogger("pathbot.sender")


async def send_next(engine: Database, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> bool:
    """Sends one due row. False when none is due.

    A row that may already be out is looked for in the channel before it is sent again. Waiting time that a platform
    asks for stays on the row, so nobody sleeps on it.
    """
    sending = await asyncio.to_thread(outbox.next_due, engine, list(channels), clock(), LEASE)
    if sending is None:
        return False
    channel = channels[sending.outgoing.address.channel]
    try:
        platform_id = await channel.find_sent(sending.outgoing) if sending.half_sent else None
        if platform_id is None:
            platform_id = await channel.send(sending.outgoing)
    except RetryLater as later:
        due = clock() + timedelta(seconds=later.seconds)
        await asyncio.to_thread(outbox.put_back, engine, sending, due)
    except CannotSend as error:
        log.warning("outbox row %d can never be sent: %s", sending.id, error)
        await asyncio.to_thread(outbox.give_up, engine, sending)
    except Exception as error:
        log.error("outbox row %d is in doubt: %s", sending.id, type(error).__name__)
        await asyncio.to_thread(outbox.doubt, engine, sending, clock() + DOUBT)
    else:
        await asyncio.to_thread(outbox.mark_sent, engine, sending, platform_id, clock())
    return True


async def send_all(
    engine: Database, channels: Mapping[str, Channel], clock: Callable[[], datetime], wakes: Wakes
) -> None:
    """The sender, until the last call; then it still sends what is due at once."""
    while True:
        try:
            found = await send_next(engine, channels, clock)
        except StoreProblem as error:
            log.warning("the store is away: %s", error)
            found = False
        if found:
            continue
        if wakes.last_call:
            return
        wakes.answered.clear()
        await waited(wakes.answered, IDLE_SECONDS)
