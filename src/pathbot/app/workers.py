"""Workers: claim a message, decide, commit. Only a commit whose claim still holds changes anything."""

import asyncio
import logging
import os
import secrets
from collections.abc import Callable
from datetime import datetime

from pathbot.app.dead_letters import tell
from pathbot.app.heart import LEASE, Heart
from pathbot.app.kit import Kit
from pathbot.app.spans import span
from pathbot.app.turn.handle import handle
from pathbot.app.wakes import Wakes, waited
from pathbot.store import claims, turns
from pathbot.store.claims import Claim
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem

IDLE_SECONDS = 0.5
log = logging.getLogger("pathbot.workers")


def answer_next(
    engine: Database,
    kit: Kit,
    worker: str,
    clock: Callable[[], datetime],
    heart: Heart | None = None,
    busy: bool = False,
) -> bool:
    """Handles one open message. False when there was none. Without a heart, a turn has to end within its lease.

    A turn that fails is given back, to be tried again later and set aside in the end: it never blocks the others.
    """
    claim = claims.claim(engine, worker, clock(), LEASE, busy)
    if claim is None:
        return False
    with span("turn", claim.inbound.channel), (heart or Heart(engine, clock)).beating(claim):
        _answer(engine, kit, claim, clock)
    return True


def _answer(engine: Database, kit: Kit, claim: Claim, clock: Callable[[], datetime]) -> None:
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
            tell(engine, kit, clock())


async def work(
    engine: Database, kit: Kit, name: str, clock: Callable[[], datetime], wakes: Wakes, heart: Heart
) -> None:
    """One worker, until it is time to stop. It tells the sender when something may be due.

    A crowd at the door goes first: it shares one core with the turns, and nobody is answered later for it.
    """
    worker = f"{os.getpid()}-{secrets.token_hex(3)}-{name}"  # process numbers come again, on other machines too
    found = False
    while not wakes.stopping:
        await wakes.lull()
        wakes.arrived.clear()  # before the look: what arrives from here on is looked for once more
        try:
            found = await asyncio.to_thread(answer_next, engine, kit, worker, clock, heart, busy=found)
        except StoreProblem as error:
            log.warning("the store is away: %s", error)
            found = False
            await wakes.rest(IDLE_SECONDS)
        if found:
            wakes.answered.set()
        elif not wakes.stopping:
            await waited(wakes.arrived, IDLE_SECONDS)
