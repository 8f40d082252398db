"""F3 to F6, F8, F11 to F13 of the fault plan against the store and the sender alone: seeded, on both databases.

Each has a short form in the suite; `make faults` runs the numbers of the plan.
"""

import asyncio
import itertools
import random
import threading
import time as clock
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from sqlalchemy import Engine, text
from tests.faults.report import Row, report
from tests.store.store_samples import KEY, LEASE, START, at, inbound, set_up

from pathbot.app.sender import Sender
from pathbot.app.wakes import Wakes
from pathbot.channels.base import RetryLater
from pathbot.conversation import ConversationState
from pathbot.jobs import weeks_due
from pathbot.messages import Address, Capabilities, Inbound, Outgoing, Text
from pathbot.store import backup, claims, outbox, turns
from pathbot.store.changes import Changes
from pathbot.store.engine import open_engine, writing
from pathbot.store.errors import StoreUnavailable
from pathbot.store.history import shown
from pathbot.store.ingest import Ingest

FULL = pytest.mark.faults
ACK_SECONDS = 0.2
CALM_SECONDS = 60.0
"""After a minute of 429, until everything is out."""


def homes(count: int) -> list[Address]:
    return [Address(channel="web", conversation=f"c{n}") for n in range(count)]


def queue(engine: Engine, conversations: int, each: int) -> None:
    for number in range(each):
        rows = [Outgoing(key=f"{h.key}:{number}", address=h, reply=Text(text="hi")) for h in homes(conversations)]
        outbox.post(engine, "cedar", rows, START)


class Platform:
    """Accepts messages, and breaks the line after 5 % of them; 2 % are accepted and answered with an error."""

    name = "web"
    capabilities = Capabilities()

    def __init__(self, chance: random.Random) -> None:
        self.log: list[Outgoing] = []
        self._chance = chance

    async def send(self, outgoing: Outgoing) -> str:
        self.log.append(outgoing)
        if self._chance.random() < 0.07:
            raise ConnectionError
        return outgoing.key

    async def find_sent(self, outgoing: Outgoing) -> str | None:
        if self._chance.random() < 0.1:
            raise RetryLater(1)
        return next((o.key for o in self.log if o.key == outgoing.key), None)


async def drain(engine: Engine, platform: object, now: list[datetime], rounds: int = 60) -> None:
    """Sends until nothing is left, on a clock that moves ten seconds a round."""
    for _ in range(rounds):
        wakes = Wakes()
        wakes.call_last()
        await Sender(engine, {"web": platform}, lambda: now[0], wakes).run()  # type: ignore[dict-item]
        now[0] += timedelta(seconds=10)


async def taken(ingest: Ingest, message: Inbound) -> bool:
    """Delivers as a platform does: again after every 503. Whether the last delivery was new."""
    while True:
        try:
            return await ingest.file("cedar", message)
        except StoreUnavailable:
            await asyncio.sleep(0.2)


def assert_each_once_in_order(log: list[Outgoing], conversations: int, each: int) -> None:
    assert Counter(o.key for o in log).most_common(1)[0][1] == 1
    for home in homes(conversations):
        assert [o.key for o in log if o.address == home] == [f"{home.key}:{n}" for n in range(each)]


@pytest.mark.parametrize("size", [pytest.param((10, 8), id="short"), pytest.param((200, 20), id="full", marks=FULL)])
async def test_f3_a_line_that_breaks_after_the_message_was_taken_doubles_nothing(
    engine: Engine, size: tuple[int, int]
) -> None:
    set_up(engine)
    queue(engine, *size)
    platform = Platform(random.Random(3))
    await drain(engine, platform, [START])
    assert_each_once_in_order(platform.log, *size)
    many = size[0] * size[1]
    report(Row("F3", engine.dialect.name, "sender", "3", many, 0, 0, 0, note="7 % in doubt"))


@pytest.mark.parametrize("size", [pytest.param(60, id="short"), pytest.param(4_000, id="full", marks=FULL)])
async def test_f4_a_storm_of_repeated_deliveries_through_two_doors_is_stored_once(engine: Engine, size: int) -> None:
    set_up(engine)
    chance = random.Random(4)
    messages = [inbound(n, address=home) for n, home in zip(range(size), itertools.cycle(homes(40)), strict=False)]
    again = [m for m in messages for _ in range(chance.randint(1, 4))]
    chance.shuffle(again)
    async with Ingest(engine, lambda: START) as one, Ingest(engine, lambda: START) as other:
        new = await asyncio.gather(*(taken(chance.choice((one, other)), m) for m in again))
    assert sum(new) <= size
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM inbox")).scalar_one() == size
    report(Row("F4", engine.dialect.name, "two doors", "4", size, 0, 0, note=f"{len(again)} came"))


