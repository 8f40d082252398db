"""Whether everything is answered and out, as Pathbot's own numbers have it."""

import asyncio
import time

from pathbot.app.home import now
from pathbot.store.engine import Database
from pathbot.store.gauges import measure


def is_quiet(engine: Database) -> bool:
    """Whether nothing waits. Fails when something was set aside."""
    stands = measure(engine, now())
    assert stands.inbox_dead == stands.outbox_dead == 0, "something was set aside"
    return stands.inbox_open == stands.outbox_open == 0


async def until_quiet(engine: Database, seconds: float, pause: float = 0.2) -> None:
    """Looks every `pause` seconds. Fails after `seconds`."""
    until = time.monotonic() + seconds
    while not await asyncio.to_thread(is_quiet, engine):
        assert time.monotonic() < until, "not everything was answered"
        await asyncio.sleep(pause)
