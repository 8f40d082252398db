"""The door: messages are stored before they are acknowledged, many in one commit.

A commit with full durability costs a few milliseconds. In a burst, one task commits everything that came in during a
short window, so that each message still is acknowledged within a fraction of a platform's 3 seconds.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import NamedTuple

from sqlalchemy import Connection, Engine, bindparam, or_, update

from pathbot.messages import Inbound
from pathbot.store import conversations
from pathbot.store.engine import insert_all_new, writing
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.tables import conversations as conversation_rows
from pathbot.store.tables import inbox

WINDOW_SECONDS = 0.004
PATIENCE_SECONDS = 2.0
LARGEST_COMMIT = 500
CROWD = 4
"""So many messages at once are a crowd: a class that writes in the same moment."""
LULL_SECONDS = 0.01
"""Nobody came for so long: the crowd is in."""
CROWD_SECONDS = 0.25
"""The longest that a crowd may hold up the turns: one that never ends must not stop them."""
_DELIVERY = ("channel", "delivery_id")


class _Filing(NamedTuple):
    school: str
    inbound: Inbound
    stored: asyncio.Future[bool]


class Ingest:
    """``async with Ingest(engine, clock) as ingest: await ingest.file(school, inbound)``. One per process.

    `stored` is called in the event loop after every commit: there may be something to answer. While `closed` says so,
    nothing is taken.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        stored: Callable[[], None] | None = None,
        closed: Callable[[], bool] = lambda: False,
    ) -> None:
        self._closed = closed
        self._engine = engine
        self._clock = clock
        self._stored = stored
        self._waiting: list[_Filing] = []
        self._arrived = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None
        self._at_door = 0
        self._crowd_began = self._crowd_seen = float("-inf")

    async def __aenter__(self) -> "Ingest":
        self._task = asyncio.create_task(self._commit_for_ever())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        self._arrived.set()
        if self._task is not None:
            await self._task

    async def file(self, school: str, inbound: Inbound) -> bool:
        """Stores a message: True when it is new, False when it is stored already. Either way it may be acknowledged.

        Raises StoreUnavailable when it could not be stored within 2 seconds: answer 503, so that it is sent again.
        Raises StoreProblem when it can never be stored, as in a school that is not there.
        """
        if self._closing or self._task is None:
            raise StoreUnavailable("Pathbot is stopping: send the message again in a moment.")
        if self._closed():
            raise StoreUnavailable("The disk is nearly full: free some space, then send the message again.")
        stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Filing(school, inbound, stored))
        self._arrived.set()
        self._at_door += 1
        self._look()
        try:
            return await asyncio.wait_for(stored, PATIENCE_SECONDS)
        except TimeoutError:
            raise StoreUnavailable("The database is too slow just now: send the message again in a moment.") from None
        finally:
            self._look()
            self._at_door -= 1

    async def lull(self) -> None:
        """Until no crowd stands at the door, and at once when none does: turns that compute meanwhile would make every
        message of it wait for its acknowledgement."""
        while self._held():  # noqa: ASYNC110 - it is time that has to pass, and nobody says when
            await asyncio.sleep(LULL_SECONDS / 2)

    def _held(self) -> bool:
        self._look()
        now = asyncio.get_running_loop().time()
        return now - self._crowd_seen < LULL_SECONDS and now - self._crowd_began < CROWD_SECONDS

    def _look(self) -> None:
        """Notes a crowd. One that comes after a lull is another one."""
        if self._at_door >= CROWD:
            now = asyncio.get_running_loop().time()
            if now - self._crowd_seen >= LULL_SECONDS:
                self._crowd_began = now
            self._crowd_seen = now

    async def _commit_for_ever(self) -> None:
        while self._waiting or not self._closing:
            await self._arrived.wait()
            self._arrived.clear()
            await asyncio.sleep(WINDOW_SECONDS)
            while self._waiting:
                batch, self._waiting = self._waiting[:LARGEST_COMMIT], self._waiting[LARGEST_COMMIT:]
                await self._commit(batch)

    async def _commit(self, batch: Sequence[_Filing]) -> None:
        try:
            outcomes = await asyncio.to_thread(_store, self._engine, batch, self._clock())
        except StoreUnavailable as error:
            self._tell(batch, [error] * len(batch))
        except Exception as error:
            if len(batch) > 1:  # one message that cannot be stored must not refuse the others
                for filing in batch:
                    await self._commit([filing])
            else:
                self._tell(batch, [_never(error)])
        else:
            self._tell(batch, outcomes)
            if self._stored is not None:
                with suppress(Exception):  # whoever is not woken looks soon; the door must outlive it
                    self._stored()

    @staticmethod
    def _tell(batch: Sequence[_Filing], outcomes: Sequence[bool | StoreProblem]) -> None:
        for filing, outcome in zip(batch, outcomes, strict=True):
            if filing.stored.done():  # the caller lost patience; a repeated delivery finds what was stored
                continue
            if isinstance(outcome, StoreProblem):
                filing.stored.set_exception(outcome)
            else:
                filing.stored.set_result(outcome)


