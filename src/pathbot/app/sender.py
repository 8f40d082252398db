"""The sender: after the commit, oldest first per conversation, alerts ahead of everything, never twice."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from pathbot.app.spans import span
from pathbot.app.wakes import Wakes, waited
from pathbot.channels.base import CannotSend, Channel, RetryLater
from pathbot.store import outbox
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem
from pathbot.store.outbox import Sending

LEASE = timedelta(seconds=30)
DOUBT = timedelta(seconds=5)
IDLE_SECONDS = 0.5
FLYING_SECONDS = 0.02
LOOK_SECONDS = 0.05
"""While messages are under way, and nothing came of them, the store is not asked more often than this."""
MOST = 32
log = logging.getLogger("pathbot.sender")


async def send_next(engine: Database, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> bool:
    """Sends one due row. False when none is due."""
    sending = await asyncio.to_thread(outbox.next_due, engine, list(channels), clock(), LEASE)
    if sending is None:
        return False
    sent = await _attempt(engine, channels, sending, clock, Receipts(engine, clock))
    await asyncio.to_thread(outbox.mark_all_sent, engine, [sent] if sent else [], clock())
    return True


async def _attempt(
    engine: Database,
    channels: Mapping[str, Channel],
    sending: Sending,
    clock: Callable[[], datetime],
    receipts: "Receipts",
) -> tuple[Sending, str] | None:
    """What is now out, and under which id of the platform; None when it was put back, given up, or is in doubt.

    A row that may already be out is looked for in the channel before it is sent again. Waiting time that a platform
    asks for stays on the row, so nobody sleeps on it.
    """
    channel = channels[sending.outgoing.address.channel]
    try:
        platform_id = await channel.find_sent(sending.outgoing) if sending.half_sent else None
        if platform_id is None and not await _is_still_ours(engine, sending, clock):
            return None
        with span("send", channel.name):
            sent = sending, platform_id or await channel.send(sending.outgoing)
        return None if not channel.capabilities.remembers and await receipts.keep(sent) else sent
    except RetryLater as later:
        due = clock() + timedelta(seconds=later.seconds)
        await asyncio.to_thread(outbox.put_back, engine, sending, due)
    except CannotSend as error:
        log.warning("outbox row %d can never be sent: %s", sending.id, error)
        await asyncio.to_thread(outbox.give_up, engine, sending)
    except Exception as error:
        log.error("outbox row %d is in doubt: %s", sending.id, type(error).__name__)
        await asyncio.to_thread(outbox.doubt, engine, sending, clock() + DOUBT)
    return None


async def _is_still_ours(engine: Database, sending: Sending, clock: Callable[[], datetime]) -> bool:
    """Whether nobody else took the row while this process stood still, or the machine slept."""
    now = clock()
    return now < sending.until or await asyncio.to_thread(outbox.hold_on, engine, sending, now, LEASE)


class Receipts:
    """Marks rows as sent the moment their receipts are there; those that come meanwhile share the next commit.

    A platform that cannot be asked later would get a message a second time if this process died before that.
    """

    def __init__(self, engine: Database, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._waiting: list[tuple[Sending, str]] = []
        self._writing = asyncio.Lock()

    async def keep(self, sent: tuple[Sending, str]) -> bool:
        """True once it is stored, False when the store is away: then it is still to be marked."""
        self._waiting.append(sent)
        async with self._writing:
            batch, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(outbox.mark_all_sent, self._engine, batch, self._clock(), asked_later=False)
            except StoreProblem:
                self._waiting = [*batch, *self._waiting]
                return False
        return True


class Sender:
    """Sends to many conversations at once, to each of them one message after the other.

    A platform takes a tenth of a second to accept a message: one at a time, a class of thirty would wait for three.
    """

    def __init__(
        self, engine: Database, channels: Mapping[str, Channel], clock: Callable[[], datetime], wakes: Wakes
    ) -> None:
        self._engine = engine
        self._channels = channels
        self._clock = clock
        self._wakes = wakes
        self._receipts = Receipts(engine, clock)
        self._flying: set[asyncio.Task[tuple[Sending, str] | None]] = set()
        self._settled = False
        self._looked = float("-inf")

    async def run(self) -> None:
        """Until the last call; then what is due at once is still sent."""
        while True:
            try:
                found = await self._round()
            except StoreProblem as error:
                log.warning("the store is away: %s", error)
                found = False
            if found:
                continue
            if self._wakes.last_call and not self._flying:
                return
            await waited(self._wakes.answered, FLYING_SECONDS if self._flying else IDLE_SECONDS)

    async def _round(self) -> bool:
        """Takes what is due, gives it a moment, and settles what got through. False when nothing happened."""
        taken = await self._take() if len(self._flying) < MOST else ()
        for sending in taken:
            attempt = _attempt(self._engine, self._channels, sending, self._clock, self._receipts)
            self._flying.add(asyncio.create_task(attempt))
        done: set[asyncio.Task[tuple[Sending, str] | None]] = set()
        if self._flying:
            done, self._flying = await asyncio.wait(self._flying, timeout=FLYING_SECONDS)
        sent = [result for task in done if task.exception() is None and (result := task.result())]
        if sent:
            await asyncio.to_thread(outbox.mark_all_sent, self._engine, sent, self._clock())
        self._settled = bool(done)
        return bool(taken or done)

    async def _take(self) -> tuple[Sending, ...]:
        """What is due, where it is worth a look: something was answered or got through, or a while has passed."""
        now = asyncio.get_running_loop().time()
        calm = not self._settled and not self._wakes.answered.is_set()
        if self._flying and calm and now - self._looked < LOOK_SECONDS:
            return ()
        self._looked = now
        self._wakes.answered.clear()  # before the look: what is answered from here on is looked for once more
        free = MOST - len(self._flying)
        return await asyncio.to_thread(outbox.take_due, self._engine, list(self._channels), self._clock(), LEASE, free)
