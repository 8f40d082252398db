"""Messages that could not be answered: whoever wrote one hears it, and so does the admin's list."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from pathbot.app.kit import Kit
from pathbot.app.wakes import Wakes
from pathbot.messages import Outgoing, Text
from pathbot.store import dead, outbox
from pathbot.store.dead import DeadLetter
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem

LOOK_SECONDS = 15.0
OF_USE = timedelta(days=1)
"""Later than this, nobody remembers what they wrote."""
log = logging.getLogger("pathbot.dead")


def tell(engine: Database, kit: Kit, now: datetime) -> int:
    """Asks whoever wrote a message that was set aside to write it again, once. Returns how many were told."""
    untold = dead.untold(engine, now - OF_USE)
    for letter in untold:
        log.error("a message was set aside after %s", letter.error_code)
        outbox.post(engine, letter.school, [_sorry(letter, kit)], now, about=letter.persons)
    return len(untold)


async def tell_writers(engine: Database, kit: Kit, clock: Callable[[], datetime], wakes: Wakes) -> None:
    """Looks now and then, until it is time to stop: also for messages whose worker died with them."""
    while not wakes.stopping:
        try:
            if await asyncio.to_thread(tell, engine, kit, clock()):
                wakes.answered.set()
        except StoreProblem as error:
            log.warning("the store is away: %s", error)
        await wakes.rest(LOOK_SECONDS)


def _sorry(letter: DeadLetter, kit: Kit) -> Outgoing:
    text = Text(text=kit.texts.say("sorry.failed", letter.language))
    return Outgoing(key=letter.sorry_key, address=letter.address, reply=text)