def _never(error: Exception) -> StoreProblem:
    if isinstance(error, StoreProblem):
        return error
    return StoreProblem("This message cannot be stored: check that its school is set up.")


def _store(engine: Engine, batch: Sequence[_Filing], now: datetime) -> list[bool | StoreProblem]:
    """One commit for all of them: a few statements, however many messages."""
    with writing(engine) as connection:
        conversations.ensure_all(connection, {f.inbound.address.key: (f.school, f.inbound.address) for f in batch})
        homes = conversations.schools_of(connection, {f.inbound.address.key for f in batch})
        at_home = [f for f in batch if homes[f.inbound.address.key] == f.school]
        new = insert_all_new(connection, inbox, [_row(f.school, f.inbound, now) for f in at_home], _DELIVERY)
        _note_newest(connection, [f.inbound for f in at_home])
    return [_outcome(filing, homes, new) for filing in batch]


def _outcome(filing: _Filing, homes: dict[str, str], new: set[tuple[object, ...]]) -> bool | StoreProblem:
    if homes[filing.inbound.address.key] != filing.school:
        return conversations.foreign()
    delivery = (filing.inbound.channel, filing.inbound.delivery_id)
    if delivery not in new:
        return False
    new.remove(delivery)  # the same delivery twice in one commit is new once
    return True


def _note_newest(connection: Connection, messages: Sequence[Inbound]) -> None:
    newest: dict[str, datetime] = {}
    for message in messages:
        key = message.address.key
        newest[key] = max(newest.get(key, message.sent_at), message.sent_at)
    column = conversation_rows.c.last_message_at
    older = or_(column.is_(None), column < bindparam("sent"))
    moved = update(conversation_rows).where(conversation_rows.c.key == bindparam("at"), older)
    if newest:
        changes = [{"at": key, "sent": sent} for key, sent in sorted(newest.items())]
        connection.execute(moved.values(last_message_at=bindparam("sent")), changes)


def _row(school: str, inbound: Inbound, now: datetime) -> dict[str, object]:
    return {
        "school": school,
        "channel": inbound.channel,
        "delivery_id": inbound.delivery_id,
        "conversation": inbound.address.key,
        "external_id": inbound.person,
        "sent_at": inbound.sent_at,
        "received_at": now,
        "state": "new",
        "attempts": 0,
        "claims": 0,
        "body": _without_nul(inbound).model_dump_json(),
    }


def _without_nul(inbound: Inbound) -> Inbound:
    """A NUL is not text to PostgreSQL; taken out before anything counts characters, no quote can be off by one."""
    data = {name: value.replace("\0", "") for name, value in inbound.data.items()}
    return inbound.model_copy(update={"text": inbound.text.replace("\0", ""), "data": data})
