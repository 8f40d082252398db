"""Slow turns keep their claim, and a process that is told to stop finishes what it began."""

import asyncio
import dataclasses
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conversations.player import HERE, SCHOOL, new_school

from pathbot.app.heart import HUNG_AFTER, LEASE, Heart
from pathbot.app.kit import Kit
from pathbot.app.running import running
from pathbot.app.sender import Sender
from pathbot.app.wakes import Wakes
from pathbot.channels.collecting import Collecting
from pathbot.messages import Address, Inbound, Outgoing, Text
from pathbot.store import claims, outbox
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Database:
    return new_school(tmp_path, "shade-for-our-school")


async def file(engine: Database, wakes: Wakes | None = None) -> None:
    inbound = Inbound(
        channel="collecting", delivery_id="d", address=HERE, person="maya", text="hi", sent_at=datetime.now(UTC)
    )
    async with Ingest(engine, lambda: NOW, wakes.arrived.set if wakes else None) as ingest:
        await ingest.file(SCHOOL.id, inbound)


async def test_a_slow_turn_keeps_its_claim_and_a_hung_one_loses_it(engine: Database) -> None:
    await file(engine)
    time_ = {"now": NOW}
    claim = claims.claim(engine, "slow", NOW, LEASE)
    assert claim is not None
    heart = Heart(engine, lambda: time_["now"])
    with heart.beating(claim):
        for seconds in range(5, int(HUNG_AFTER.total_seconds()), 5):
            time_["now"] = NOW + timedelta(seconds=seconds)
            heart.once()
            assert claims.claim(engine, "other", time_["now"] + timedelta(seconds=5), LEASE) is None
        time_["now"] = NOW + HUNG_AFTER + LEASE
        heart.once()
        taken = claims.claim(engine, "other", time_["now"], LEASE)
    assert taken is not None
    assert taken.fence == claim.fence + 1


async def test_told_to_stop_a_process_finishes_the_turn_it_began_and_sends_its_reply(
    engine: Database, kit: Kit
) -> None:
    begun, channel, wakes = asyncio.Event(), Collecting("collecting"), Wakes()
    loop = asyncio.get_running_loop()

    @dataclasses.dataclass(frozen=True)
    class Slow(Kit):
        def screen(self, text: str, recent: object) -> object:  # type: ignore[override]
            if text:
                loop.call_soon_threadsafe(begun.set)
                time.sleep(0.3)
            return super().screen(text, recent)  # type: ignore[arg-type]

    slow = Slow(**{field.name: getattr(kit, field.name) for field in dataclasses.fields(kit)})
    async with running(engine, slow, {"collecting": channel, "web": Collecting("web")}, wakes, workers=2):
        await file(engine, wakes)
        await begun.wait()
    assert len(channel.sent) == 1


async def test_stopping_with_nothing_to_do_takes_no_time(engine: Database, kit: Kit) -> None:
    began = time.monotonic()
    async with running(engine, kit, {"collecting": Collecting("collecting")}, Wakes(), workers=4):
        await asyncio.sleep(0.1)
    assert time.monotonic() - began < 5


async def test_a_slow_platform_holds_up_nobody_else_and_keeps_the_order_within_a_conversation(engine: Database) -> None:
    """Thirty conversations of two messages each, every send a tenth of a second: one at a time would take six."""

    class Slow(Collecting):
        async def send(self, outgoing: Outgoing) -> str:
            await asyncio.sleep(0.1)
            return await super().send(outgoing)

    channel, wakes = Slow("collecting"), Wakes()
    homes = [Address(channel="collecting", conversation=f"c{n}") for n in range(30)]
    for number in (1, 2):
        messages = [Outgoing(key=f"{home.key}:{number}", address=home, reply=Text(text="hi")) for home in homes]
        outbox.post(engine, SCHOOL.id, messages, NOW)
    wakes.call_last()
    began = time.monotonic()
    await Sender(engine, {"collecting": channel}, lambda: NOW, wakes).run()
    assert len(channel.sent) == 60
    assert all([o.key for o in channel.sent_to(home)] == [f"{home.key}:1", f"{home.key}:2"] for home in homes)
    assert time.monotonic() - began < 5
