"""Crashes in every gap between a message and its reply, found by hypothesis.

The platform of this test keeps what was posted; a sender that finds a row half sent looks there first. Whatever order
things happen in, each message that was acknowledged is answered exactly once, in the order of its conversation.
"""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from tests.store.store_samples import HOME, KEY, LEASE, OTHER, START, answer, inbound, set_up, yes

from pathbot.messages import Address, Inbound
from pathbot.store import claims, outbox
from pathbot.store.engine import open_engine, writing
from pathbot.store.ingest import Ingest
from pathbot.store.tables import metadata

ADDRESSES = {HOME: "web-maya", OTHER: "web-omar"}
WORK = ("commit", "commit", "commit", "crash", "fail", "wake up")
SENDING = ("sent", "sent", "crash before", "crash after", "busy", "doubt", "wake up")


class World:
    """The processes, the clock and the platform around one database."""

    def __init__(self, engine: Engine, loop: asyncio.AbstractEventLoop) -> None:
        self.engine, self.loop = engine, loop
        self.now = START + timedelta(hours=1)
        self.filed: dict[Address, list[Inbound]] = {address: [] for address in ADDRESSES}
        self.posted: list[tuple[Address, str]] = []
        self.stopped_workers: list[claims.Claim] = []
        self.stopped_senders: list[outbox.Sending] = []
        self.failed: dict[int, int] = {}
        self.workers = 0

    def messages(self, address: Address, count: int, backwards: bool) -> None:
        """A few messages, each delivered twice, perhaps the newest first."""
        start = len(self.filed[address])
        messages = [inbound(start + n, address=address, by=ADDRESSES[address]) for n in range(count)]
        delivered = [*(messages[::-1] if backwards else messages)] * 2

        async def deliver() -> list[bool]:
            async with Ingest(self.engine, lambda: self.now) as ingest:
                return list(await asyncio.gather(*(ingest.file("cedar", one) for one in delivered)))

        assert sum(self.loop.run_until_complete(deliver())) == count
        self.filed[address] += messages

    def work(self, end: str) -> None:
        """A worker takes a message and ends somehow; or one that seemed dead goes on with what it had."""
        if end == "wake up":
            if self.stopped_workers:
                self.answer(self.stopped_workers.pop(0))
            return
        self.workers += 1
        claimed = claims.claim(self.engine, f"w{self.workers}", self.now, LEASE)
        if claimed is None:
            return
        failures = self.failed.get(claimed.inbox_id, 0)
        if end == "crash":
            self.stopped_workers.append(claimed)
        elif end == "fail" and failures < claims.GIVE_UP_AFTER - 1:
            self.failed[claimed.inbox_id] = failures + 1
            self.stopped_workers.append(claimed)
            claims.give_back(self.engine, claimed, self.now, "test")
        else:
            assert self.answer(claimed)

    def send(self, end: str) -> bool:
        """A sender takes a row and ends somehow; or one that seemed dead says the platform had refused its row.

        False when there was no row to send.
        """
        if end == "wake up":
            if self.stopped_senders:
                outbox.put_back(self.engine, self.stopped_senders.pop(0), self.now)
            return False
        sending = outbox.next_due(self.engine, ("web",), self.now, LEASE)
        if sending is None:
            return False
        message = (sending.outgoing.address, sending.outgoing.key)
        there = sending.half_sent and message in self.posted
        soon = self.now + timedelta(seconds=5)
        if end == "crash before":
            self.stopped_senders.append(sending)
        elif end == "busy" and not there:
            outbox.put_back(self.engine, sending, soon)
        else:
            if not there:
                self.posted.append(message)
            if end == "doubt":
                outbox.doubt(self.engine, sending, soon)
            elif end != "crash after":
                outbox.mark_sent(self.engine, sending, "ts", self.now)
        return True

    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def answer(self, claimed: claims.Claim) -> bool:
        who = yes(ADDRESSES[claimed.inbound.address].removeprefix("web-"))
        return answer(self.engine, claimed, (self.now - START).total_seconds(), consent=who)

    def recover(self) -> None:
        """Everything runs again and nothing more goes wrong: half a minute later, no lease and no wait is left."""
        for _ in range(2):
            self.wait(60)
            while claimed := claims.claim(self.engine, "last", self.now, LEASE):
                assert self.answer(claimed)
            while self.send("sent"):
                pass


Event = Callable[[World], None]
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        lambda address, count, backwards: lambda world: world.messages(address, count, backwards),
        st.sampled_from(list(ADDRESSES)),
        st.integers(1, 3),
        st.booleans(),
    ),
    st.sampled_from(WORK).map(lambda end: lambda world: world.work(end)),
    st.sampled_from(WORK).map(lambda end: lambda world: world.work(end)),
    st.sampled_from(SENDING).map(lambda end: lambda world: world.send(end)),
    st.sampled_from(SENDING).map(lambda end: lambda world: world.send(end)),
    st.sampled_from([1, 7, 31]).map(lambda seconds: lambda world: world.wait(seconds)),
)


@pytest.fixture(scope="module")
def one_engine(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Engine]:
    path = tmp_path_factory.mktemp("crashes") / "a.db"
    shutil.copy(migrated_file, path)
    made = open_engine(f"sqlite:///{path}", KEY)
    yield made
    made.dispose()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(EVENTS, min_size=15, max_size=40))
def test_every_message_is_answered_once_and_in_order_whatever_crashes(one_engine: Engine, events: list[Event]) -> None:
    with writing(one_engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    set_up(one_engine)
    loop = asyncio.new_event_loop()
    world = World(one_engine, loop)
    try:
        for event in events:
            event(world)
            assert len(world.posted) == len(set(world.posted)), "something was posted twice"
        world.recover()
    finally:
        loop.close()
    for address, messages in world.filed.items():
        answered = [key for where, key in world.posted if where == address]
        assert answered == [f"re:{message.delivery_id}" for message in messages]