@pytest.mark.parametrize("size", [pytest.param(40, id="short"), pytest.param(2_000, id="full", marks=FULL)])
async def test_f5_whatever_order_they_come_in_they_are_answered_in_the_order_they_were_sent(
    engine: Engine, size: int
) -> None:
    set_up(engine)
    chance, here = random.Random(5), Address(channel="web", conversation="maya")
    sent = [inbound(f"m{n:05d}", sent=n + 1, address=here) for n in range(size)]
    mixed = sorted(sent, key=lambda m: (m.sent_at.timestamp() + chance.uniform(0, 10), m.delivery_id))
    async with Ingest(engine, lambda: START) as ingest:
        await asyncio.gather(*(taken(ingest, m) for m in mixed))
    answered: list[Inbound] = []
    while claim := claims.claim(engine, "w", at(1e5), LEASE):
        assert not claim.late
        answered.append(claim.inbound)
        assert turns.commit(engine, claim, Changes(conversation=ConversationState()), at(1e5))
    assert [m.delivery_id for m in answered] == [m.delivery_id for m in sent]
    report(Row("F5", engine.dialect.name, "store", "5", size, 0, 0, 0))


@pytest.mark.parametrize("size", [pytest.param(40, id="short"), pytest.param(400, id="full", marks=FULL)])
async def test_what_comes_an_hour_late_is_answered_once_and_known_to_be_late(engine: Engine, size: int) -> None:
    set_up(engine)
    chance, here = random.Random(5), Address(channel="web", conversation="maya")
    sent = [inbound(f"m{n:05d}", sent=n + 1, address=here) for n in range(size)]
    held_up = set(chance.sample(range(size - 1), size // 20))
    waves = ([m for n, m in enumerate(sent) if n not in held_up], [sent[n] for n in sorted(held_up)])
    answered: list[tuple[str, bool]] = []
    async with Ingest(engine, lambda: START) as ingest:
        for wave in waves:
            await asyncio.gather(*(taken(ingest, m) for m in chance.sample(wave, len(wave))))
            while claim := claims.claim(engine, "w", at(1e5), LEASE):
                answered.append((claim.inbound.delivery_id, claim.late))
                assert turns.commit(engine, claim, Changes(conversation=ConversationState()), at(1e5))
    expected = [(m.delivery_id, wave is waves[1]) for wave in waves for m in wave]
    assert answered == expected
    report(Row("F5", engine.dialect.name, "store", "5", size, 0, 0, 0, note=f"{len(held_up)} an hour late"))


@pytest.mark.parametrize("seconds", [0.5, pytest.param(2.5, marks=FULL), pytest.param(10.0, marks=FULL)])
async def test_f6_while_somebody_holds_the_database_only_unavailable_is_said_and_nothing_is_lost(
    engine: Engine, seconds: float
) -> None:
    set_up(engine)
    released = threading.Event()
    holder = threading.Thread(target=_hold, args=(engine, seconds, released))
    holder.start()
    await asyncio.sleep(0.1)
    refused, acknowledged = 0, []

    async def deliver(ingest: Ingest, message: Inbound) -> None:
        nonlocal refused
        while True:
            try:
                acknowledged.append((message.delivery_id, await ingest.file("cedar", message)))
                return
            except StoreUnavailable:
                refused += 1
                await asyncio.sleep(0.2)

    async with Ingest(engine, lambda: START) as ingest:
        burst = [inbound(n, address=home) for n, home in enumerate(homes(50))]
        await asyncio.gather(*(deliver(ingest, message) for message in burst))
    holder.join()
    assert released.is_set()
    assert len(acknowledged) == 50
    assert (refused > 0) == (seconds > 2)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM inbox")).scalar_one() == 50
    note = f"held for {seconds} s, {refused} times 503"
    report(Row("F6", engine.dialect.name, "door", events=50, lost=0, doubled=0, bar="only 503", note=note))


@FULL
async def test_f6_five_hundred_messages_at_once_are_acknowledged_at_once(engine: Engine) -> None:
    set_up(engine)
    waited: list[float] = []

    async def deliver(ingest: Ingest, message: Inbound) -> None:
        began = clock.perf_counter()
        assert await ingest.file("cedar", message)
        waited.append(clock.perf_counter() - began)

    async with Ingest(engine, lambda: START) as ingest:
        await ingest.file("cedar", inbound("first"))
        await asyncio.gather(*(deliver(ingest, inbound(n, address=home)) for n, home in enumerate(homes(500))))
    late = sorted(waited)[int(len(waited) * 0.99)]
    report(Row("F6", engine.dialect.name, "door", events=500, p99=late, p99_most=ACK_SECONDS, note="all at once"))
    assert late < 2.0, "nobody may be refused"


def _hold(engine: Engine, seconds: float, released: threading.Event) -> None:
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE inbox IN EXCLUSIVE MODE"))
        clock.sleep(seconds)
    released.set()


@pytest.mark.parametrize("size", [pytest.param((10, 3), id="short"), pytest.param((200, 10), id="full", marks=FULL)])
async def test_f8_a_minute_of_429_loses_nothing_keeps_the_order_and_lets_alerts_through_first(
    engine: Engine, size: tuple[int, int]
) -> None:
    set_up(engine)
    queue(engine, *size)
    alert = Outgoing(
        key="alert", address=Address(channel="web", conversation="lee"), reply=Text(text="!"), priority="alert"
    )
    outbox.post(engine, "cedar", [alert], START)
    now, last, busy_until = [START], [START], START + timedelta(seconds=60)

    class Busy(Platform):
        async def send(self, outgoing: Outgoing) -> str:
            if now[0] < busy_until:
                raise RetryLater(20)
            self.log.append(outgoing)
            last[0] = now[0]
            return outgoing.key

    platform = Busy(random.Random(8))
    await drain(engine, platform, now, rounds=16)
    assert platform.log[0].key == "alert"
    assert_each_once_in_order(platform.log[1:], *size)
    many = size[0] * size[1] + 1
    after = (last[0] - busy_until).total_seconds()
    assert after <= CALM_SECONDS
    report(
        Row("F8", engine.dialect.name, "sender", "8", many, 0, 0, 0, after, drain_most=CALM_SECONDS, bar="alerts first")
    )


@FULL
def test_f11_in_every_time_zone_each_week_of_seven_years_is_due_exactly_once() -> None:
    """Stepping six hours at a time through seven years of each zone would take an hour; weeks at their edges do not."""
    start, weeks = datetime(2024, 1, 1, tzinfo=UTC), 364
    for zone in sorted(available_timezones()):
        seen: dict[str, datetime] = {}
        for week in range(weeks):
            for hours in (0, 83, 167):
                now = start + timedelta(weeks=week, hours=hours)
                for period in weeks_due(now, zone, 7, time(2, 30)):
                    assert seen.setdefault(period.key, period.due_at) == period.due_at, zone
                    assert period.due_at <= now
        moments = sorted(seen.values())
        assert len(seen) in (weeks, weeks + 1, weeks + 2), zone
        assert all(timedelta(days=6, hours=20) < b - a < timedelta(days=8) for a, b in itertools.pairwise(moments)), (
            zone
        )
    report(Row("F11", "", "schedule", events=len(available_timezones()), bar="each week once", note="zones × 7 years"))


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=FULL)])
def test_f13_a_backup_under_load_misses_nothing_that_was_stored_before_it(
    engine: Engine, tmp_path: Path, times: int
) -> None:
    set_up(engine)
    home, stop, stored = Address(channel="web", conversation="maya"), threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            message = Outgoing(key=f"k{stored[0]:06d}", address=home, reply=Text(text="otter"))
            outbox.post(engine, "cedar", [message], START)
            stored[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(times):
            while stored[0] < 20 * (number + 1):
                clock.sleep(0.01)
            before = stored[0]
            copy = tmp_path / f"{number}.db"
            backup.back_up(engine, copy, KEY)
            assert b"otter" not in copy.read_bytes()
            restored = open_engine(f"sqlite:///{copy}", KEY)
            count = 0
            while page := shown(restored, home.key, count):
                count += len(page)
            restored.dispose()
            assert count >= before
    finally:
        stop.set()
        writer.join()
    report(Row("F13", engine.dialect.name, "store", events=times, lost=0, bar="10/10", note="backups, all whole"))
