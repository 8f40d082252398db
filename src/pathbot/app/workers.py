"""Workers: claim a message, decide, commit. Only a commit whose claim still holds changes anything."""

import asyncio
import logging
import os
from collections.abc import Callable
from datetime import datetime, timedelta

from pathbot.app.kit import Kit
from pathbot.app.turn.handle import handle
from pathbot.messages import Outgoing, Text
from pathbot.store import claims, outbox, turns
from pathbot.store.claims import Claim
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem

LEASE = timedelta(seconds=15)
IDLE_SECONDS = 0.5
log = logging.getLogger("pathbot.workers")


def answer_next(engine: Database, kit: Kit, worker: str, clock: Callable[[], datetime]) -> bool:
    """Handles one open message. False when there was none.

    A turn that fails is given back, to be tried again later and set aside in the end: it never blocks the others.
    """
    claim = claims.claim(engine, worker, clock(), LEASE)
    if claim is None:
        return False
    try:
        known = turns.load(engine, claim)
        changes = handle(known, claim.inbound, kit, clock())
        if not turns.commit(engine, claim, changes, clock()):
            log.info("turn lost its claim, another worker has it")
    except StoreProblem:
        raise
    except Exception as error:
        # Only the error's type: its text could hold what a learner wrote.
        log.error("turn failed: %s", type(error).__name__)
        if claims.give_back(engine, claim, clock(), type(error).__name__):
            _apologise(engine, kit, claim, clock())
    return True


def _apologise(engine: Database, kit: Kit, claim: Claim, now: datetime) -> None:
    """The last try failed and the message is set aside: whoever wrote it hears that, and what to do."""
    inbound = claim.inbound
    text = Text(text=kit.texts.say("sorry.failed", "en"))
    key = f"{inbound.channel}:{inbound.delivery_id}:sorry"
    outbox.post(engine, claim.school, [Outgoing(key=key, address=inbound.address, reply=text)], now)


async def work(
    engine: Database,
    kit: Kit,
    name: str,
    clock: Callable[[], datetime],
    arrived: asyncio.Event,
    answered: asyncio.Event,
) -> None:
    """One worker, until cancelled. `arrived` wakes it, `answered` tells the sender that something may be due."""
    worker = f"{os.getpid()}-{name}"
    while True:
        try:
            found = await asyncio.to_thread(answer_next, engine, kit, worker, clock)
        except StoreProblem as error:
            log.warning("the store is away: %s", error)
            found = False
            await asyncio.sleep(IDLE_SECONDS)
        if found:
            answered.set()
            continue
        arrived.clear()
        try:
            await asyncio.wait_for(arrived.wait(), IDLE_SECONDS)
        except TimeoutError:
            continue
